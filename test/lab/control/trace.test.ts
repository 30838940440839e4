import { WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';

import { followTrace } from '#lab/control/index';
import type { TraceMessage } from '#lab/control/index';
import { milliseconds } from '#shared/runtime/span';

import type { Lab } from './support.ts';
import { openLab, Reading } from './support.ts';

let lab: Lab;
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
});

const finding = (what: string): void => {
  lab.world.trace.emit('finding', { where: 'test', what });
};
const numbers = (messages: readonly TraceMessage[]): number[] =>
  messages.flatMap((message) => ('number' in message ? [message.number] : []));

describe('the trace of a lab', () => {
  it('tells every event in order, octets in hex, dated by the clock of the world', async () => {
    lab = await openLab();
    const reading = await Reading.of(lab.control);
    const { activationCode } = await lab.world.desk.order({});
    await lab.world.device().download(activationCode);
    const last = await reading.until((message) => 'name' in message && message.name === 'lpa.downloaded');
    const told = numbers(reading.messages);
    expect(told).toEqual(told.map((_, index) => (told[0] ?? 0) + index));
    expect(last).toMatchObject({ at: expect.stringMatching(/^2026-11-23T09:0.*Z$/) as unknown });
    const apdus = reading.messages.filter((message) => 'name' in message && message.name === 'lpa.apdu');
    expect(apdus[0]).toMatchObject({ event: { command: expect.stringMatching(/^[0-9A-F]+$/) as unknown } });
  });

  it('goes on after the number one has, and says which are gone for good', async () => {
    lab = await openLab({}, { trace: { events: 5 } });
    finding('first');
    const before = (await Reading.of(lab.control)).messages[0] as { hello: { newest: number } };
    const { newest } = before.hello;
    for (let count = 1; count <= 20; count += 1) finding(`${count}`);
    const late = await Reading.of(lab.control, newest + 17);
    await late.until((message) => 'number' in message && message.number === newest + 20);
    expect(numbers(late.messages)).toEqual([newest + 18, newest + 19, newest + 20]);
    const later = await Reading.of(lab.control, newest);
    await later.until((message) => 'number' in message && message.number === newest + 20);
    expect(later.messages[1]).toEqual({ gap: { from: newest + 1, to: newest + 15 } });
    expect(numbers(later.messages)).toEqual([16, 17, 18, 19, 20].map((number) => newest + number));
  });

  it('begins anew for a reader that was at a lab before this one', async () => {
    lab = await openLab({}, { trace: { events: 3 } });
    finding('one');
    const { messages } = await Reading.of(lab.control, 999_999);
    expect(messages[0]).toHaveProperty('hello');
  });

  it('keeps no more octets than it is given, whatever the number of events', async () => {
    lab = await openLab({}, { trace: { octets: 5_000 } });
    for (let count = 0; count < 20; count += 1) finding('x'.repeat(1_000));
    const { messages } = await Reading.of(lab.control, 0);
    const { hello } = messages[0] as { hello: { oldest: number; newest: number } };
    expect(hello.newest - hello.oldest).toBeLessThan(5);
  });

  it('tells no secret, and of an error no stack', async () => {
    lab = await openLab();
    const reading = await Reading.of(lab.control);
    lab.world.trace.emit('fault', {
      where: 'test',
      error: Object.assign(new Error('broken'), { token: 'T0KEN', k: 'KEY' }),
    });
    const fault = await reading.until((message) => 'name' in message && message.name === 'fault');
    expect(JSON.stringify(fault)).toContain('broken');
    expect(JSON.stringify(fault)).not.toMatch(/T0KEN|KEY|stack|\.ts/);
  });

  it('cuts a reader that is too slow, and tells it where to go on', async () => {
    lab = await openLab({}, { trace: { events: 100 } });
    const socket = new WebSocket(`${lab.control.url.replace('http', 'ws')}/api/trace`, {
      headers: { authorization: `Bearer ${lab.control.token}` },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.pause();
    const ended = new Promise<{ code: number; reason: string }>((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
      });
    });
    for (let count = 0; count < 3_000; count += 1) {
      finding('x'.repeat(10_000));
      if (count % 100 === 0) await Promise.resolve();
    }
    socket.resume();
    expect(await ended).toEqual({
      code: 1013,
      reason: expect.stringMatching(/^too slow; connect again with \?after=\d+$/) as unknown,
    });
  });

  it('ends a reader that does not answer its pings', async () => {
    lab = await openLab({}, { sockets: { heartbeat: milliseconds(20) } });
    const socket = new WebSocket(`${lab.control.url.replace('http', 'ws')}/api/trace`, {
      headers: { authorization: `Bearer ${lab.control.token}` },
      autoPong: false,
    });
    const code = await new Promise<number>((resolve) => {
      socket.once('close', resolve);
    });
    expect(code).toBe(1006);
  });

  it('ends with the lab, and says so', async () => {
    lab = await openLab();
    const followed = await followTrace(lab.control, () => undefined);
    await lab.control.close();
    expect(await followed.ended).toBe('the lab has ended');
  });
});

describe('who may read the trace', () => {
  const refused = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${lab.control.url.replace('http', 'ws')}${path}`, { headers });
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode);
        response.destroy();
      });
      socket.once('open', () => {
        resolve('open');
        socket.terminate();
      });
      socket.on('error', () => undefined);
    });

  it('asks for the token, the own name and the own origin, and names what it does not know', async () => {
    lab = await openLab();
    const bearer = { authorization: `Bearer ${lab.control.token}` };
    const token = `token=${lab.control.token}`;
    expect(await refused('/api/trace')).toBe(401);
    expect(await refused('/api/trace', { authorization: 'Bearer x' })).toBe(401);
    expect(await refused('/api/trace?token=x')).toBe(401);
    expect(await refused('/api/trace', { ...bearer, host: 'evil.example' })).toBe(403);
    expect(await refused('/api/trace', { ...bearer, origin: 'http://evil.example' })).toBe(403);
    expect(await refused('/api/trace?after=x', bearer)).toBe(400);
    expect(await refused('/api/traces', bearer)).toBe(404);
    expect(await refused(`/api/trace?${token}`)).toBe('open');
    expect(await refused('/api/trace', bearer)).toBe('open');
  });

  it('takes only so many at a time', async () => {
    lab = await openLab({}, { sockets: { sockets: 1 } });
    const first = await followTrace(lab.control, () => undefined);
    await expect(followTrace(lab.control, () => undefined)).rejects.toThrow(/no trace: .*429/);
    first.close();
  });

  it('is read, not written', async () => {
    lab = await openLab();
    const socket = new WebSocket(`${lab.control.url.replace('http', 'ws')}/api/trace`, {
      headers: { authorization: `Bearer ${lab.control.token}` },
    });
    socket.once('open', () => {
      socket.send('hello');
    });
    const closed = await new Promise<string>((resolve) => {
      socket.once('close', (code, reason) => {
        resolve(`${code} ${reason.toString()}`);
      });
    });
    expect(closed).toBe('1008 the trace is read, not written');
  });
});
