import type { Plmn } from '#shared/identifiers/plmn';
import { parsePlmn } from '#shared/identifiers/plmn';

/** A cell that can be found: its network, its tracking area (16 bits), its technology, and where it stands. */
export interface Cell {
  readonly plmn: Plmn;
  readonly tac: number;
  readonly accessTechnology: 'E-UTRAN';
  /** ISO 3166-1, two letters, `DE`. A cell that does not say is found everywhere. */
  readonly country?: string;
}

/** The cell of the test network 001/01. */
export const testCell: Cell = { plmn: parsePlmn('001/01'), tac: 1, accessTechnology: 'E-UTRAN' };

/** A country as ISO 3166-1 writes it, in capitals. @throws TypeError for anything but two letters */
export function parseCountry(text: string): string {
  if (!/^[a-z]{2}$/i.test(text)) throw new TypeError(`not a country of two letters, as DE: "${text}"`);
  return text.toUpperCase();
}
