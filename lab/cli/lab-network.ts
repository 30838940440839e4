import type { Cell, NetworkOptions } from '#device-sim/network/index';
import { usualWalledGarden } from '#device-sim/network/index';
import { parsePlmn } from '#shared/identifiers/plmn';

const cell = (plmn: string, country: string): Cell => ({
  plmn: parsePlmn(plmn),
  tac: 1,
  accessTechnology: 'E-UTRAN',
  country,
});

/**
 * The networks of a lab: its own at home, a partner in Germany, and one in France where its customers roam. The lab's
 * portal is on this machine, so this machine is in the walled garden.
 */
export const labNetwork: Pick<NetworkOptions, 'cells' | 'partners' | 'walledGarden'> = {
  cells: [cell('001/01', 'US'), cell('262/01', 'DE'), cell('208/01', 'FR')],
  partners: [parsePlmn('262/01')],
  walledGarden: [...usualWalledGarden, 'localhost'],
};
