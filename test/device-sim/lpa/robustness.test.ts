import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { diagnose, DownloadFailed } from '#device-sim/lpa/index';
import { concat, toUtf8 } from '#shared/bytes/bytes';

import { Bench } from './bench.ts';
import { result, status } from './scripted-card.ts';
import type { Json } from './scripted-server.ts';
import { executed } from './scripted-server.ts';

/** The outcome of a download, with every error that is not a typed one thrown. */
async function outcomeOf(bench: Bench): Promise<string> {
  const faults: unknown[] = [];
  bench.trace.on('fault', ({ error }) => faults.push(error));
  const outcome = await bench.download({ confirmationCode: '1' }).then(
    () => 'ok',
    (error: unknown) => {
      if (!(error instanceof DownloadFailed)) throw error;
      return error.stage;
    },
  );
  expect(faults).toEqual([]);
  return outcome;
}

const tags = [
  0xbf20, 0xbf28, 0xbf2e, 0xbf22, 0xbf38, 0xbf21, 0xbf36, 0xa0, 0x86, 0xbf2b, 0xbf30, 0xbf31, 0xbf2d,
];
const names = [
  'initiateAuthentication',
  'authenticateClient',
  'getBoundProfilePackage',
  'handleNotification',
];

/** A copy with some octets changed. */
function damaged(octets: Uint8Array, at: readonly number[], by: number): Uint8Array {
  const copy = octets.slice();
  for (const place of at)
    if (copy.length > 0) copy[place % copy.length] = (copy[place % copy.length] ?? 0) ^ by;
  return copy;
}

const places = fc.array(fc.nat(), { minLength: 1, maxLength: 3 });
const change = fc.integer({ min: 1, max: 255 });

describe('whatever comes, a download ends well or with a typed failure', () => {
  it('any octets from the card', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tags), fc.uint8Array({ maxLength: 60 }), async (tag, octets) => {
        const bench = new Bench();
        bench.card.on(tag, octets);
        expect(await outcomeOf(bench)).toBeTypeOf('string');
      }),
      { numRuns: 100 },
    );
  });

  it('damaged octets from the card', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tags), places, change, async (tag, at, by) => {
        const bench = new Bench();
        const honest = bench.card.answers.get(tag);
        bench.card.on(tag, (command) => {
          const answer = honest?.(command) ?? { sw: 0x6a88 };
          return 'sw' in answer ? answer : damaged(answer, at, by);
        });
        expect(await outcomeOf(bench)).toBeTypeOf('string');
      }),
      { numRuns: 200 },
    );
  });

  it('any answer to the n-th APDU', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 45 }), fc.uint8Array({ maxLength: 4 }), async (n, octets) => {
        const bench = new Bench();
        let count = 0;
        bench.card.intercept = () => (count++ === n ? octets : undefined);
        expect(await outcomeOf(bench)).toBeTypeOf('string');
      }),
      { numRuns: 100 },
    );
  });

  it('any status word in place of any function', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tags), fc.integer({ min: 0, max: 0xffff }), async (tag, sw) => {
        const bench = new Bench();
        bench.card.on(tag, { sw });
        expect(await outcomeOf(bench)).toBeTypeOf('string');
      }),
      { numRuns: 100 },
    );
  });

  it('any JSON from the server', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, json) => {
        const bench = new Bench();
        bench.server.intercept = (call) =>
          call.name === name ? { status: 200, headers: {}, body: toUtf8(JSON.stringify(json)) } : undefined;
        expect(await outcomeOf(bench)).toBeTypeOf('string');
      }),
      { numRuns: 100 },
    );
  });

  it('any octets in any member from the server', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names.slice(0, 3)),
        fc.nat(),
        places,
        change,
        fc.option(fc.base64String(), { nil: undefined }),
        async (name, which, at, by, instead) => {
          const bench = new Bench();
          const honest = bench.server.scripts.get(name);
          bench.server.on(name, (request) =>
            damagedMember(honest?.(request) ?? executed(), which, at, by, instead),
          );
          expect(await outcomeOf(bench)).toBeTypeOf('string');
        },
      ),
      { numRuns: 250 },
    );
  });

  it('any octets as the body of an answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.uint8Array({ maxLength: 30 }),
        fc.integer({ min: 200, max: 599 }),
        async (name, body, code) => {
          const bench = new Bench();
          bench.server.intercept = (call) =>
            call.name === name ? { status: code, headers: {}, body } : undefined;
          expect(await outcomeOf(bench)).toBeTypeOf('string');
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('whatever comes from the card, the other functions answer or fail with a typed error', () => {
  it('any octets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), fc.boolean(), async (octets, raw) => {
        const bench = new Bench();
        for (const tag of [0xbf3e, 0xbf3c, 0xbf22, 0xbf2d, 0xbf28, 0xbf34])
          bench.card.on(tag, raw ? octets : concat(result(tag, 0), octets));
        const { lpa } = bench;
        for (const work of [
          () => lpa.eid(),
          () => lpa.addresses(),
          () => lpa.info(),
          () => lpa.profiles(),
          () => lpa.notifications(),
        ]) {
          const error: unknown = await work().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error === undefined || diagnose(error) !== undefined).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a status word alone for everything', async () => {
    const bench = new Bench();
    bench.card.intercept = () => status(0x6f00);
    await expect(bench.lpa.eid()).rejects.toMatchObject({ sw: 0x6f00 });
  });
});

function damagedMember(
  answer: Json,
  which: number,
  at: readonly number[],
  by: number,
  instead: string | undefined,
): Json {
  const members = Object.keys(answer).filter(
    (name) => typeof answer[name] === 'string' && name !== 'transactionId',
  );
  const name = members[which % Math.max(members.length, 1)];
  if (name === undefined) return answer;
  if (instead !== undefined) return { ...answer, [name]: instead };
  const octets = new Uint8Array(Buffer.from(String(answer[name]), 'base64'));
  return { ...answer, [name]: Buffer.from(damaged(octets, at, by)).toString('base64') };
}
