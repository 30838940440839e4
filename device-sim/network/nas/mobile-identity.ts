import { fromSwappedBcd, toSwappedBcd } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import { plmnToBytes } from '#shared/identifiers/plmn';

import { MalformedNas } from './octet-reader.ts';
import { readPlmn } from './plmn.ts';

/** The temporary identity that an MME gives (TS 23.003 §2.8.1). */
export interface Guti {
  readonly plmn: Plmn;
  readonly mmeGroup: number;
  readonly mmeCode: number;
  /** M-TMSI, 4 octets. */
  readonly mTmsi: Bytes;
}

/** EPS mobile identity (TS 24.301 §9.9.3.12) and mobile identity (TS 24.008 §10.5.1.4), as far as they are used. */
export type MobileIdentity = { readonly imsi: string } | { readonly imei: string } | { readonly guti: Guti };

/** An IMEI is 2 in the identity of TS 24.008 and 3 in that of an attach, which only emergencies use: it is read, not written. */
const types = { imsi: 1, imei: 2, imeiOfAttach: 3, guti: 6 } as const;

/** The content of the element, without its length. @throws TypeError for digits that are none. */
export function writeMobileIdentity(identity: MobileIdentity): Bytes {
  if ('guti' in identity) return writeGuti(identity.guti);
  const [type, digits] = 'imsi' in identity ? [types.imsi, identity.imsi] : [types.imei, identity.imei];
  const odd = digits.length % 2 === 1;
  const octets = toSwappedBcd(`0${digits}`);
  octets[0] = ((octets[0] ?? 0) & 0xf0) | (odd ? 0x08 : 0) | type;
  return octets;
}

/** @throws MalformedNas for another type or coding. */
export function readMobileIdentity(octets: Bytes): MobileIdentity {
  const type = (octets[0] ?? 0) & 0x07;
  if (type === types.guti) return { guti: readGuti(octets) };
  if (type === types.imei || type === types.imeiOfAttach) return { imei: readDigits(octets) };
  if (type !== types.imsi) throw new MalformedNas(`a mobile identity of type ${type}`);
  const digits = readDigits(octets);
  if (digits.length < 6 || digits.length > 15) throw new MalformedNas(`an IMSI of ${digits.length} digits`);
  return { imsi: digits };
}

function readDigits(octets: Bytes): string {
  const odd = ((octets[0] ?? 0) & 0x08) !== 0;
  const coded = octets.slice();
  coded[0] = (coded[0] ?? 0) & 0xf0;
  const digits = wellFormed(coded).slice(1);
  if ((digits.length % 2 === 1) !== odd) throw new MalformedNas('digits of the wrong parity');
  return digits;
}

function wellFormed(coded: Bytes): string {
  try {
    return fromSwappedBcd(coded);
  } catch (error) {
    if (error instanceof TypeError) throw new MalformedNas('digits that are none', { cause: error });
    throw error;
  }
}

function writeGuti({ plmn, mmeGroup, mmeCode, mTmsi }: Guti): Bytes {
  return concat(
    Uint8Array.of(0xf0 | types.guti),
    plmnToBytes(plmn),
    Uint8Array.of(mmeGroup >> 8, mmeGroup & 0xff, mmeCode),
    mTmsi,
  );
}

function readGuti(octets: Bytes): Guti {
  if (octets.length !== 11) throw new MalformedNas(`a GUTI of ${octets.length} octets`);
  return {
    plmn: readPlmn(octets.slice(1, 4)),
    mmeGroup: (octets[4] ?? 0) * 256 + (octets[5] ?? 0),
    mmeCode: octets[6] ?? 0,
    mTmsi: octets.slice(7),
  };
}
