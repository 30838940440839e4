import { readFileSync } from 'node:fs';

import type { FileError, Scenario } from '../../language/index.ts';
import { printPosition, readScenario, ScenarioFileWrong } from '../../language/index.ts';
import type { FoundFile } from './find-files.ts';

/** A scenario of a run, and the text it was read from: a thread reads it again. */
export interface ReadFile {
  readonly file: FoundFile;
  readonly text: string;
  readonly scenario: Scenario;
}

/**
 * The scenarios of files, in their order.
 * @throws ScenarioFileWrong with what is wrong in all of them, two of one name included.
 */
export function readScenarios(files: readonly FoundFile[]): readonly ReadFile[] {
  const errors: FileError[] = [];
  const read = files.flatMap((file) => readOne(file, errors));
  errors.push(...sameNames(read));
  if (errors.length > 0) throw new ScenarioFileWrong(errors);
  return read;
}

function readOne(file: FoundFile, errors: FileError[]): readonly ReadFile[] {
  const text = readFileSync(file.path, 'utf8');
  try {
    return [{ file, text, scenario: readScenario(text, file.shown) }];
  } catch (error) {
    if (!(error instanceof ScenarioFileWrong)) throw error;
    errors.push(...error.errors);
    return [];
  }
}

/** The seed of a scenario hangs on its name, and reports know it by that. */
function sameNames(read: readonly ReadFile[]): readonly FileError[] {
  const first = new Map<string, Scenario>();
  return read.flatMap(({ scenario }) => {
    const other = first.get(scenario.name);
    first.set(scenario.name, other ?? scenario);
    if (other === undefined) return [];
    const message = `the name "${scenario.name}" is that of ${printPosition(other.position)} too`;
    return [{ position: scenario.position, message }];
  });
}
