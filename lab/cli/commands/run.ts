import { availableParallelism } from 'node:os';

import { findBrowser, NoBrowser } from '#device-sim/mobile-plans/index';
import type { CheckOptions, ReadFile, RunResult } from '#scenarios/runner/index';
import { runScenarios } from '#scenarios/runner/index';
import { count } from '#shared/runtime/setting-parsers';

import { CannotRunHere, exitCodes, WrongUsage } from '../exit.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { check } from '../run/check.ts';
import { chosenScenarios } from '../run/chosen.ts';
import { listScenarios } from '../run/list.ts';
import { openReports } from '../run/reports.ts';

interface RunWords {
  readonly list?: true;
  readonly filter: readonly string[];
  readonly check: readonly string[];
  readonly realTime?: true;
  readonly bail?: true;
  readonly parallel?: string;
  readonly json?: true;
  readonly junit?: string;
  readonly html?: string;
}

/** A run is the same each time, so that what failed fails again. */
const usualSeed = '1';
/** A thread takes a second to begin: less than this many scenarios are done by then. */
const worthAThread = 6;

/** `esimlab run [paths]`: plays scenario files. */
export const addRun: AddCommand = (program, given, exit) => {
  const command = program
    .command('run')
    .description('Plays scenarios: each in a world of its own, on a clock that does not wait.')
    .argument(
      '[paths...]',
      'files, folders or patterns of scenarios, catalog: and catalog:NAME for those that come with esimlab (default: the setting scenarios, else ./scenarios/**/*.yaml, else catalog:)',
    )
    .option('--list', 'say which scenarios there are, and play none')
    .option(
      '--filter <text>',
      'only those with this in their name or file, or with this tag; may be given again',
      more,
      [],
    )
    .option('--seed <text>', `draws everything that is random from this text (default: ${usualSeed})`)
    .option('--real-time', 'let the clock go with the wall: a wait of 22 minutes takes 22 minutes')
    .option('--bail', 'begin nothing more once one has failed')
    .option(
      '--parallel <count>',
      'how many play at the same time (default: one for each core, fewer for few)',
    )
    .option(
      '--check <what>',
      'instead of playing them: negated (with each expectation negated they fail there), cause (without their cause they fail by an expectation), twins (no two show the same); may be given again',
      more,
      [],
    )
    .option('--json', 'print a line of JSON for each scenario, and one for the run at the end')
    .option('--junit <file>', 'write the results as JUnit XML')
    .option('--html <file>', 'write a report with all messages of each scenario, decoded, in one file')
    .addHelpText('after', '\nExample: esimlab run flows --junit results.xml --html report.html');
  withSettings(command, 'scenarios');
  command.action(async (paths: readonly string[]) => {
    const words = command.opts<RunWords>();
    const { scenarios: setting, seed = usualSeed } = await settingsOf(command, given);
    const { terminal, folder } = given;
    const json = words.json === true;
    const files = chosenScenarios({ paths, setting, filters: words.filter, folder });
    const terms = termsOf(files, words, { ...given, seed });
    if (words.list === true) listScenarios(files, terminal, json);
    else if (words.check.length > 0) {
      if (!(await check(words.check, files, terms, { terminal, json }))) exit(exitCodes.failed);
    } else {
      const run = await play(files, words, terms, given);
      if (run.failed > 0) exit(exitCodes.failed);
    }
  });
};

const more = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function termsOf(
  files: readonly ReadFile[],
  { realTime, parallel }: RunWords,
  { seed, environment, interrupted }: Surroundings & { readonly seed: string },
): CheckOptions {
  return {
    seed,
    realTime: realTime === true,
    parallel: parallel === undefined ? usualParallel(files.length) : countOf(parallel),
    browser: browserOf(environment),
    interrupted,
  };
}

/** Where there is none, what needs one is skipped. @throws CannotRunHere for one that was named and does not run */
function browserOf(environment: Surroundings['environment']): string | undefined {
  try {
    return findBrowser(environment);
  } catch (error) {
    if (error instanceof NoBrowser) throw new CannotRunHere(error.message, { cause: error });
    throw error;
  }
}

async function play(
  files: readonly ReadFile[],
  words: RunWords,
  terms: CheckOptions,
  given: Surroundings,
): Promise<RunResult> {
  const reports = openReports(files, words, given);
  const run = await runScenarios(files, {
    ...terms,
    bail: words.bail === true,
    stories: words.html !== undefined,
    onResult: (result) => {
      reports.result(result);
    },
  });
  await reports.end(run);
  return run;
}

function usualParallel(scenarios: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(scenarios / worthAThread)));
}

function countOf(given: string): number {
  try {
    return count(given);
  } catch (error) {
    if (error instanceof TypeError) throw new WrongUsage(`--parallel: ${error.message}`, { cause: error });
    throw error;
  }
}
