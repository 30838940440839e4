import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { milenageOpc } from '#shared/crypto/milenage';
import { tuakTopc } from '#shared/crypto/tuak';
import type { Iccid } from '#shared/identifiers/iccid';
import { makeIccid, parseIccid } from '#shared/identifiers/iccid';
import type { Plmn } from '#shared/identifiers/plmn';
import { mccOf, mncOf } from '#shared/identifiers/plmn';
import type { Entropy } from '#shared/runtime/entropy';

/** What an operator knows of a subscription; the network gets the keys as subscriber, the SM-DP+ as stock. */
export interface Subscriber {
  readonly iccid: Iccid;
  /** 15 digits. */
  readonly imsi: string;
  /** 16 octets. */
  readonly k: Bytes;
  /** OPc, 16 octets; TUAK: TOPc, 32 octets; the test algorithm `xor` has no use for it. */
  readonly opc: Bytes;
  readonly algorithm: Algorithm;
  readonly plmn: Plmn;
}

/** How network and USIM authenticate each other. `xor` is that of TS 34.108, for tests. */
export type Algorithm = 'milenage' | 'tuak' | 'xor';

/** Where an operator draws its subscriptions from. */
export interface SubscriberSource {
  readonly entropy: Entropy;
  readonly plmn: Plmn;
  /** Whether an ICCID is in use already: a seeded draw begins at the same place after a restart. */
  readonly isTaken: (iccid: Iccid) => Promise<boolean>;
  /** The published key that profiles of class test must hold (SGP.22 §2.4.5.3), instead of one of its own. */
  readonly testKey?: boolean;
  /** Milenage unless given. */
  readonly algorithm?: Algorithm;
  /** The numbers that are given out one after the other; drawn unless given. */
  readonly numbers?: Iterator<NumberPair>;
}

/** Numbers of one subscription; what is left out is drawn. */
export interface NumberPair {
  readonly iccid?: string | undefined;
  readonly imsi?: string | undefined;
}

/** All numbers that an operator had for its subscriptions are given out. */
export class NumbersUsedUp extends Error {
  override readonly name = 'NumbersUsedUp';
}

const publishedTestKey = fromHex('000102030405060708090A0B0C0D0E0F');

/**
 * The next subscription nobody has: numbers and keys of its own, under the operator's PLMN.
 * @throws NumbersUsedUp when there are `numbers`, and none is left
 */
export async function drawSubscriber(source: SubscriberSource): Promise<Subscriber> {
  const { plmn, isTaken, numbers, entropy } = source;
  const there = entropy.at('operator/subscriber');
  for (;;) {
    const next = numbers?.next();
    if (next?.done === true) throw new NumbersUsedUp('no number is left');
    const given = next?.value ?? {};
    const home = mccOf(plmn) + mncOf(plmn);
    const imsi = given.imsi ?? home + digits(there.draw('number', 8), 15 - home.length);
    const iccid = given.iccid === undefined ? iccidFor(imsi) : parseIccid(given.iccid);
    if (await isTaken(iccid)) continue;
    return { iccid, imsi, ...keysOf(source, there), plmn };
  }
}

/** An ICCID that tells the IMSI. */
function iccidFor(imsi: string): Iccid {
  return makeIccid(`89${imsi}`.padEnd(18, '0').slice(0, 18));
}

function keysOf({ testKey = false, algorithm = 'milenage' }: SubscriberSource, there: Entropy) {
  const k = testKey ? publishedTestKey : there.draw('k', 16);
  if (algorithm === 'tuak') return { k, opc: tuakTopc(k, there.draw('top', 32)), algorithm };
  return { k, opc: milenageOpc(k, there.draw('op', 16)), algorithm };
}

function digits(drawn: Bytes, count: number): string {
  return (BigInt(`0x${toHex(drawn)}`) % 10n ** BigInt(count)).toString().padStart(count, '0');
}
