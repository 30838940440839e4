import { connect } from 'node:net';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

const origin = 'https://portal.example.test';

let lab: Lab;
const faults: unknown[] = [];
beforeAll(async () => {
  lab = await openLab(
    { devices: [{ name: 'device-1', mobilePlans: { portalUrl: `${origin}/` } }] },
    { trace: { events: 1_000 } },
  );
  lab.world.trace.on('fault', (fault) => faults.push(fault));
  await lab.ask('GET', '/api/health');
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const paths = [
  ['POST', '/api/devices'],
  ['POST', '/api/devices/device-1/download'],
  ['POST', '/api/devices/device-1/apdu'],
  ['PUT', '/api/devices/device-1/default-smdp'],
  ['PATCH', '/api/devices/device-1/profiles/8900101234567890123'],
  ['POST', '/api/orders'],
  ['POST', '/api/orders/8900101234567890123/cancel'],
  ['POST', '/api/clock/advance'],
  ['POST', '/api/misbehave'],
  ['PUT', '/api/network/refusals/everyone'],
] as const;

/** Members with the names that the API knows, and values of any kind. */
const almostRight = fc.record(
  {
    name: fc.anything(),
    activationCode: fc.oneof(fc.string(), fc.anything()),
    smdpUrl: fc.oneof(fc.constant('http://[::1'), fc.anything()),
    nickname: fc.anything(),
    address: fc.oneof(fc.string(), fc.anything()),
    command: fc.oneof(fc.string(), fc.anything()),
    eid: fc.oneof(fc.string(), fc.anything()),
    matchingId: fc.anything(),
    by: fc.oneof(fc.string(), fc.anything()),
    memory: fc.anything(),
    how: fc.anything(),
    for: fc.oneof(fc.string(), fc.anything()),
    at: fc.oneof(fc.string(), fc.anything()),
    refuse: fc.oneof(fc.string(), fc.anything()),
    __proto__: fc.anything(),
  },
  { requiredKeys: [] },
);

describe('malformed input', () => {
  it('is answered with a line, never with a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.oneof(almostRight, fc.anything(), fc.string()),
        async ([method, path], value) => {
          const body = typeof value === 'string' ? value : JSON.stringify(value);
          const { status, json } = await lab.ask(method, path, body);
          expect(status).toBeLessThan(500);
          if (status !== 200) expect(json).toHaveProperty('error');
        },
      ),
      { numRuns: 100 },
    );
    expect(faults).toEqual([]);
  });

  it('in a path is a path that is not there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH', 'PUT'),
        fc.oneof(
          fc.webPath(),
          fc.webPath().map((rest) => `/api/devices${rest}`),
          fc.constant('/api/devices/%/profiles/%zz'),
        ),
        async (method, path) => {
          const { status, json } = await lab.ask(method, path);
          expect(status).toBeLessThan(500);
          if (status !== 200) expect(json).toHaveProperty('error');
        },
      ),
      { numRuns: 100 },
    );
    expect(faults).toEqual([]);
  });

  it('in web socket frames ends that socket and no other', async () => {
    const ask = [
      `GET /api/trace HTTP/1.1`,
      `Host: 127.0.0.1:${lab.control.port}`,
      `Authorization: Bearer ${lab.control.token}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ].join('\r\n');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 200 }), async (octets) => {
        await new Promise<void>((resolve) => {
          const socket = connect(lab.control.port, '127.0.0.1', () => {
            socket.write(`${ask}\r\n\r\n`);
            socket.write(octets);
            // What is no whole frame is waited for; whoever sent it goes.
            socket.end();
          });
          socket.on('error', () => undefined);
          socket.resume();
          socket.once('close', () => {
            resolve();
          });
        });
      }),
      { numRuns: 100 },
    );
    expect((await lab.ask('GET', '/api/health')).status).toBe(200);
    expect(faults).toEqual([]);
  });

  it.each([
    ['no key', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13'],
    ['another protocol', 'Upgrade: h2c\r\nConnection: Upgrade'],
    ['an unknown version', 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99'],
  ])('in a handshake (%s) is refused with 4xx', async (_what, lines) => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(lab.control.port, '127.0.0.1');
      let text = '';
      socket.on('data', (part) => (text += part.toString()));
      socket.once('close', () => {
        resolve(text);
      });
      socket.write(
        `GET /api/trace HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${lab.control.token}\r\n${lines}\r\n\r\n`,
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('of a page, ten thousand times, is dropped with a finding each', async () => {
    const tag = new URL(lab.control.scriptTag('device-1'));
    await fetch(tag);
    const url = `ws://127.0.0.1:${lab.control.port}/mobile-plans${tag.search}`;
    const socket = new WebSocket(url, { origin });
    await new Promise((resolve) => socket.once('open', resolve));
    let findings = 0;
    const heard = new Promise<void>((resolve) => {
      lab.world.trace.on('finding', () => {
        findings += 1;
        if (findings === 10_000) resolve();
      });
    });
    const messages = ['', '{', 'null', '[]', '{"number":-1}', '{"delivered":"x"}', '\u0000', 'x'.repeat(500)];
    for (let count = 0; count < 10_000; count += 1) socket.send(messages[count % messages.length] ?? '');
    await heard;
    expect(faults).toEqual([]);
    socket.close();
  });

  it('of a page in the words of the script is answered or dropped', async () => {
    const tag = new URL(lab.control.scriptTag('device-1'));
    await fetch(tag);
    const url = `ws://127.0.0.1:${lab.control.port}/mobile-plans${tag.search}`;
    const socket = new WebSocket(url, { origin });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ document: 'a', href: `${origin}/`, top: true }));
    const some = fc.sample(
      fc.record(
        {
          kind: fc.constantFrom('call', 'script', 'looked', 'noticed', 'thrown', 'other'),
          document: fc.oneof(fc.constant('a'), fc.anything()),
          number: fc.oneof(fc.nat(20), fc.anything()),
          object: fc.oneof(fc.constant('MobilePlans'), fc.anything()),
          name: fc.oneof(fc.constant('notifyBalanceAddition'), fc.anything()),
          arguments: fc.anything(),
        },
        { requiredKeys: ['kind'] },
      ),
      300,
    );
    for (const [index, message] of some.entries())
      socket.send(JSON.stringify({ number: index + 1, text: JSON.stringify(message) }));
    const taken = await new Promise<number>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const told = JSON.parse(data.toString()) as { taken?: number };
        if (told.taken === some.length) resolve(told.taken);
      });
    });
    expect(taken).toBe(300);
    expect(faults).toEqual([]);
    socket.close();
  });
});
