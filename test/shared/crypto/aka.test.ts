import { describe, expect, it } from 'vitest';
import { type Bytes, concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import type { AkaFunctions } from '#shared/crypto/aka-functions';
import { milenage, milenageOpc } from '#shared/crypto/milenage';
import { tuak, tuakTopc } from '#shared/crypto/tuak';
import { xorTestAlgorithm } from '#shared/crypto/xor';
import { xor } from '#shared/crypto/xor-into';
import { vectors } from '../../support/vectors.ts';

const lower = (octets: Bytes) => toHex(octets).toLowerCase();
const k = Uint8Array.from({ length: 16 }, (_, index) => index);
const rand = filled(16, 0x11);
const sqn = fromHex('000000000020');
const amf = fromHex('8000');

/** AUTN and AUTS as network.md §3 puts them together. */
function tokens(functions: AkaFunctions) {
  const { ak } = functions.f2345(rand);
  const sqnMs = fromHex('000000000040');
  return {
    autn: lower(concat(xor(sqn, ak), amf, functions.f1(rand, sqn, amf))),
    auts: lower(concat(xor(sqnMs, functions.f5Star(rand)), functions.f1Star(rand, sqnMs, fromHex('0000')))),
  };
}

describe('Milenage', () => {
  const functions = milenage({ k, opc: new Uint8Array(16) });

  it('gives the worked example of network.md §3', () => {
    const { res, ck, ik, ak } = functions.f2345(rand);
    expect([functions.f1(rand, sqn, amf), ak, res, ck, ik].map(lower)).toEqual([
      '37bdaf47982b40c3',
      'b0b64e3cf828',
      '8d82d13f7e9f878f',
      '8d919b168d142bd5115895b155fbc542',
      '07ef9140f9e27e80ce16a20932bbebac',
    ]);
    expect(tokens(functions)).toEqual({
      autn: 'b0b64e3cf808800037bdaf47982b40c3',
      auts: '7b95846f80b80b59ae61b615710e',
    });
  });

  it('takes the rotations and constants of a profile', () => {
    const constants = concat(...[0, 1, 2, 4, 8].map((last) => concat(new Uint8Array(15), filled(1, last))));
    const usual = milenage({ k, opc: new Uint8Array(16), rotations: fromHex('4000204060'), constants });
    const other = milenage({ k, opc: new Uint8Array(16), rotations: fromHex('4008204060') });
    expect(usual.f2345(rand)).toEqual(functions.f2345(rand));
    expect(lower(other.f2345(rand).res)).not.toBe(lower(functions.f2345(rand).res));
    expect(lower(other.f2345(rand).ck)).toBe(lower(functions.f2345(rand).ck));
  });

  it.each([
    ['K', () => milenage({ k: filled(15, 0), opc: k })],
    ['OPc', () => milenage({ k, opc: filled(17, 0) })],
    ['OP', () => milenageOpc(k, filled(15, 0))],
    ['RAND', () => functions.f2345(filled(15, 0))],
    ['SQN', () => functions.f1(rand, filled(5, 0), amf)],
    ['AMF', () => functions.f1Star(rand, sqn, filled(3, 0))],
    ['the rotations', () => milenage({ k, opc: k, rotations: fromHex('40') })],
    ['the constants', () => milenage({ k, opc: k, constants: filled(79, 0) })],
    ['only rotations', () => milenage({ k, opc: k, rotations: fromHex('4100204060') })],
  ])('refuses %s of another size', (name, act) => {
    expect(act).toThrow(TypeError);
    expect(act).toThrow(name);
  });
});

describe('XOR', () => {
  it('gives the worked example of saip.md §8', () => {
    const functions = xorTestAlgorithm({ k, resOctets: 16 });
    const { res, ck, ik, ak } = functions.f2345(rand);
    expect([res, ck, ik, ak, functions.f1(rand, sqn, amf)].map(lower)).toEqual([
      '111013121514171619181b1a1d1c1f1e',
      '1013121514171619181b1a1d1c1f1e11',
      '13121514171619181b1a1d1c1f1e1110',
      '121514171619',
      '1110131215349716',
    ]);
    expect(tokens(functions)).toEqual({
      autn: '12151417163980001110131215349716',
      auts: '1215141716591110131215541716',
    });
  });

  it('answers with the first 8 octets unless told otherwise', () => {
    expect(lower(xorTestAlgorithm({ k }).f2345(rand).res)).toBe('1110131215141716');
  });

  it('refuses inputs of another size', () => {
    const functions = xorTestAlgorithm({ k });
    expect(() => xorTestAlgorithm({ k: filled(8, 0) })).toThrow(TypeError);
    expect(() => functions.f2345(filled(8, 0))).toThrow(TypeError);
    expect(() => functions.f1(rand, amf, amf)).toThrow(TypeError);
    expect(() => functions.f1(rand, sqn, sqn)).toThrow(TypeError);
  });
});

describe('TUAK', () => {
  const functions = tuak({ k, topc: filled(32, 5) });

  it('makes outputs of the usual lengths unless told otherwise', () => {
    const { res, ck, ik, ak } = functions.f2345(rand);
    const all = [functions.f1(rand, sqn, amf), functions.f1Star(rand, sqn, amf), res, ck, ik, ak];
    expect(all.map(({ length }) => length)).toEqual([8, 8, 8, 16, 16, 6]);
  });

  it('refuses inputs of another size', () => {
    expect(() => tuak({ k: filled(24, 0), topc: filled(32, 0) })).toThrow(TypeError);
    expect(() => tuak({ k, topc: filled(16, 0) })).toThrow(TypeError);
    expect(() => tuakTopc(k, filled(16, 0))).toThrow(TypeError);
    expect(() => functions.f2345(filled(15, 0))).toThrow(TypeError);
    expect(() => functions.f1(rand, amf, amf)).toThrow(TypeError);
    expect(() => functions.f1(rand, sqn, sqn)).toThrow(TypeError);
  });
});

type Hex = Record<
  'K' | 'RAND' | 'SQN' | 'AMF' | 'f1' | 'f1star' | 'f2' | 'f3' | 'f4' | 'f5' | 'f5star',
  string
>;

describe.skipIf(!vectors.available)('3GPP test sets', () => {
  it('Milenage gives all of sets 1 to 6', () => {
    const { sets } = vectors.json('aka/milenage.json') as { sets: (Hex & { OP: string; OPc: string })[] };
    expect(sets).toHaveLength(6);
    for (const set of sets) {
      const opc = milenageOpc(fromHex(set.K), fromHex(set.OP));
      const functions = milenage({ k: fromHex(set.K), opc });
      const challenge = fromHex(set.RAND);
      const both = [challenge, fromHex(set.SQN), fromHex(set.AMF)] as const;
      const { res, ck, ik, ak } = functions.f2345(challenge);
      const all = [
        opc,
        functions.f1(...both),
        functions.f1Star(...both),
        res,
        ck,
        ik,
        ak,
        functions.f5Star(challenge),
      ];
      expect(all.map(lower)).toEqual([
        set.OPc,
        set.f1,
        set.f1star,
        set.f2,
        set.f3,
        set.f4,
        set.f5,
        set.f5star,
      ]);
    }
  });

  it('TUAK gives TOPc, f1 and f1* of sets 6.x', () => {
    interface Set extends Record<'K' | 'RAND' | 'SQN' | 'AMF' | 'TOP' | 'TOPc' | 'f1' | 'f1star', string> {
      set: string;
      keccakIterations: number;
      bitsMAC: number;
    }
    const sets = (vectors.json('aka/tuak.json') as { sets: Set[] }).sets.filter(({ set }) =>
      set.startsWith('6'),
    );
    expect(sets).toHaveLength(6);
    for (const set of sets) {
      const { keccakIterations } = set;
      const topc = tuakTopc(fromHex(set.K), fromHex(set.TOP), keccakIterations);
      const macOctets = (set.bitsMAC / 8) as 8 | 16 | 32;
      const functions = tuak({ k: fromHex(set.K), topc, keccakIterations, macOctets });
      const inputs = [fromHex(set.RAND), fromHex(set.SQN), fromHex(set.AMF)] as const;
      const all = [topc, functions.f1(...inputs), functions.f1Star(...inputs)];
      expect(all.map(lower)).toEqual([set.TOPc, set.f1, set.f1star]);
    }
  });

  it('TUAK gives f2 to f5 and f5* of sets 7.x', () => {
    interface Set extends Record<'K' | 'RAND' | 'TOP' | 'f2' | 'f3' | 'f4' | 'f5' | 'f5star', string> {
      set: string;
      keccakIterations: number;
      bitsRES: number;
      bitsCK: number;
      bitsIK: number;
    }
    const sets = (vectors.json('aka/tuak.json') as { sets: Set[] }).sets.filter(({ set }) =>
      set.startsWith('7'),
    );
    expect(sets).toHaveLength(6);
    for (const set of sets) {
      const { keccakIterations } = set;
      const functions = tuak({
        k: fromHex(set.K),
        topc: tuakTopc(fromHex(set.K), fromHex(set.TOP), keccakIterations),
        keccakIterations,
        resOctets: (set.bitsRES / 8) as 4 | 8 | 16 | 32,
        ckOctets: (set.bitsCK / 8) as 16 | 32,
        ikOctets: (set.bitsIK / 8) as 16 | 32,
      });
      const { res, ck, ik, ak } = functions.f2345(fromHex(set.RAND));
      const all = [res, ck, ik, ak, functions.f5Star(fromHex(set.RAND))];
      expect(all.map(lower)).toEqual([set.f2, set.f3, set.f4, set.f5, set.f5star]);
    }
  });
});
