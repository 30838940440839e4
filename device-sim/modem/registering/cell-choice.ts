import type { Cell, TrackingArea } from '#device-sim/network/index';
import { sameTrackingArea } from '#device-sim/network/index';
import type { Plmn } from '#shared/identifiers/plmn';

import type { Usim } from '../card/boot.ts';

/** What a UE has been told to keep away from. */
export interface Forbidden {
  /** As on the USIM. */
  readonly networks: readonly Plmn[];
  readonly packets: readonly Plmn[];
  readonly areas: readonly TrackingArea[];
}

/**
 * The cells to try, in order (TS 23.122 §4.4.3.1.1): the network of the last registration, home, those that the user and
 * the operator prefer, the others. A home network is never forbidden by EF.FPLMN.
 */
export function cellsToTry(
  cells: readonly Cell[],
  usim: Pick<Usim, 'home' | 'preferred'>,
  last: Plmn | undefined,
  forbidden: Forbidden,
): readonly Cell[] {
  const order = [...(last === undefined ? [] : [last]), ...usim.home, ...usim.preferred];
  const rank = ({ plmn }: Cell) => {
    const at = order.indexOf(plmn);
    return at < 0 ? order.length : at;
  };
  const allowed = (cell: Cell) =>
    (usim.home.includes(cell.plmn) || !forbidden.networks.includes(cell.plmn)) &&
    !forbidden.packets.includes(cell.plmn) &&
    !forbidden.areas.some((area) => sameTrackingArea(area, cell));
  return cells.filter(allowed).sort((a, b) => rank(a) - rank(b));
}
