import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import type { ReadFile, RunResult, ScenarioResult } from '#scenarios/runner/index';
import { annotation, junitReport, runLine, scenarioLine, stepSummary } from '#scenarios/runner/index';

import type { Surroundings } from '../program.ts';
import { PrettyReport } from './pretty.ts';

/** Which reports are wanted. */
export interface ReportWords {
  readonly json?: true;
  readonly junit?: string;
  readonly html?: string;
}

/** Who is told of a run. */
export interface Reports {
  /** A scenario has come out. */
  result(result: ScenarioResult): void;
  /** The run is over: files are written. */
  end(run: RunResult): Promise<void>;
}

/** All reports that are wanted, and those that GitHub reads where it runs. */
export function openReports(files: readonly ReadFile[], wanted: ReportWords, given: Surroundings): Reports {
  const { terminal, environment, folder } = given;
  const pretty = wanted.json === true ? undefined : new PrettyReport(terminal, files);
  const onGitHub = environment['GITHUB_ACTIONS'] === 'true';
  return {
    result(result) {
      pretty?.result(result);
      if (wanted.json === true) terminal.out(scenarioLine(result));
      const said = onGitHub ? annotation(result) : undefined;
      if (said !== undefined) terminal.note(said);
    },
    async end(run) {
      if (wanted.junit !== undefined) await write(resolve(folder, wanted.junit), junitReport(run));
      if (wanted.html !== undefined) {
        const { htmlReport } = await import('./html/html-report.ts');
        await write(resolve(folder, wanted.html), htmlReport(run, files));
      }
      const summary = environment['GITHUB_STEP_SUMMARY'];
      if (onGitHub && summary !== undefined) await appendFile(summary, `${stepSummary(run)}\n`);
      pretty?.end(run);
      if (wanted.json === true) terminal.out(runLine(run));
    },
  };
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
