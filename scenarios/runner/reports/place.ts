import { printPosition } from '../../language/index.ts';
import type { ScenarioFailure } from '../result.ts';

/** `later.yaml:12:5: `, where a failure has a place. */
export function placeOf({ position }: ScenarioFailure): string {
  return position === undefined ? '' : `${printPosition(position)}: `;
}
