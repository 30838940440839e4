import { describe, expect, it } from 'vitest';
import { steppedClock, systemClock } from '#shared/runtime/clock';
import { turn } from '#shared/runtime/clock/quiet-turns';
import { days, hours, instant, milliseconds, minutes, seconds, toIso } from '#shared/runtime/span';

const start = instant('2026-01-01T00:00:00Z');

describe('a stepped clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = steppedClock(start);
    let woke = false;
    const sleeper = clock.sleep(minutes(1)).then(() => {
      woke = true;
    });
    await clock.settled();
    expect([woke, clock.now()]).toEqual([false, start]);
    await clock.advance(seconds(59));
    expect(woke).toBe(false);
    await clock.advance(seconds(1));
    await sleeper;
    expect(toIso(clock.now())).toBe('2026-01-01T00:01:00.000Z');
  });

  it('fires the timers on the way in order, each at its own time', async () => {
    const clock = steppedClock(start);
    const seen: [string, number][] = [];
    const timer = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(milliseconds(ms));
      seen.push([name, clock.now() - start]);
      if (name === 'b') void timer('d', 5);
    };
    void timer('c', 30);
    void timer('b', 20);
    void timer('a', 10);
    await clock.advance(milliseconds(40));
    expect(seen).toEqual([
      ['a', 10],
      ['b', 20],
      ['d', 25],
      ['c', 30],
    ]);
    expect(clock.now() - start).toBe(40);
  });

  it('takes a step only when no exchange is busy', async () => {
    const clock = steppedClock(start);
    let finish: () => void = () => undefined;
    const seen: number[] = [];
    const page = clock.exchange('the page loads', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      seen.push(clock.now() - start);
    });
    const step = clock.advance(hours(1));
    for (let number = 0; number < 50; number += 1) await turn();
    expect(clock.now()).toBe(start);
    finish();
    await Promise.all([page, step]);
    expect(seen).toEqual([0]);
    expect(clock.now() - start).toBe(3_600_000);
  });

  it('can be advanced from inside an exchange, and by two at once', async () => {
    const clock = steppedClock(start);
    await Promise.all([
      clock.exchange('POST /clock', () => clock.advance(minutes(1))),
      clock.exchange('POST /clock', () => clock.advance(minutes(2))),
    ]);
    expect(clock.now() - start).toBe(180_000);
  });

  it('ends a sleep of no length without a step', async () => {
    const clock = steppedClock(start);
    await clock.sleep(milliseconds(0));
    expect(clock.now()).toBe(start);
  });
});

describe('a system clock', () => {
  it('starts where it is told and goes on with the wall', async () => {
    const clock = systemClock({ start });
    await clock.sleep(milliseconds(3));
    const passed = clock.now() - start;
    expect(passed).toBeGreaterThanOrEqual(3);
    expect(passed).toBeLessThan(60_000);
  });

  it('can be advanced: the timers on the way fire in order, each at its own time', async () => {
    const clock = systemClock({ start });
    const seen: [string, number][] = [];
    const timer = async (name: string, span: number): Promise<void> => {
      await clock.aside(() => clock.sleep(milliseconds(span)));
      seen.push([name, Math.floor((clock.now() - start) / minutes(1))]);
    };
    void timer('order expires', days(30));
    void timer('session expires', minutes(10));
    await clock.advance(days(31));
    expect(seen).toEqual([
      ['session expires', 10],
      ['order expires', 43_200],
    ]);
  });

  it('is not wound on over a call that a timer began', async () => {
    const clock = systemClock({ start });
    let answered: number | undefined;
    const call = async (): Promise<void> => {
      for (let turns = 0; turns < 50; turns += 1) await turn();
      answered = clock.now() - start;
    };
    const due = clock.aside(async () => {
      await clock.sleep(minutes(1));
      await clock.exchange('a call', call);
    });
    await clock.advance(days(1));
    await due;
    expect(answered).toBeLessThan(minutes(2));
  });

  it('rings for a timer that was set before an advance brought it near', async () => {
    const clock = systemClock({ start });
    const sleeper = clock.sleep(minutes(10));
    await clock.advance(milliseconds(minutes(10) - 5));
    await sleeper;
    expect(clock.now() - start).toBeGreaterThanOrEqual(minutes(10));
  });

  it('is settled when no exchange is busy', async () => {
    const clock = systemClock({ start });
    let finish: () => void = () => undefined;
    let settled = false;
    const exchange = clock.exchange(
      'a call',
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const quiet = clock.settled().then(() => {
      settled = true;
    });
    for (let number = 0; number < 20; number += 1) await turn();
    expect(settled).toBe(false);
    finish();
    await Promise.all([exchange, quiet]);
    expect(settled).toBe(true);
  });
});
