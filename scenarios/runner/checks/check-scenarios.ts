import type { Position } from '../../language/index.ts';
import { printPosition } from '../../language/index.ts';
import type { ReadFile } from '../files/read-scenarios.ts';
import { placeOf } from '../reports/place.ts';
import type { ScenarioResult } from '../result.ts';
import type { RunOptions } from '../run-scenarios.ts';
import { taskOf } from '../task-of.ts';
import type { Task } from '../task.ts';
import { playAll } from '../threads/play-all.ts';
import { twinsAmong } from './twins.ts';

/** What scenarios are checked for: that each can fail, for the reason it gives, and that no two are the same. */
export const checkNames = ['negated', 'cause', 'twins'] as const;
export type CheckName = (typeof checkNames)[number];

/** A scenario that a check finds fault with. */
export interface CheckFinding {
  readonly position: Position;
  /** One line. */
  readonly message: string;
}

/** What came of a check. */
export interface Checked {
  /** How many times a scenario was played. */
  readonly played: number;
  readonly skipped: number;
  readonly findings: readonly CheckFinding[];
}

/** What a check is given of the options of a run. */
export type CheckOptions = Omit<RunOptions, 'bail' | 'onResult' | 'stories'>;

/** A scenario that is played in another form, and what is to be found fault with in how it comes out. */
interface Trial {
  readonly task: Task;
  readonly faults: (result: ScenarioResult) => readonly CheckFinding[];
}

/** Plays scenarios in the forms that a check wants. */
export async function checkScenarios(
  name: CheckName,
  files: readonly ReadFile[],
  options: CheckOptions,
): Promise<Checked> {
  const nameless = name === 'cause' ? files.filter(({ scenario }) => scenario.cause === undefined) : [];
  const trials = files.flatMap((file) => trialsOf[name](file));
  const results: ScenarioResult[] = [];
  const findings: (readonly CheckFinding[])[] = [];
  await playAll(
    trials.map(({ task }) => task),
    {
      ...options,
      stories: false,
      onResult(index, result) {
        results[index] = result;
        if (result.outcome !== 'skipped') findings[index] = trials[index]?.faults(result) ?? [];
        return undefined;
      },
    },
  );
  const skipped = results.filter(({ outcome }) => outcome === 'skipped').length;
  const twins = name === 'twins' ? twinsAmong(results, files) : [];
  const found = findings.flat();
  const causeless = nameless.map(({ scenario }) => ({
    position: scenario.position,
    message: 'it names no cause',
  }));
  return { played: results.length - skipped, skipped, findings: [...causeless, ...found, ...twins] };
}

const trialsOf: Readonly<Record<CheckName, (file: ReadFile) => readonly Trial[]>> = {
  negated: (file) => [{ task: taskOf(file, 'negated'), faults: (result) => notTurned(file, result) }],
  cause: (file) => withoutItsCause(file),
  twins: (file) => [{ task: taskOf(file), faults: () => [] }],
};

/**
 * With an expectation negated, a scenario has to fail at that very place. One play shows it of all of them: with one
 * negated it is the same up to there.
 */
function notTurned(
  { scenario }: ReadFile,
  { turned = [], failure }: ScenarioResult,
): readonly CheckFinding[] {
  const failed = new Set(turned.map(({ position }) => position && printPosition(position)));
  const left = scenario.expectations().filter(({ position }) => !failed.has(printPosition(position)));
  return left.map(({ word, position }) => {
    const here =
      failure?.byExpectation === true &&
      failure.position !== undefined &&
      samePlace(failure.position, position);
    const instead =
      failure === undefined || here ? 'passes' : `fails elsewhere: ${placeOf(failure)}${failure.message}`;
    return { position, message: `with "${word}" negated, the scenario ${instead}` };
  });
}

/** Without its cause, a scenario has to fail by an expectation. */
function withoutItsCause(file: ReadFile): readonly Trial[] {
  const { cause, locate } = file.scenario;
  if (cause === undefined) return [];
  const position = locate(cause);
  const trial: Trial = {
    task: taskOf(file, 'withoutCause'),
    faults({ failure }) {
      if (failure?.byExpectation === true) return [];
      const instead =
        failure === undefined
          ? 'passes all the same'
          : `fails, but by no expectation: ${placeOf(failure)}${failure.message}`;
      return [{ position, message: `without its cause, the scenario ${instead}` }];
    },
  };
  return [trial];
}

const samePlace = (one: Position, other: Position): boolean => printPosition(one) === printPosition(other);
