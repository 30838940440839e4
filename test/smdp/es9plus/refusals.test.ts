import { describe, expect, it } from 'vitest';
import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

import { openBench } from '../bench.ts';
import { openOperatorBench } from '../es2plus/crafted-operator.ts';
import type { ProvokedByOperator } from '../es2plus/provoked-refusals.ts';
import { provokedEs2plus } from '../es2plus/provoked-refusals.ts';
import { provokedEs9plus } from './provoked-refusals.ts';
import type { Provoked } from './provoked-refusals.ts';

type Row<Way> = readonly [said: string, called: string, refusal: string, way: Way];

/** Each way by its function and its refusal. */
function rowsOf<Way>(
  byFunction: Readonly<Record<string, Readonly<Record<string, Way>>>>,
): readonly Row<Way>[] {
  return Object.entries(byFunction).flatMap(([called, ways]) =>
    Object.entries(ways).map(([name, way]) => [`${called} ${name}`, called, name, way] as const),
  );
}

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
});

/** Whether a test had the server refuse, instead of bringing it about. */
const wasOrdered = ({ detail }: { readonly detail?: string | undefined }): boolean => detail === 'ordered';

describe('a refusal of ES9+', () => {
  it.each(rowsOf<Provoked>(provokedEs9plus))(
    '%s is answered with its codes, and told in the trace by its name',
    async (_said, called, name, way) => {
      await using bench = await openBench(way.bench);
      expect(await way.outcome(bench)).toBe(codesOf(name));
      expect(bench.events('es9plus.refused').at(-1)).toMatchObject({ function: called, refusal: name });
      expect(bench.events('es9plus.refused').filter(wasOrdered)).toEqual([]);
    },
  );
});

describe('a refusal of ES2+', () => {
  it.each(rowsOf<ProvokedByOperator>(provokedEs2plus))(
    '%s is answered with its codes, and told in the trace by its name',
    async (_said, called, name, provoke) => {
      await using it = await openOperatorBench();
      expect(await provoke(it)).toBe(codesOf(name));
      expect(it.bench.events('es2plus.refused').at(-1)).toMatchObject({ function: called, refusal: name });
      expect(it.bench.events('es2plus.refused').filter(wasOrdered)).toEqual([]);
    },
  );
});
