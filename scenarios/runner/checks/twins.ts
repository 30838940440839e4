import { printPosition } from '../../language/index.ts';
import type { ReadFile } from '../files/read-scenarios.ts';
import type { ScenarioResult } from '../result.ts';
import type { CheckFinding } from './check-scenarios.ts';

/** Scenarios of which a person sees the very same as of one before: they prove the same thing twice. */
export function twinsAmong(
  results: readonly ScenarioResult[],
  files: readonly ReadFile[],
): readonly CheckFinding[] {
  const places = new Map(files.map(({ scenario }) => [scenario.name, scenario.position]));
  const first = new Map<string, string>();
  return results.flatMap(({ name, fingerprint }) => {
    const [other, position] = [first.get(fingerprint), places.get(name)];
    if (fingerprint !== '') first.set(fingerprint, other ?? name);
    if (other === undefined || position === undefined) return [];
    const place = places.get(other);
    const where = place === undefined ? '' : ` (${printPosition(place)})`;
    return [
      {
        position,
        message: `nothing distinguishes it from "${other}"${where}: refusals, profile states, registrations and orders are the same`,
      },
    ];
  });
}
