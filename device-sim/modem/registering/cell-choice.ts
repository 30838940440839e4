import type { Cell } from '#device-sim/network/index';
import type { Plmn } from '#shared/identifiers/plmn';

import type { Usim } from '../card/boot.ts';

/**
 * Cells in the order in which they are tried (TS 23.122 §4.4.3.1.1): the network of the last registration, home, those
 * that the user and the operator prefer, the others.
 */
export function byPreference(
  cells: readonly Cell[],
  usim: Pick<Usim, 'home' | 'preferred'>,
  last: Plmn | undefined,
): readonly Cell[] {
  const order = [...(last === undefined ? [] : [last]), ...usim.home, ...usim.preferred];
  const rank = ({ plmn }: Cell) => {
    const at = order.indexOf(plmn);
    return at < 0 ? order.length : at;
  };
  return [...cells].sort((a, b) => rank(a) - rank(b));
}
