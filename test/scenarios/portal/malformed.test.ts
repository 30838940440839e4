import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { transportName } from '#device-sim/mobile-plans/index';
import type { TraceName } from '#shared/runtime/trace';

import { anyMessage } from '../../device-sim/mobile-plans/any-message.ts';
import { openLab } from '../../lab/control/support.ts';
import { Customer } from '../../support/customer.ts';

const messages = 6_000;
const frames = 4_000;

/** What a message may come to; each is an event of the trace. */
const outcomes: ReadonlySet<TraceName> = new Set(['finding', 'host.call', 'wire']);

/** Frames of a page that are none of the script's, or its envelope around anything. */
const frame = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets)),
  fc.json(),
  fc
    .record({ number: fc.oneof(fc.integer(), fc.string()), text: fc.anything() })
    .map((it) => JSON.stringify(it)),
  fc.record({ document: fc.anything(), top: fc.boolean() }).map((it) => JSON.stringify(it)),
  fc
    .record({ delivered: fc.integer(), outcome: fc.constantFrom('delivered', 'threw', 'gone', 1) })
    .map((it) => JSON.stringify(it)),
);

describe('a world with a portal and a lab around it', () => {
  it('takes ten thousand malformed messages and frames: each is answered or dropped with a finding', async () => {
    await using lab = await openLab({
      network: {},
      operator: { portal: {} },
      devices: [{ name: 'device-1' }, { name: 'device-2' }],
    });
    const { world, control } = lab;
    const faults: unknown[] = [];
    let noticed = 0;
    world.trace.onAny(({ name, event }) => {
      if (name === 'fault') faults.push(event);
      if (outcomes.has(name)) noticed += 1;
    });

    await using customer = await Customer.enter(world);
    await customer.buy();
    const send = customer.page.globals[transportName] as (message: unknown) => void;
    let dropped = 0;
    for (const message of fc.sample(anyMessage, messages)) {
      const before = noticed;
      send(message);
      // The word of the script for what a callback threw: there is none that it could belong to.
      const thrown = typeof message === 'string' && message.includes('"thrown"');
      if (noticed === before && !thrown) dropped += 1;
    }
    expect(dropped).toBe(0);

    const tag = new URL(control.scriptTag('device-2'));
    await fetch(tag);
    const url = `ws://127.0.0.1:${control.port}/mobile-plans${tag.search}`;
    const socket = new WebSocket(url, { origin: 'https://portal.operator.test' });
    let answered = 0;
    await new Promise((resolve) => socket.once('open', resolve));
    const last = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        answered += 1;
        if (data.toString().includes('999999999')) resolve();
      });
    });
    const before = noticed;
    for (const each of fc.sample(frame, frames)) socket.send(each);
    socket.send(JSON.stringify({ document: 'last', href: 'https://portal.operator.test/', top: true }));
    socket.send(JSON.stringify({ number: 999_999_999, text: '{' }));
    await last;
    expect(noticed - before + answered).toBeGreaterThanOrEqual(frames + 2);
    socket.close();
    expect(faults).toEqual([]);

    await using next = await Customer.enter(world);
    await next.resume();
    await next.handOver();
    await next.hears();
    expect((await next.shown()).headline).toBe('You are connected');
    expect((await lab.ask('GET', '/api/health')).status).toBe(200);
    expect(faults).toEqual([]);
  });
});
