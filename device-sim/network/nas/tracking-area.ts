import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import { plmnToBytes } from '#shared/identifiers/plmn';

import { MalformedNas, OctetReader } from './octet-reader.ts';
import { readPlmn } from './plmn.ts';

/** A tracking area: its network and its code of 16 bits. */
export interface TrackingArea {
  readonly plmn: Plmn;
  readonly tac: number;
}

/** 5 octets, as in EF.EPSLOCI and in messages (TS 24.301 §9.9.3.32). */
export const writeTrackingArea = ({ plmn, tac }: TrackingArea): Bytes =>
  concat(plmnToBytes(plmn), Uint8Array.of(tac >> 8, tac & 0xff));

/** Whether both are the same tracking area. */
export const sameTrackingArea = (a: TrackingArea, b: TrackingArea): boolean =>
  a.plmn === b.plmn && a.tac === b.tac;

/** The content of a tracking area identity list (§9.9.3.33): areas of any networks, list type 10. */
export function writeTrackingAreas(areas: readonly TrackingArea[]): Bytes {
  const [only] = areas;
  if (only !== undefined && areas.length === 1) return concat(Uint8Array.of(0x00), writeTrackingArea(only));
  return concat(Uint8Array.of(0x40 | (areas.length - 1)), ...areas.map(writeTrackingArea));
}

/** All areas of a list, of whatever type its partial lists are. @throws MalformedNas */
export function readTrackingAreas(octets: Bytes): readonly TrackingArea[] {
  const reader = new OctetReader(octets);
  const areas: TrackingArea[] = [];
  while (reader.left > 0) areas.push(...readPartialList(reader));
  return areas;
}

function readPartialList(reader: OctetReader): TrackingArea[] {
  const head = reader.octet();
  const count = (head & 0x1f) + 1;
  const type = (head >> 5) & 0x03;
  const tac = () => reader.octet() * 256 + reader.octet();
  const plmn = () => readPlmn(reader.take(3));
  if (type === 2) return Array.from({ length: count }, () => ({ plmn: plmn(), tac: tac() }));
  if (type === 3) throw new MalformedNas('a tracking area list of a reserved type');
  const shared = plmn();
  if (type === 0) return Array.from({ length: count }, () => ({ plmn: shared, tac: tac() }));
  const first = tac();
  return Array.from({ length: count }, (_, index) => ({ plmn: shared, tac: (first + index) & 0xffff }));
}
