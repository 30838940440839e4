import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import { plmnToBytes } from '#shared/identifiers/plmn';
import type { Guti, TrackingArea } from '#device-sim/network/index';
import { readMobileIdentity, writeMobileIdentity, writeTrackingArea } from '#device-sim/network/index';

import { readPlmn } from './plmn-lists.ts';

/** What EF.EPSLOCI holds (TS 31.102 §4.2.91). */
export interface EpsLocation {
  readonly guti?: Guti;
  readonly trackingArea?: TrackingArea;
  readonly status: 'updated' | 'notUpdated' | 'roamingNotAllowed';
}

const statuses = ['updated', 'notUpdated', 'roamingNotAllowed'] as const;
const noTrackingArea = fromHex('FFFFFF0000');
const gutiOctets = 12;

/** 18 octets: GUTI behind its length, last visited TAI, status. */
export function writeEpsLocation({ guti, trackingArea, status }: EpsLocation): Bytes {
  const identity = guti === undefined ? undefined : writeMobileIdentity({ guti });
  return concat(
    identity === undefined ? filled(gutiOctets, 0xff) : concat(Uint8Array.of(identity.length), identity),
    trackingArea === undefined ? noTrackingArea : writeTrackingArea(trackingArea),
    Uint8Array.of(statuses.indexOf(status)),
  );
}

/** What of the file makes sense; whatever does not is left out. */
export function readEpsLocation(file: Bytes | undefined): EpsLocation {
  if (file?.length !== 18) return { status: 'notUpdated' };
  const guti = file[0] === gutiOctets - 1 ? readGuti(file.slice(1, gutiOctets)) : undefined;
  const plmn = readPlmn(file.slice(12, 15));
  const tac = ((file[15] ?? 0) << 8) | (file[16] ?? 0);
  return {
    ...(guti === undefined ? {} : { guti }),
    ...(plmn === undefined ? {} : { trackingArea: { plmn, tac } }),
    status: statuses[file[17] ?? 1] ?? 'notUpdated',
  };
}

/** EF.LOCI after an attach to E-UTRAN only: the network, and no location area in it (TS 31.102 §4.2.17). */
export function writeLocation(plmn: Plmn): Bytes {
  return concat(filled(4, 0xff), plmnToBytes(plmn), fromHex('FFFE FF 01'));
}

function readGuti(octets: Bytes): Guti | undefined {
  try {
    const identity = readMobileIdentity(octets);
    return 'guti' in identity ? identity.guti : undefined;
  } catch {
    return undefined;
  }
}
