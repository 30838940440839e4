import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '#shared/runtime/clock';
import type { Clock } from '#shared/runtime/clock';
import { turn } from '#shared/runtime/clock/quiet-turns';
import { instant, milliseconds } from '#shared/runtime/span';

/** A program of exchanges: what it does, and how long that must take in virtual time. */
type Program =
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'busy'; readonly turns: number }
  | { readonly kind: 'exchange'; readonly body: Program }
  | { readonly kind: 'far'; readonly body: Program }
  | { readonly kind: 'then'; readonly parts: readonly Program[] }
  | { readonly kind: 'both'; readonly parts: readonly Program[] };

const { program } = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 0, max: 1_000 }) }),
    fc.record({ kind: fc.constant('busy' as const), turns: fc.integer({ min: 5, max: 12 }) }),
    fc.record({ kind: fc.constantFrom('exchange' as const, 'far' as const), body: tie('program') }),
    fc.record({
      kind: fc.constantFrom('then' as const, 'both' as const),
      parts: fc.array(tie('program'), { maxLength: 4 }),
    }),
  ),
}));

function length(of: Program): number {
  switch (of.kind) {
    case 'sleep':
      return of.ms;
    case 'busy':
      return 0;
    case 'exchange':
    case 'far':
      return length(of.body);
    case 'then':
      return of.parts.reduce((sum, part) => sum + length(part), 0);
    case 'both':
      return Math.max(0, ...of.parts.map(length));
  }
}

async function perform(clock: Clock, what: Program): Promise<void> {
  switch (what.kind) {
    case 'sleep':
      return clock.sleep(milliseconds(what.ms));
    case 'busy':
      return clock.exchange('busy', async () => {
        for (let number = 0; number < what.turns; number += 1) await turn();
      });
    case 'exchange':
      return clock.exchange('exchange', () => perform(clock, what.body));
    case 'far':
      return clock.exchange('near end', () => {
        const token = clock.currentExchange() ?? '';
        return clock.aside(() => clock.join(token, () => perform(clock, what.body)));
      });
    case 'then':
      for (const part of what.parts) await perform(clock, part);
      return;
    case 'both':
      await Promise.all(what.parts.map((part) => perform(clock, part)));
  }
}

describe('exchanges', () => {
  it('of whatever shape take exactly as long as their sleeps, and never hang', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(program, { minLength: 2, maxLength: 4 }), async (parts) => {
        const what: Program = { kind: 'exchange', body: { kind: 'both', parts } };
        const clock = virtualClock(instant(0));
        await clock.run(() => perform(clock, what));
        expect(clock.now()).toBe(length(what));
      }),
      { numRuns: 300 },
    );
  });

  it('that outlive the one they were begun in keep the clock until they end', async () => {
    const clock = virtualClock(instant(0));
    const seen: number[] = [];
    let finish: () => void = () => undefined;
    let outliving = Promise.resolve();
    await clock.exchange('outer', async () => {
      outliving = clock.exchange('outliving', async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        seen.push(clock.now());
      });
    });
    const sleeper = clock.sleep(milliseconds(5));
    for (let number = 0; number < 50; number += 1) await turn();
    finish();
    await Promise.all([outliving, sleeper]);
    expect(seen).toEqual([0]);
    expect(clock.now()).toBe(5);
  });

  it('leave their timers behind without moving an idle clock; what those begin stands on its own', async () => {
    const clock = virtualClock(instant(0));
    const tokens: (string | undefined)[] = [];
    await clock.exchange('opens a session', async () => {
      void clock.sleep(milliseconds(10)).then(async () => {
        tokens.push(clock.currentExchange());
        await clock.exchange('expires it', async () => {
          await turn();
          tokens.push(clock.currentExchange());
        });
      });
    });
    for (let number = 0; number < 50; number += 1) await turn();
    expect(clock.now()).toBe(0);
    await clock.advance(milliseconds(20));
    expect(tokens).toEqual([undefined, 'exchange-2']);
    expect(clock.now()).toBe(20);
  });
});
