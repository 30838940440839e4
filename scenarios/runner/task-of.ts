import type { ReadFile } from './files/read-scenarios.ts';
import type { Task, Variant } from './task.ts';

/** A scenario to be played, as it is written unless told otherwise. */
export function taskOf({ text, scenario }: ReadFile, variant: Variant = 'written'): Task {
  return { text, file: scenario.file, needsBrowser: scenario.needs.includes('browser'), variant };
}
