import { describe, expect, it } from 'vitest';
import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

import { openBench } from '../bench.ts';
import { openOperatorBench } from '../es2plus/crafted-operator.ts';
import { provokedEs2plus } from '../es2plus/provoked-refusals.ts';
import { provokedEs9plus } from './provoked-refusals.ts';
import type { Provoked } from './provoked-refusals.ts';

/** Refusals that no answer of ours has, and why. */
const ofOthers: Readonly<Partial<Record<RefusalName, string>>> = {
  iccidLinkedElsewhere: 'no function of ES2+ that is here has it; other servers send it',
};

const codesOf = (name: string): string => {
  const { subject, reason } = refusals[name as RefusalName];
  return `${subject}/${reason}`;
};

describe('the refusal table', () => {
  it('has no code pair twice, so that a pair has one name', () => {
    const pairs = Object.keys(refusals).map(codesOf);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('has codes as text: 4.10 is not 4.1', () => {
    for (const { subject, reason } of Object.values(refusals)) {
      expect(subject).toMatch(/^\d+(\.\d+)*$/);
      expect(reason).toMatch(/^\d+\.\d+$/);
    }
    expect(refusals.downloadOrderExpired.reason).toBe('4.10');
  });

  it('has a way to each refusal, or a reason why there is none', () => {
    const ways = [provokedEs9plus, provokedEs2plus, ofOthers].flatMap((names) => Object.keys(names));
    expect(ways.sort()).toEqual(Object.keys(refusals).sort());
  });
});

describe('a refusal of ES9+', () => {
  const ways: readonly (readonly [string, Provoked])[] = Object.entries(provokedEs9plus);
  it.each(ways)('%s is answered with its codes, and told in the trace by its name', async (name, way) => {
    await using bench = await openBench(way.bench);
    expect(await way.outcome(bench)).toBe(codesOf(name));
    expect(bench.events('es9plus.refused').at(-1)).toMatchObject({ refusal: name });
  });
});

describe('a refusal of ES2+', () => {
  it.each(Object.entries(provokedEs2plus))(
    '%s is answered with its codes, and told in the trace by its name',
    async (name, provoke) => {
      await using it = await openOperatorBench();
      expect(await provoke(it)).toBe(codesOf(name));
      expect(it.bench.events('es2plus.refused').at(-1)).toMatchObject({ refusal: name });
    },
  );
});
