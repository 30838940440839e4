import { describe, expect, it } from 'vitest';
import { fromHex } from '#shared/bytes/bytes';
import { steppedClock } from '#shared/runtime/clock';
import { instant, seconds } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';
import type { TraceRecord } from '#shared/runtime/trace';
import { TraceHash } from '#shared/runtime/trace-hash';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    'test.rang': { readonly bell: string };
  }
}

const start = instant('2026-01-01T00:00:00Z');

describe('a trace', () => {
  it('hands each event, typed, to those who asked for its name', () => {
    const trace = new Trace(steppedClock(start));
    const bells: string[] = [];
    const stop = trace.on('test.rang', ({ bell }) => bells.push(bell));
    trace.emit('test.rang', { bell: 'first' });
    trace.emit('finding', { where: 'here', what: 'odd' });
    stop();
    trace.emit('test.rang', { bell: 'second' });
    expect(bells).toEqual(['first']);
  });

  it('numbers and dates its records', async () => {
    const clock = steppedClock(start);
    const trace = new Trace(clock);
    const records: TraceRecord[] = [];
    trace.onAny((record) => records.push(record));
    trace.emit('test.rang', { bell: 'a' });
    await clock.advance(seconds(2));
    trace.emit('test.rang', { bell: 'b' });
    expect(records).toEqual([
      { number: 1, at: start, name: 'test.rang', event: { bell: 'a' } },
      { number: 2, at: start + 2_000, name: 'test.rang', event: { bell: 'b' } },
    ]);
  });
});

describe('the hash of a trace', () => {
  const wire = (lane: string, hex: string, direction = 'command') => ({
    lane,
    direction,
    octets: fromHex(hex),
  });
  const hashOf = (events: ReturnType<typeof wire>[], at = start): string => {
    const trace = new Trace({ now: () => at });
    const hash = new TraceHash(trace);
    for (const event of events) trace.emit('wire', event);
    return hash.digest();
  };
  const base = [
    wire('device-1/ES10', '80E29100'),
    wire('ES9+', '7B7D'),
    wire('device-1/ES10', '9000', 'response'),
  ];

  it('is the same for the same octets, and pinned', () => {
    expect(hashOf(base)).toBe('0864632d1764b203455eaafe47ca9af08839acee8f13ec1013135228c20a713c');
  });

  it('changes when one octet, the direction, the lane or the time changes', () => {
    const others = [
      hashOf([base[0]!, wire('ES9+', '7B7C'), base[2]!]),
      hashOf([base[0]!, wire('ES9+', '7B7D', 'response'), base[2]!]),
      hashOf([base[0]!, wire('ES2+', '7B7D'), base[2]!]),
      hashOf(base, instant(start + 1)),
      hashOf([base[2]!, base[1]!, base[0]!]),
    ];
    expect(new Set([...others, hashOf(base)]).size).toBe(6);
  });

  it('does not depend on how lanes are interleaved, nor on events that are no wire', () => {
    expect(hashOf([base[1]!, base[0]!, base[2]!])).toBe(hashOf(base));
    const trace = new Trace({ now: () => start });
    const hash = new TraceHash(trace);
    for (const event of base) {
      trace.emit('finding', { where: 'x', what: 'y' });
      trace.emit('wire', { ...event, what: 'a label' });
    }
    expect(hash.digest()).toBe(hashOf(base));
  });

  it('keeps records apart: octets moved from one to the next change it', () => {
    expect(hashOf([wire('n', '0102'), wire('n', '03')])).not.toBe(
      hashOf([wire('n', '01'), wire('n', '0203')]),
    );
  });

  it('can be taken in the middle, and stops when closed', () => {
    const trace = new Trace({ now: () => start });
    const hash = new TraceHash(trace);
    for (const event of base) trace.emit('wire', event);
    const middle = hash.digest();
    trace.emit('wire', base[0]!);
    const end = hash.digest();
    hash.close();
    trace.emit('wire', base[0]!);
    expect([middle === hashOf(base), end === middle, hash.digest() === end]).toEqual([true, false, true]);
  });
});
