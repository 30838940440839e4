import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex } from '#shared/bytes/bytes';

import type { Bench } from '../device-sim/euicc/bench.ts';
import type { Chance } from './chance.ts';
import { mutateDer } from './der-mutations.ts';
import type { RightSession } from './hostile-card.ts';
import { CardMaker, expectCardWorks, rightSession, sendSoundly } from './hostile-card.ts';
import type { Target, Targets } from './target.ts';

/** Segments of a right package, one to three things wrong with their order, number or octets. */
function mutateSegments(chance: Chance, right: readonly Bytes[]): readonly Bytes[] {
  const segments = [...right];
  for (let left = chance.pick([1, 1, 2, 3]); left > 0; left -= 1) {
    const index = chance.below(segments.length);
    const segment = segments[index] ?? new Uint8Array();
    switch (chance.below(10)) {
      case 0:
        segments.splice(index, 1);
        break;
      case 1:
        segments.splice(index, 0, segment);
        break;
      case 2:
        segments.push(...segments.splice(index, 1));
        break;
      case 3:
        segments.length = index;
        break;
      case 4:
        segments.splice(index, 2, concat(segment, segments[index + 1] ?? new Uint8Array()));
        break;
      case 5: {
        const cut = chance.below(segment.length);
        segments.splice(index, 1, segment.slice(0, cut), segment.slice(cut));
        break;
      }
      case 6:
        segments.splice(
          index,
          0,
          fromHex(chance.pick(['BF2E00', 'BF2000', 'BF2D00', 'BF3603BF2300', '8600', '880100'])),
        );
        break;
      default:
        segments[index] = mutateDer(chance, segment).slice(0, 4_000);
    }
  }
  return segments.filter(({ length }) => length > 0);
}

const asOctets = (segments: readonly Bytes[]): Bytes =>
  concat(
    ...segments.map((segment) => concat(Uint8Array.of(segment.length >> 8, segment.length & 0xff), segment)),
  );

function asSegments(octets: Bytes): Bytes[] {
  const segments: Bytes[] = [];
  for (let at = 0; at + 2 <= octets.length;) {
    const length = (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
    segments.push(octets.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return segments;
}

/** LoadBoundProfilePackage: a right session, then segments that are wrong; each tenth over the contacts. */
export async function packageTargets(): Promise<Targets> {
  const maker = await CardMaker.make();
  const right = await rightSession(maker);
  let inputs = 0;
  const target: Target = {
    name: 'card.LoadBoundProfilePackage',
    prepare: (chance) => asOctets(mutateSegments(chance, right.segments)),
    send: async (input) => {
      inputs += 1;
      const segments = asSegments(input);
      if (inputs % 10 === 0) await overContacts(maker, right, segments);
      else {
        const card = await maker.inside(right.prepared);
        card.restore();
        for (const segment of segments) await card.execute(segment);
        expectProfilesWhole(card.card.state.profiles.length, card.card.state.registers.loading);
      }
    },
    expectHealthy: async () => {
      const bench = await maker.anew();
      await overContacts(maker, right, right.segments, bench);
      const listed = await bench.es10('BF2D00');
      if (!listed.includes('98001032547698103285'))
        throw new Error(`a right package leaves no Profile: ${listed}`);
      await expectCardWorks(bench);
    },
  };
  return { targets: [target], [Symbol.asyncDispose]: async () => undefined };
}

async function overContacts(
  maker: CardMaker,
  right: RightSession,
  segments: readonly Bytes[],
  bench?: Bench,
): Promise<void> {
  const on = bench ?? (await maker.anew());
  await on.es10('BF2E00');
  await on.es10(right.authenticateServer);
  await on.es10(right.prepareDownload);
  for (const segment of segments) await sendSoundly(on, segment);
}

/** The Profile that was there is there; the new one is there wholly or not at all. */
function expectProfilesWhole(profiles: number, loading: unknown): void {
  if (profiles < 1 || profiles > 2) throw new Error(`the card has ${profiles} Profiles`);
  if (profiles === 2 && loading !== undefined)
    throw new Error('a Profile is there and is still being loaded');
}
