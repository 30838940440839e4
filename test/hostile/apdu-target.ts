import type { Bytes } from '#shared/bytes/bytes';
import { chunks, concat, fromHex } from '#shared/bytes/bytes';

import type { Bench } from '../device-sim/euicc/bench.ts';
import type { Chance } from './chance.ts';
import { CardMaker, expectCardWorks, transmitSoundly } from './hostile-card.ts';
import { mutateDer } from './der-mutations.ts';
import { mutateOctets } from './octet-mutations.ts';
import type { Target, Targets } from './target.ts';

const isdr = 'A0000005591010FFFFFFFF8900000100';

const commands = [
  'BF2E00',
  'BF2000',
  'BF2200',
  'BF2D00',
  'BF3C00',
  'BF3E035C015A',
  'BF2800',
  'BF2B00',
  'BF4300',
  'BF3111A00C5A0A98001032547698103214810100',
  'BF3211A00C5A0A98001032547698103214810100',
  'BF36820400BF2310',
].map((hex) => fromHex(hex));

const apdus = [
  `00A4040010${isdr}`,
  `01A4040010${isdr}00`,
  `02A4040405A000000559`,
  `41A4040010${isdr}00`,
  '00A40004023F0000',
  '00A4000C027FFF',
  '00A40804027F20',
  '00B0000010',
  '00B2010400',
  '00F2000000',
  '80F2000000',
  '0070000001',
  '0170000001',
  '00700005',
  '0070800100',
  '0070801300',
  '00C0000000',
  '80C0000010',
  '81C0000000',
  '80E211000100',
  '80E2910000',
  '80E2110000',
  '80E29100',
  '8012000000',
  '8010000008FFFFFFFF7F0D0000',
  '8014000003810301',
  '00880081',
  '0020000108313233342020FFFF',
  '002C00010031',
  '80AA000000',
].map((hex) => fromHex(hex));

/** One APDU of a script, `[]` for a reset. */
function anApdu(chance: Chance): Bytes[] {
  switch (chance.below(8)) {
    case 0:
      return [new Uint8Array()];
    case 1:
      return [chance.pick(apdus)];
    case 2:
      return [mutateOctets(chance, chance.pick(apdus)).slice(0, 255)];
    case 3:
      return [chance.octets(24)];
    default:
      return chain(chance);
  }
}

/** A command in blocks, a few of which are numbered, marked, cut, left out or sent twice as they should not be. */
function chain(chance: Chance): Bytes[] {
  const whole = chance.pick(commands);
  const command = chance.oneIn(2) ? mutateDer(chance, whole).slice(0, 600) : whole;
  const blocks = chunks(command, chance.pick([1, 2, 6, 120, 250]));
  const channel = chance.pick([0x80, 0x80, 0x80, 0x81, 0x82, 0xc0, 0x84, 0x90]);
  const wrong = chance.below(10);
  return blocks.slice(0, 40).flatMap((block, index) => {
    const last = index === blocks.length - 1;
    const p1 = wrong === 0 ? chance.octet() : wrong === 1 && last ? 0x11 : last ? 0x91 : 0x11;
    const p2 = wrong === 2 ? chance.octet() : wrong === 3 && last ? index + 1 : index;
    const length = wrong === 4 && last ? chance.octet() : block.length;
    const apdu = concat(Uint8Array.of(channel, 0xe2, p1, p2 & 0xff, length), block);
    if (wrong === 5 && chance.oneIn(3)) return [];
    if (wrong === 6 && chance.oneIn(3)) return [apdu, apdu];
    if (wrong === 7 && chance.oneIn(3)) return [apdu, chance.pick(apdus)];
    if (wrong === 8 && last) return [apdu, new Uint8Array()];
    return [apdu];
  });
}

/** A script is kept as one run of octets: each APDU behind its length, a reset as 00. */
const asOctets = (script: readonly Bytes[]): Bytes =>
  concat(...script.map((apdu) => concat(Uint8Array.of(apdu.length), apdu)));

function asScript(octets: Bytes): Bytes[] {
  const script: Bytes[] = [];
  for (let at = 0; at < octets.length;) {
    const length = octets[at] ?? 0;
    script.push(octets.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return script;
}

/** Scripts of APDUs and resets, on all channels. */
export async function apduTargets(): Promise<Targets> {
  const maker = await CardMaker.make();
  let bench: Bench | undefined;
  let inputs = 0;
  const target: Target = {
    name: 'card.apdus',
    prepare: async (chance) => {
      if (bench === undefined || inputs % 500 === 0) bench = await maker.anew();
      inputs += 1;
      const script = Array.from({ length: 1 + chance.below(6) }, () => anApdu(chance)).flat();
      return asOctets([...(chance.oneIn(2) ? [fromHex(`00A4040010${isdr}`)] : []), ...script]);
    },
    send: async (input) => {
      bench ??= await maker.anew();
      for (const apdu of asScript(input)) {
        if (apdu.length > 0) await transmitSoundly(bench, apdu);
        else await bench.euicc.reset();
      }
    },
    expectHealthy: async () => {
      if (bench !== undefined) await expectCardWorks(bench);
      bench = undefined;
    },
  };
  return { targets: [target], [Symbol.asyncDispose]: async () => undefined };
}
