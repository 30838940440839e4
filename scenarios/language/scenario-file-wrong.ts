import type { Position } from './position.ts';
import { printPosition } from './position.ts';

/** One thing that is wrong in a scenario file. */
export interface FileError {
  readonly position: Position;
  readonly message: string;
}

/** A scenario file that cannot be read. The message has a line for each error, `file:line:column: what is wrong`. */
export class ScenarioFileWrong extends Error {
  override readonly name = 'ScenarioFileWrong';
  readonly errors: readonly FileError[];

  constructor(errors: readonly FileError[]) {
    super(errors.map(({ position, message }) => `${printPosition(position)}: ${message}`).join('\n'));
    this.errors = errors;
  }
}
