import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import { type AkaFunctions, expectSize } from './aka-functions.ts';
import { xor } from './xor-into.ts';

/** What makes the test algorithm of one subscriber. */
export interface XorKeys {
  /** 16 octets. */
  readonly k: Bytes;
  /** 8 unless given: modems differ, TS.48 v7 says 16. */
  readonly resOctets?: 8 | 16;
}

/** The USIM test algorithm of TS 34.108 §8.1.2 (algorithm 3 of SAIP). @throws TypeError when K has not 16 octets. */
export function xorTestAlgorithm(keys: XorKeys): AkaFunctions {
  const { k, resOctets = 8 } = keys;
  expectSize('K', k, 16);
  const xdout = (rand: Bytes) => {
    expectSize('RAND', rand, 16);
    return xor(k, rand);
  };
  const f1 = (rand: Bytes, sqn: Bytes, amf: Bytes) => {
    expectSize('SQN', sqn, 6);
    expectSize('AMF', amf, 2);
    return xor(xdout(rand).slice(0, 8), concat(sqn, amf));
  };
  const f5 = (rand: Bytes) => xdout(rand).slice(3, 9);
  return {
    f1,
    f1Star: f1,
    f2345: (rand) => {
      const out = xdout(rand);
      return { res: out.slice(0, resOctets), ck: rotated(out, 1), ik: rotated(out, 2), ak: f5(rand) };
    },
    f5Star: f5,
  };
}

function rotated(octets: Bytes, left: number): Bytes {
  return concat(octets.subarray(left), octets.subarray(0, left));
}
