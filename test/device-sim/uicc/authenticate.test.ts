import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import type { AkaFunctions } from '#shared/crypto/aka-functions';
import { milenage } from '#shared/crypto/milenage';
import { tuak } from '#shared/crypto/tuak';
import { xor } from '#shared/crypto/xor-into';
import { xorTestAlgorithm } from '#shared/crypto/xor';

import { vectors } from '../../support/vectors.ts';
import type { ProfileWanted } from './bench.ts';
import { key, openBench, usimAid, withAka } from './bench.ts';

const rand = '11'.repeat(16);
const zeroes = new Uint8Array(16);
/** Success of the worked example of network.md §3: SQN 000000000020. */
const example = {
  autn: 'B0B64E3CF808800037BDAF47982B40C3',
  answer: 'DB088D82D13F7E9F878F108D919B168D142BD5115895B155FBC5421007EF9140F9E27E80CE16A20932BBEBAC',
};

/** AUTN of a network that has the key. */
function autnOf(functions: AkaFunctions, sqn: string, challenge = rand, amf = '8000'): string {
  const octets = fromHex(challenge);
  const { ak } = functions.f2345(octets);
  const mac = functions.f1(octets, fromHex(sqn), fromHex(amf));
  return toHex(concat(xor(fromHex(sqn), ak), fromHex(amf), mac));
}
const ours = (sqn: string, amf?: string): string => autnOf(milenage({ k: key, opc: zeroes }), sqn, rand, amf);

/** SQN from SEQ and IND. */
const sqnOf = (seq: number, ind: number): string => (seq * 32 + ind).toString(16).padStart(12, '0');

async function openUsim(wanted: ProfileWanted = {}) {
  const bench = await openBench(wanted);
  await bench.selectUsim();
  return bench;
}

