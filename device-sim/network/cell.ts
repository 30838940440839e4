import type { Plmn } from '#shared/identifiers/plmn';
import { parsePlmn } from '#shared/identifiers/plmn';

/** A cell that can be found: its network, its tracking area (16 bits) and its technology. */
export interface Cell {
  readonly plmn: Plmn;
  readonly tac: number;
  readonly accessTechnology: 'E-UTRAN';
}

/** The cell of the test network 001/01. */
export const testCell: Cell = { plmn: parsePlmn('001/01'), tac: 1, accessTechnology: 'E-UTRAN' };
