import type { Bytes } from '#shared/bytes/bytes';
import { chunks, concat, filled } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import { plmnFromBytes, plmnToBytes } from '#shared/identifiers/plmn';

const eutranBit = 0x40;

/** The network in 3 octets; undefined for an empty entry or one that is none. */
export function readPlmn(octets: Bytes): Plmn | undefined {
  if (octets.every((octet) => octet === 0xff)) return undefined;
  try {
    return plmnFromBytes(octets);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The networks of EF.FPLMN or EF.EHPLMN, 3 octets each. */
export function readPlmns(file: Bytes | undefined): readonly Plmn[] {
  return chunks(file ?? new Uint8Array(), 3)
    .map(readPlmn)
    .filter((plmn) => plmn !== undefined);
}

/** The networks of a list with access technologies, 5 octets each, of those that are for E-UTRAN (TS 31.102 §4.2.5). */
export function readPlmnsWithTechnology(file: Bytes | undefined): readonly Plmn[] {
  return chunks(file ?? new Uint8Array(), 5)
    .filter((entry) => ((entry[3] ?? 0) & eutranBit) !== 0)
    .map((entry) => readPlmn(entry.subarray(0, 3)))
    .filter((plmn) => plmn !== undefined);
}

/** EF.FPLMN with one network more; when it is full the oldest goes (TS 31.102 §4.2.16). */
export function withForbidden(file: Bytes, plmn: Plmn): Bytes {
  const room = Math.floor(file.length / 3);
  return listOf([...withoutPlmn(file, plmn), plmn].slice(-room), file.length);
}

/** EF.FPLMN without a network, as after it let the UE in all the same (TS 23.122 §3.1). */
export const withoutForbidden = (file: Bytes, plmn: Plmn): Bytes =>
  listOf(withoutPlmn(file, plmn), file.length);

const withoutPlmn = (file: Bytes, plmn: Plmn): readonly Plmn[] =>
  readPlmns(file).filter((entry) => entry !== plmn);

const listOf = (plmns: readonly Plmn[], octets: number): Bytes =>
  concat(...plmns.map(plmnToBytes), filled(octets - plmns.length * 3, 0xff));
