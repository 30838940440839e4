import type { Bytes } from '#shared/bytes/bytes';
import type { AkaFunctions } from '#shared/crypto/aka-functions';
import { milenage } from '#shared/crypto/milenage';
import { tuak } from '#shared/crypto/tuak';
import { xorTestAlgorithm } from '#shared/crypto/xor';

/** A subscriber as an operator hands it to its network. */
export interface NetworkSubscriber {
  /** 6 to 15 digits. */
  readonly imsi: string;
  /** 16 octets; TUAK: 16 or 32. */
  readonly k: Bytes;
  /** OPc, 16 octets; TUAK: TOPc, 32 octets; the test algorithm `xor` has no use for it. */
  readonly opc: Bytes;
  readonly algorithm: 'milenage' | 'tuak' | 'xor';
  /** Of the profile it is for; the network itself has no use for it. */
  readonly iccid?: string;
}

/** The functions of a subscriber, the key inside. @throws TypeError for keys of other sizes or no IMSI */
export function akaFunctionsOf({ imsi, k, opc, algorithm }: NetworkSubscriber): AkaFunctions {
  if (!/^\d{6,15}$/.test(imsi)) throw new TypeError(`not an IMSI (6 to 15 digits): "${imsi}"`);
  if (algorithm === 'tuak') return tuak({ k, topc: opc });
  return algorithm === 'milenage' ? milenage({ k, opc }) : xorTestAlgorithm({ k });
}
