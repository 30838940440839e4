import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BridgeEnd, MessageSource } from '#device-sim/mobile-plans/index';
import { fromUtf8 } from '#shared/bytes/bytes';

import { anyMessage, call, script } from './any-message.ts';
import { Bench, goodCode } from './bench.ts';

const top: MessageSource = { host: 'portal.operator.test', top: true };

async function opened(): Promise<{ readonly bench: Bench; readonly bridge: BridgeEnd }> {
  const bench = new Bench();
  const launch = await bench.host.launch();
  const bridge = launch.attach({ deliver: () => Promise.resolve('delivered') });
  return { bench, bridge };
}

describe('whatever comes over the bridge', () => {
  it('10,000 malformed messages are each answered or found fault with, and none throws', async () => {
    const { bench, bridge } = await opened();
    let records = 0;
    let unanswered = 0;
    fc.assert(
      fc.property(
        anyMessage,
        fc.constantFrom(top, top, top, { ...top, top: false }, { ...top, host: 'pay.example.com' }),
        (message, from) => {
          bridge.receive(message, from);
          const thrown = typeof message === 'string' && message.includes('"thrown"');
          if (bench.records.length === records && !thrown) unanswered += 1;
          records = bench.records.length;
        },
      ),
      { numRuns: 10_000 },
    );
    await bench.clock.settled();
    expect(unanswered).toBe(0);
    expect(bench.records.filter(({ name }) => name === 'host.call').length).toBeGreaterThan(500);
    expect(bench.faults).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['a number', 4711],
    ['an object', call],
    ['an empty text', ''],
    ['no JSON', '{'],
    ['an array', '[]'],
    ['an unknown kind', JSON.stringify({ ...call, kind: 'cal' })],
    ['an unknown function', JSON.stringify({ ...call, name: 'toString' })],
    ['a function of another object', JSON.stringify({ ...call, object: 'MobilePlans' })],
    ['an unknown object', JSON.stringify({ ...call, object: '__proto__' })],
    ['an unknown property', JSON.stringify({ ...script, property: 'constructor' })],
    ['call 0', JSON.stringify({ ...call, number: 0 })],
    ['call 1.5', JSON.stringify({ ...call, number: 1.5 })],
    ['no arguments', JSON.stringify({ ...call, arguments: undefined })],
    ['too many arguments', JSON.stringify({ ...call, arguments: Array(5).fill('x') })],
    [
      'an argument that the script does not make',
      JSON.stringify({ ...call, arguments: [{ planName: 'x' }] }),
    ],
    [
      'a finding that is not the script’s',
      JSON.stringify({ kind: 'noticed', name: 'codeEmpty', detail: '' }),
    ],
    ['a text that is too long', JSON.stringify({ ...call, arguments: ['x'.repeat(140_000)] })],
    ['great depth', '['.repeat(65_000)],
    [
      'great depth in an argument',
      `{"kind":"script","value":${'{"array":['.repeat(5_000)}${']}'.repeat(5_000)}}`,
    ],
  ])('%s is dropped as malformed', async (_what, message) => {
    const { bench, bridge } = await opened();
    bridge.receive(message, top);
    expect(bench.findings).toEqual(['messageMalformed']);
    expect(bench.host.findings[0]?.what.length).toBeLessThan(300);
    expect(bench.device.codes).toEqual([]);
  });

  it('a call that comes twice is done once', async () => {
    const { bench, bridge } = await opened();
    bridge.receive(JSON.stringify(call), top);
    bridge.receive(JSON.stringify(call), top);
    await bench.clock.settled();
    expect(bench.device.codes).toHaveLength(1);
    expect(bench.findings).toContain('callReplayed');
  });

  it('a call of the document before comes after the navigation, and is done', async () => {
    const { bench, bridge } = await opened();
    bridge.navigated('https://portal.operator.test/next');
    bridge.receive(JSON.stringify(call), top);
    await bench.clock.settled();
    expect(bench.device.codes).toEqual([goodCode]);
  });

  it.each([
    ['a frame', { ...top, top: false }, 'callFromFrame'],
    ['a frame of another host', { host: 'pay.example.com', top: false }, 'callFromFrame'],
    ['another host', { host: 'pay.example.com', top: true }, 'callFromForeignHost'],
    ['another port', { host: 'portal.operator.test:444', top: true }, 'callFromForeignHost'],
    ['nowhere', { host: '', top: true }, 'callFromForeignHost'],
  ])('a call from %s is dropped and named', async (_what, from, finding) => {
    const { bench, bridge } = await opened();
    bridge.receive(JSON.stringify(call), from);
    await bench.clock.settled();
    expect(bench.findings).toEqual([finding]);
    expect(bench.host.findings[0]?.what).toContain('notifyProfileDownload');
    expect(bench.device.codes).toEqual([]);
    expect(bench.records.filter(({ name }) => name === 'wire')).toEqual([]);
  });

  it('the host is compared without regard to case', async () => {
    const { bench, bridge } = await opened();
    bridge.receive(JSON.stringify(call), { host: 'Portal.Operator.TEST', top: true });
    await bench.clock.settled();
    expect(bench.device.codes).toEqual([goodCode]);
  });

  it('what a page says cannot break a line of the terminal', async () => {
    const { bench, bridge } = await opened();
    const detail = 'a\r\n\u001b[2Jb\u202ec';
    bridge.receive(JSON.stringify({ kind: 'noticed', name: 'propertyUnknown', detail }), top);
    expect(bench.host.findings[0]?.what).toMatch(/: a \[2Jb c$/);
  });

  it('is the same on the wire whatever tags a browser gives its documents, in Ids too', async () => {
    const [one, other] = [await takenBack('m892t7'), await takenBack('m9u4z0')];
    expect(one).toHaveLength(2);
    expect(one[1]).toMatch(/"document":"1".*"Id","[0-9a-f]{16}-1-1"/);
    expect(other).toEqual(one);
  });
});

/** What goes over the wire when a document with that tag takes a delayed download back. */
async function takenBack(document: string): Promise<readonly string[]> {
  const { bench, bridge } = await opened();
  const delayed = { ...call, document, arguments: [...call.arguments.slice(0, 2), 10] };
  bridge.receive(JSON.stringify(delayed), top);
  const [begun] = bench.records.flatMap((record) => (record.name === 'host.call' ? [record.event.id] : []));
  const context = { members: [['Id', begun]] };
  const cancel = { ...delayed, number: 2, name: 'notifyOperationCancel', arguments: [context] };
  bridge.receive(JSON.stringify(cancel), top);
  await bench.clock.settled();
  expect(bench.findings).not.toContain('cancelOfNothing');
  return bench.records.flatMap((record) => (record.name === 'wire' ? [fromUtf8(record.event.octets)] : []));
}
