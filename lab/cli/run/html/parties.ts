import type { Row, Sequence } from './row.ts';

type Party = Sequence['parties'][number];

const atHome: readonly Party[] = [
  { id: 'portal', name: 'Portal', says: 'the page' },
  { id: 'operator', name: 'Operator', says: 'order desk' },
  { id: 'smdp', name: 'SM-DP+', says: 'ES9+, ES2+' },
];
const network: Party = { id: 'network', name: 'Network', says: 'NAS' };

/** Those who take part, from the shop to the air. */
export function partiesOf(rows: readonly Row[]): readonly Party[] {
  const present = new Set(
    rows.flatMap((row) =>
      row.kind === 'message' ? [row.from, row.to] : row.kind === 'note' ? [row.party] : [],
    ),
  );
  const devices = [...present].filter((id) => ![...atHome, network].some((party) => party.id === id)).sort();
  const all = [...atHome, ...devices.map(deviceParty), network];
  return all.filter(({ id }) => present.has(id));
}

function deviceParty(id: string): Party {
  return id.endsWith('/card')
    ? { id, name: 'eUICC', says: `of ${id.slice(0, -'/card'.length)}` }
    : { id, name: id, says: 'LPA, modem, host' };
}