describe('AUTHENTICATE in the 3G context', () => {
  it('success, octet by octet; the answer waits for GET RESPONSE', async () => {
    await using bench = await openUsim();
    expect(await bench.apdu(`008800812210${rand}10${example.autn}00`)).toBe('612C');
    expect(await bench.apdu('00C000002C')).toBe(`${example.answer}9000`);
  });

  it('the same without Le', async () => {
    await using bench = await openUsim();
    expect(await bench.apdu(`008800812210${rand}10${example.autn}`)).toBe('612C');
  });

  it('Kc comes along when EF.UST has service 27', async () => {
    await using bench = await openUsim();
    await bench.verify('0A', '3535353535353535');
    await bench.select('6F38');
    expect(await bench.apdu('00D600030104')).toBe('9000');
    const { data } = await bench.authenticate(rand, example.autn);
    const [ck, ik] = ['8D919B168D142BD5115895B155FBC542', '07EF9140F9E27E80CE16A20932BBEBAC'];
    const kc = xor(
      xor(fromHex(ck.slice(0, 16)), fromHex(ck.slice(16))),
      xor(fromHex(ik.slice(0, 16)), fromHex(ik.slice(16))),
    );
    expect(toHex(data)).toBe(`${example.answer}08${toHex(kc)}`);
    expect(data).toHaveLength(0x35);
  });

  it('a replay is answered by AUTS with the highest number', async () => {
    await using bench = await openUsim();
    await bench.authenticate(rand, ours('000000000040'));
    const { data, sw } = await bench.authenticate(rand, example.autn);
    expect([toHex(data), sw]).toEqual(['DC0E7B95846F80B80B59AE61B615710E', '9000']);
    const again = await bench.authenticate(rand, ours('000000000040'));
    expect(toHex(again.data)).toBe('DC0E7B95846F80B80B59AE61B615710E');
  });

  it('the network finds SQN_MS in AUTS and goes on from there', async () => {
    await using bench = await openUsim();
    const functions = milenage({ k: key, opc: zeroes });
    await bench.authenticate(rand, ours(sqnOf(500, 3)));
    const { data } = await bench.authenticate(rand, ours(sqnOf(400, 3)));
    const auts = data.slice(2);
    const sqnMs = xor(auts.slice(0, 6), functions.f5Star(fromHex(rand)));
    expect(toHex(sqnMs)).toBe(sqnOf(500, 3).toUpperCase());
    expect(toHex(auts.slice(6))).toBe(toHex(functions.f1Star(fromHex(rand), sqnMs, fromHex('0000'))));
    expect(toHex((await bench.authenticate(rand, ours(sqnOf(501, 3)))).data)).toMatch(/^DB08/);
  });

  it('MAC comes first: a wrong one is 9862 even with an old number, and costs no number', async () => {
    await using bench = await openUsim();
    const wrong = example.autn.replace(/C3$/, 'C2');
    expect((await bench.authenticate(rand, wrong)).sw).toBe('9862');
    expect((await bench.authenticate(rand, example.autn)).sw).toBe('9000');
    expect((await bench.authenticate(rand, wrong)).sw).toBe('9862');
    expect((await bench.authenticate('22'.repeat(16), example.autn)).sw).toBe('9862');
  });

  it('an AMF that was changed on the way is a wrong MAC; the separation bit is not the card’s business', async () => {
    await using bench = await openUsim();
    expect((await bench.authenticate(rand, ours('000000000020', '0000'))).sw).toBe('9000');
    const changed = ours('000000000040').replace('8000', '0000');
    expect((await bench.authenticate(rand, changed)).sw).toBe('9862');
  });

  it('each IND has a number of its own: older ones of another IND are fresh', async () => {
    await using bench = await openUsim();
    const kinds: string[] = [];
    for (const [seq, ind] of [
      [5, 1],
      [3, 2],
      [3, 2],
      [4, 2],
      [5, 1],
      [6, 1],
      [1, 31],
    ] as const) {
      const { data } = await bench.authenticate(rand, ours(sqnOf(seq, ind)));
      kinds.push(toHex(data.slice(0, 1)));
    }
    expect(kinds).toEqual(['DB', 'DB', 'DC', 'DB', 'DC', 'DB', 'DB']);
  });

  it('a number more than 2^28 beyond the highest is refused', async () => {
    await using bench = await openUsim();
    const far = 2 ** 28;
    expect(toHex((await bench.authenticate(rand, ours(sqnOf(far + 1, 0)))).data)).toMatch(/^DC0E/);
    expect(toHex((await bench.authenticate(rand, ours(sqnOf(far, 0)))).data)).toMatch(/^DB08/);
    expect(toHex((await bench.authenticate(rand, ours(sqnOf(2 * far, 0)))).data)).toMatch(/^DB08/);
  });

  it('sqnDelta, sqnInit and authCounterMax of the profile count', async () => {
    await using bench = await openUsim({
      elements: withAka((parameter) => {
        const { algoParameter } = parameter.algoConfiguration;
        return {
          ...parameter,
          ...(algoParameter && {
            algoConfiguration: { algoParameter: { ...algoParameter, authCounterMax: fromHex('000004') } },
          }),
          sqnDelta: fromHex('000000000010'),
          sqnInit: Array.from({ length: 32 }, (_, ind) =>
            fromHex(ind === 7 ? '000000000100' : '000000000000'),
          ),
        };
      }),
    });
    const answers: string[] = [];
    for (const sqn of [sqnOf(0x111, 0), sqnOf(0x110, 0), sqnOf(0x100, 7), sqnOf(0x101, 7), sqnOf(0x102, 7)]) {
      const { data, sw } = await bench.authenticate(rand, ours(sqn));
      answers.push(toHex(data.slice(0, 1)) + sw);
    }
    expect(answers).toEqual(['DC9000', 'DB9000', 'DC9000', 'DB9000', '6985']);
    await bench.card.powerCycle();
    await bench.selectUsim();
    expect((await bench.authenticate(rand, ours(sqnOf(0x103, 7)))).sw).toBe('6985');
  });

  it.each([
    ['RAND alone', `008800811110${rand}`, '6700'],
    ['no data', '00880081', '6700'],
    ['an octet too many', `008800812310${rand}10${example.autn}FF`, '6700'],
    ['a RAND of another length', `008800812211${rand}10${example.autn}`, '6A80'],
    ['an AUTN of another length', `008800812210${rand}0F${example.autn}`, '6A80'],
    ['a P1', `008801812210${rand}10${example.autn}`, '6A86'],
    ['an unknown context', `008800842210${rand}10${example.autn}`, '6A86'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openUsim();
    expect(await bench.sw(command)).toBe(sw);
  });

  it('without an active application it is 6985', async () => {
    await using bench = await openBench();
    expect((await bench.authenticate(rand, example.autn)).sw).toBe('6985');
    await bench.selectUsim();
    await bench.select('3F00');
    expect((await bench.authenticate(rand, example.autn)).sw).toBe('9000');
    await bench.sw(`00A4044C0C${usimAid}`);
    expect((await bench.authenticate(rand, ours('000000000040'))).sw).toBe('6985');
  });
});

describe('AUTHENTICATE in the GSM context', () => {
  it('is 9864 without service 27', async () => {
    await using bench = await openUsim();
    expect(await bench.sw(`008800801110${rand}00`)).toBe('9864');
    expect(await bench.sw(`008800802210${rand}10${example.autn}00`)).toBe('6700');
  });

  it('answers SRES and Kc with it', async () => {
    await using bench = await openUsim();
    await bench.verify('0A', '3535353535353535');
    await bench.select('6F38');
    await bench.apdu('00D600030104');
    const { ck, ik, res } = milenage({ k: key, opc: zeroes }).f2345(fromHex(rand));
    const kc = [ck.slice(0, 8), ck.slice(8), ik.slice(0, 8), ik.slice(8)].reduce<Bytes>(
      xor,
      new Uint8Array(8),
    );
    const sres = xor(res.slice(0, 4), res.slice(4));
    expect(await bench.data(`008800801110${rand}00`)).toBe(`04${toHex(sres)}08${toHex(kc)}`);
  });
});

describe('the algorithms', () => {
  it('the test algorithm (saip.md §8): first eight octets of RES, and AUTS', async () => {
    await using bench = await openUsim({ values: { algorithm: 'xor' } });
    const { data } = await bench.authenticate(rand, '12151417163980001110131215349716');
    expect(toHex(data)).toBe(
      'DB08111013121514171610' +
        '1013121514171619181B1A1D1C1F1E11' +
        '10' +
        '13121514171619181B1A1D1C1F1E1110',
    );
    const functions = xorTestAlgorithm({ k: key });
    await bench.authenticate(rand, autnOf(functions, '000000000040'));
    const replay = await bench.authenticate(rand, '12151417163980001110131215349716');
    expect(toHex(replay.data)).toBe('DC0E1215141716591110131215541716');
  });

  it('TUAK with keys of 16 and of 32 octets', async () => {
    for (const k of [key, filled(32, 0x5a)]) {
      const topc = filled(32, 0x3c);
      await using bench = await openUsim({ values: { algorithm: 'tuak', k, opc: topc } });
      const functions = tuak({ k, topc });
      const { res, ck, ik } = functions.f2345(fromHex(rand));
      const { data } = await bench.authenticate(rand, autnOf(functions, '000000000020'));
      expect(toHex(data)).toBe(`DB08${toHex(res)}10${toHex(ck)}10${toHex(ik)}`);
    }
  });

  it('rotations and constants of the profile are used', async () => {
    const rotations = fromHex('0008101820');
    const constants = filled(80, 0x77);
    await using bench = await openUsim({
      elements: withAka((parameter) => {
        const { algoParameter } = parameter.algoConfiguration;
        return {
          ...parameter,
          ...(algoParameter && {
            algoConfiguration: {
              algoParameter: { ...algoParameter, rotationConstants: rotations, xoringConstants: constants },
            },
          }),
        };
      }),
    });
    const functions = milenage({ k: key, opc: zeroes, rotations, constants });
    expect((await bench.authenticate(rand, example.autn)).sw).toBe('9862');
    expect((await bench.authenticate(rand, autnOf(functions, '000000000020'))).sw).toBe('9000');
  });
});

describe('keys that no algorithm can use', () => {
  it.each([
    ['K of 32 octets for Milenage', { key: new Uint8Array(32) }],
    ['OPc of 15 octets', { opc: new Uint8Array(15) }],
    ['a rotation by half an octet', { rotationConstants: fromHex('4000204064') }],
    ['TUAK with TOPc of 16 octets', { algorithmID: 2 }],
  ])('%s: 6985, and the card goes on', async (_, changed) => {
    await using bench = await openUsim({
      elements: withAka((parameter) => {
        const { algoParameter } = parameter.algoConfiguration;
        return algoParameter === undefined
          ? parameter
          : { ...parameter, algoConfiguration: { algoParameter: { ...algoParameter, ...changed } } };
      }),
    });
    expect((await bench.authenticate(rand, example.autn)).sw).toBe('6985');
    expect(await bench.sw('00B0870009')).toBe('9000');
  });
});

/** A test set of TS 35.207. */
type MilenageSet = Readonly<
  Record<'K' | 'RAND' | 'SQN' | 'AMF' | 'OPc' | 'f1' | 'f2' | 'f3' | 'f4' | 'f5', string>
>;

describe.skipIf(!vectors.available)('the Milenage test sets of TS 35.207 through AUTHENTICATE', () => {
  it('give RES, CK and IK, or 9862 for another AMF', async () => {
    for (const set of milenageSets()) {
      // The numbers of the sets are far ahead: the profile begins just before them.
      const seq = Math.floor(Number.parseInt(set.SQN, 16) / 32);
      const before = (seq - 1).toString(16).padStart(12, '0');
      await using bench = await openUsim({
        values: { k: fromHex(set.K), opc: fromHex(set.OPc) },
        elements: withAka((parameter) => ({
          ...parameter,
          sqnInit: Array.from({ length: 32 }, (): Bytes => fromHex(before)),
        })),
      });
      const autn = toHex(xor(fromHex(set.SQN), fromHex(set.f5))) + set.AMF + set.f1;
      const { data } = await bench.authenticate(set.RAND, autn);
      expect(toHex(data)).toBe(`DB08${set.f2}10${set.f3}10${set.f4}`.toUpperCase());
      const changed = autn.slice(0, 12) + '0000' + set.f1;
      expect((await bench.authenticate(set.RAND, changed)).sw).toBe('9862');
    }
  });
});

function milenageSets(): readonly MilenageSet[] {
  return (vectors.json('aka/milenage.json') as { readonly sets: readonly MilenageSet[] }).sets;
}
