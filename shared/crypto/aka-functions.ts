import type { Bytes } from '#shared/bytes/bytes';

/** What f2, f3, f4 and f5 make of a challenge. */
export interface AkaResponse {
  /** RES: 8 octets of Milenage; 4, 8, 16 or 32 of TUAK; 8 or 16 of XOR. */
  readonly res: Bytes;
  /** 16 octets; 32 where TUAK is told so. */
  readonly ck: Bytes;
  /** 16 octets; 32 where TUAK is told so. */
  readonly ik: Bytes;
  /** The anonymity key of 6 octets that hides SQN in AUTN. */
  readonly ak: Bytes;
}

/**
 * The authentication and key generation functions of one subscriber (TS 33.102 §6.3), the key inside: the same on the
 * USIM and in the network. RAND has 16 octets, SQN 6, AMF 2.
 * @throws TypeError each, for an input of another size.
 */
export interface AkaFunctions {
  /** MAC-A: 8 octets; 16 or 32 where TUAK is told so. */
  f1(rand: Bytes, sqn: Bytes, amf: Bytes): Bytes;
  /** MAC-S of re-synchronisation, as long as MAC-A. */
  f1Star(rand: Bytes, sqn: Bytes, amf: Bytes): Bytes;
  f2345(rand: Bytes): AkaResponse;
  /** The anonymity key of 6 octets that hides SQN in AUTS. */
  f5Star(rand: Bytes): Bytes;
}

/** @throws TypeError when the octets called `name` are not of one of the sizes. */
export function expectSize(name: string, octets: Bytes, ...sizes: readonly number[]): void {
  if (!sizes.includes(octets.length)) {
    throw new TypeError(`${name} has ${sizes.join(' or ')} octets, not ${octets.length}`);
  }
}
