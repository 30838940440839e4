import { lpacScenarios } from './lpac/scenarios.ts';
import { osmoScenarios } from './osmo/scenarios.ts';
import type { PeerName } from './recording.ts';

/** Every run that is recorded, as `peer/name`. */
export interface Scenario {
  readonly peer: PeerName;
  readonly name: string;
  readonly title: string;
  readonly made: unknown;
}

const of = (
  peer: PeerName,
  scenarios: Readonly<Record<string, Pick<Scenario, 'title' | 'made'>>>,
): Scenario[] => Object.entries(scenarios).map(([name, scenario]) => ({ peer, name, ...scenario }));

/** In the order in which they are recorded. */
export const scenarios: readonly Scenario[] = [
  ...of('lpac', lpacScenarios),
  ...of('osmo-smdpp', osmoScenarios),
];
