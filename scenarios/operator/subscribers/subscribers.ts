import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { milenageOpc } from '#shared/crypto/milenage';
import type { Iccid } from '#shared/identifiers/iccid';
import { makeIccid } from '#shared/identifiers/iccid';
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
  /** 16 octets. */
  readonly opc: Bytes;
  readonly algorithm: 'milenage';
  readonly plmn: Plmn;
}

/** Where an operator draws its subscriptions from. */
export interface SubscriberSource {
  readonly entropy: Entropy;
  readonly plmn: Plmn;
  /** Whether an ICCID is in use already: a seeded draw begins at the same place after a restart. */
  readonly isTaken: (iccid: Iccid) => Promise<boolean>;
  /** The published key that profiles of class test must hold (SGP.22 §2.4.5.3), instead of one of its own. */
  readonly testKey?: boolean;
}

const publishedTestKey = fromHex('000102030405060708090A0B0C0D0E0F');

/** The next subscription nobody has: numbers and keys of its own, under the operator's PLMN. */
export async function drawSubscriber(source: SubscriberSource): Promise<Subscriber> {
  const { entropy, plmn, isTaken, testKey = false } = source;
  const there = entropy.at('operator/subscriber');
  for (;;) {
    const number = digits(there.draw('number', 8), 15 - mccOf(plmn).length - mncOf(plmn).length);
    const iccid = makeIccid(`89${mccOf(plmn)}${mncOf(plmn)}${number}`.padEnd(18, '0').slice(0, 18));
    if (await isTaken(iccid)) continue;
    const k = testKey ? publishedTestKey : there.draw('k', 16);
    return {
      iccid,
      imsi: `${mccOf(plmn)}${mncOf(plmn)}${number}`,
      k,
      opc: milenageOpc(k, there.draw('op', 16)),
      algorithm: 'milenage',
      plmn,
    };
  }
}

function digits(drawn: Bytes, count: number): string {
  return (BigInt(`0x${toHex(drawn)}`) % 10n ** BigInt(count)).toString().padStart(count, '0');
}
