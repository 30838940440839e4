import { lpacProgram, recordLpac } from './lpac/record-lpac.ts';
import { lpacScenarios } from './lpac/scenarios.ts';
import { recordOsmo } from './osmo/record-osmo.ts';
import { osmoCheckout } from './osmo/program.ts';
import { osmoScenarios } from './osmo/scenarios.ts';
import type { PeerName, Recording } from './recording.ts';

/** A real peer that is here. */
export type RealPeer = (name: string) => Promise<Recording>;

/** How to come by a peer that is not here, in one line. */
export const missing: Readonly<Record<PeerName, string>> = {
  lpac: 'lpac is not here: put it on PATH, or name it with LPAC',
  'osmo-smdpp': 'osmo-smdpp is not here: name a pysim checkout with OSMO_SMDPP, and its Python with PYTHON',
};

/** What records the runs of a peer; undefined where the peer is not here. */
export function realPeer(
  peer: PeerName,
  environment: Readonly<Record<string, string | undefined>>,
): RealPeer | undefined {
  if (peer === 'lpac') {
    const program = lpacProgram(environment);
    if (program === undefined) return undefined;
    return async (name) => {
      const { title, made } = present(lpacScenarios[name], name);
      return recordLpac(program, title, made);
    };
  }
  const checkout = osmoCheckout(environment);
  if (checkout === undefined) return undefined;
  return async (name) => {
    const { title, made } = present(osmoScenarios[name], name);
    return recordOsmo(checkout, title, made);
  };
}

function present<T>(scenario: T | undefined, name: string): T {
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  return scenario;
}
