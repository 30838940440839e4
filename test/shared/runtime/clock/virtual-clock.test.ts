import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NothingCanHappen, TimedOut, virtualClock, withTimeout } from '#shared/runtime/clock';
import type { Clock } from '#shared/runtime/clock';
import { turn } from '#shared/runtime/clock/quiet-turns';
import { days, hours, instant, milliseconds, minutes, seconds, toIso } from '#shared/runtime/span';

const start = instant('2026-01-01T00:00:00Z');
const sinceStart = (clock: Clock): number => clock.now() - start;

/** A promise that somebody else settles. */
function event(): { happened: Promise<string>; happen: (what: string) => void } {
  let happen: (what: string) => void = () => undefined;
  const happened = new Promise<string>((resolve) => {
    happen = resolve;
  });
  return { happened, happen };
}

describe('a virtual clock', () => {
  it('runs half an hour in no wall time', async () => {
    const clock = virtualClock(start);
    const before = process.hrtime.bigint();
    await clock.run(async () => {
      for (let minute = 0; minute < 30; minute += 1) await clock.sleep(minutes(1));
    });
    expect(toIso(clock.now())).toBe('2026-01-01T00:30:00.000Z');
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(5_000);
  });

  it('fires timers in the order of their time, those of one time in the order of their arrival', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 }),
        async (spans) => {
          const clock = virtualClock(start);
          const fired: { span: number; number: number; at: number }[] = [];
          await Promise.all(
            spans.map(async (span, number) => {
              await clock.sleep(milliseconds(span));
              fired.push({ span, number, at: sinceStart(clock) });
            }),
          );
          const expected = spans.map((span, number) => ({ span, number, at: span }));
          expect(fired).toEqual(expected.sort((a, b) => a.span - b.span || a.number - b.number));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('does not move while an exchange is busy', async () => {
    const clock = virtualClock(start);
    const busy = event();
    let woke = false;
    const exchange = clock.exchange('a call', () => busy.happened);
    const sleeper = clock.sleep(seconds(1)).then(() => {
      woke = true;
    });
    for (let number = 0; number < 50; number += 1) await turn();
    expect(woke).toBe(false);
    busy.happen('done');
    await Promise.all([exchange, sleeper]);
    expect(sinceStart(clock)).toBe(1_000);
  });

  it('parks an exchange while its handler sleeps, also inside a nested exchange', async () => {
    const clock = virtualClock(start);
    const answer = await clock.run(() =>
      clock.exchange('outer', () =>
        clock.exchange('inner', async () => {
          await clock.sleep(hours(2));
          return 'late';
        }),
      ),
    );
    expect(answer).toBe('late');
    expect(sinceStart(clock)).toBe(7_200_000);
  });

  it('does not park an exchange while one of its two parts is busy', async () => {
    const clock = virtualClock(start);
    const busy = event();
    const seen: number[] = [];
    const both = clock.exchange('both', () =>
      Promise.all([
        clock.exchange('sleepy', () => clock.sleep(seconds(5))),
        clock.exchange('busy', async () => {
          await busy.happened;
          seen.push(sinceStart(clock));
        }),
      ]),
    );
    for (let number = 0; number < 50; number += 1) await turn();
    busy.happen('now');
    await both;
    expect(seen).toEqual([0]);
    expect(sinceStart(clock)).toBe(5_000);
  });

  it('counts both ends of a connection as one exchange', async () => {
    const clock = virtualClock(start);
    const [toServer, toClient] = [event(), event()];
    const server = toServer.happened.then((token) =>
      clock.join(token, async () => {
        await clock.sleep(minutes(3));
        toClient.happen(clock.currentExchange() === undefined ? 'alone' : 'joined');
      }),
    );
    const answer = await clock.exchange('call', async () => {
      toServer.happen(clock.currentExchange() ?? '');
      return toClient.happened;
    });
    await server;
    expect(answer).toBe('joined');
    expect(sinceStart(clock)).toBe(180_000);
  });

  it('begins an exchange of its own for a token it does not know', async () => {
    const clock = virtualClock(start);
    await expect(clock.join('exchange-of-somebody-else', async () => clock.currentExchange())).resolves.toBe(
      'exchange-1',
    );
    expect(clock.currentExchange()).toBeUndefined();
  });

  it('waits for real sockets: a handler that sleeps ten minutes, a client time-out of one hour', async () => {
    const clock = virtualClock(start);
    const tokens = new Map<number, string>();
    const server = createServer((incoming, outgoing) => {
      const token = tokens.get(incoming.socket.remotePort ?? 0) ?? '';
      void clock.join(token, async () => {
        await clock.sleep(minutes(10));
        outgoing.end('slept');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const call = (): Promise<string> =>
      clock.exchange('GET', () =>
        withTimeout(
          clock,
          hours(1),
          'GET',
          new Promise<string>((resolve, reject) => {
            const token = clock.currentExchange() ?? '';
            const outgoing = request({ port, host: '127.0.0.1', agent: false }, (incoming) => {
              incoming.on('data', (text: Buffer) => {
                resolve(text.toString());
              });
            });
            outgoing.on('error', reject);
            outgoing.on('socket', (socket) =>
              socket.on('connect', () => {
                tokens.set(socket.localPort ?? 0, token);
                outgoing.end();
              }),
            );
          }),
        ),
      );
    const answers = await clock.run(async () => [await call(), await call()]);
    server.close();
    expect(answers).toEqual(['slept', 'slept']);
    expect(sinceStart(clock)).toBe(1_200_000);
  });

  it('rings an alarm once, and not when it was cancelled; neither parks the exchange that set it', async () => {
    const clock = virtualClock(start);
    const rung: [string, number][] = [];
    await clock.run(() =>
      clock.exchange('work', async () => {
        const set = (name: string, minute: number) =>
          clock.alarm(minutes(minute), name, () => void rung.push([name, sinceStart(clock)]));
        const cancel = set('cancelled', 1);
        const late = set('rung', 2);
        cancel();
        for (let turns = 0; turns < 20; turns += 1) await turn();
        expect(rung).toEqual([]);
        await clock.sleep(minutes(3));
        late();
        cancel();
        await clock.sleep(minutes(3));
      }),
    );
    expect(rung).toEqual([['rung', 120_000]]);
  });

  it('lets a time-out run on the clock: what never comes is given up at its span', async () => {
    const clock = virtualClock(start);
    const call = clock.exchange('call', () =>
      clock.exchange('server', () =>
        withTimeout(clock, seconds(30), 'the answer', clock.until('an answer', event().happened)),
      ),
    );
    await expect(call).rejects.toThrow(TimedOut);
    await expect(call).rejects.toThrow('the answer took longer than 30s');
    expect(sinceStart(clock)).toBe(30_000);
  });

  it('forgets the time-out of what came in time', async () => {
    const clock = virtualClock(start);
    await clock.run(async () => {
      await withTimeout(clock, hours(1), 'a nap', clock.sleep(seconds(1)));
      await clock.sleep(seconds(1));
    });
    expect(sinceStart(clock)).toBe(2_000);
  });

  it('says what a stuck run waits for, instead of hanging', async () => {
    const clock = virtualClock(start);
    const stuck = clock.run(() =>
      clock.exchange('ES9+ handleNotification', () => clock.until('the portal to answer', event().happened)),
    );
    await expect(stuck).rejects.toThrow(NothingCanHappen);
    await expect(stuck).rejects.toThrow(
      'nothing can happen any more: waiting for the portal to answer, ES9+ handleNotification',
    );
  });

  it('says that a run without any known wait waits for its end', async () => {
    const stuck = virtualClock(start).run(() => event().happened);
    await expect(stuck).rejects.toThrow('nothing can happen any more: waiting for the end of the run');
  });

  it('jumps as far as a wait in front wants', async () => {
    const clock = virtualClock(start);
    await clock.run(() => clock.sleep(days(400)));
    await clock.advance(days(32));
    expect(sinceStart(clock)).toBe(days(432));
  });

  it('does not let polls keep a stuck run alive', async () => {
    const clock = virtualClock(start);
    const poll = async (): Promise<void> => {
      for (;;) await clock.sleep(days(1), { what: 'a poll' });
    };
    void clock.aside(poll);
    await expect(clock.run(() => clock.until('a profile', event().happened))).rejects.toThrow(
      'waiting for a profile',
    );
    expect(sinceStart(clock)).toBe(days(31));
  });

  it('stands still while only timers aside are left', async () => {
    const clock = virtualClock(start);
    let expired = false;
    await clock.exchange('opens a session', async () => {
      void clock
        .aside(() => clock.sleep(minutes(10)))
        .then(() => {
          expired = true;
        });
    });
    for (let number = 0; number < 50; number += 1) await turn();
    expect(sinceStart(clock)).toBe(0);
    await clock.advance(minutes(11));
    expect(expired).toBe(true);
    expect(sinceStart(clock)).toBe(660_000);
  });

  it('does not park an exchange for a timer set aside in it', async () => {
    const clock = virtualClock(start);
    const busy = event();
    let expired = false;
    const exchange = clock.exchange('opens a session', async () => {
      void clock
        .aside(() => clock.sleep(minutes(10)))
        .then(() => {
          expired = true;
        });
      await busy.happened;
      return expired;
    });
    for (let number = 0; number < 50; number += 1) await turn();
    busy.happen('written');
    await expect(exchange).resolves.toBe(false);
  });

  it('rejects a sleep with the reason of its signal and forgets its timer', async () => {
    const clock = virtualClock(start);
    const controller = new AbortController();
    const reason = new Error('cancelled by the user');
    const sleep = clock.aside(() => clock.sleep(hours(1), { signal: controller.signal }));
    controller.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    await expect(clock.sleep(hours(1), { signal: controller.signal })).rejects.toBe(reason);
    await expect(clock.run(() => event().happened)).rejects.toThrow(NothingCanHappen);
    expect(sinceStart(clock)).toBe(0);
  });

  it('hands on what the main of a run throws', async () => {
    await expect(virtualClock(start).run(() => Promise.reject(new Error('of its own')))).rejects.toThrow(
      'of its own',
    );
  });
});
