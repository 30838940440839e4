import type { Bytes } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import { plmnFromBytes } from '#shared/identifiers/plmn';

import { MalformedNas } from './octet-reader.ts';

/** The PLMN in 3 octets of a message. @throws MalformedNas for nibbles that are no digits */
export function readPlmn(octets: Bytes): Plmn {
  try {
    return plmnFromBytes(octets);
  } catch (error) {
    if (error instanceof TypeError) throw new MalformedNas('a PLMN that is none', { cause: error });
    throw error;
  }
}
