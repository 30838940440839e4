import type { ReadFile, RunResult, Story } from '#scenarios/runner/index';
import { findFiles, readScenarios, runScenarios } from '#scenarios/runner/index';

import { ScenarioFolder } from '../../../scenarios/runner/scenario-folder.ts';

/** A run with what went over the wires, and the files it was of. */
export interface PlayedRun {
  readonly run: RunResult;
  readonly files: readonly ReadFile[];
}

/** Plays scenarios of a folder. */
export async function playedRun(texts: Readonly<Record<string, string>>): Promise<PlayedRun> {
  using given = new ScenarioFolder(texts);
  const files = readScenarios(findFiles(['.'], { folder: given.folder }));
  const terms = { seed: '1', realTime: false, parallel: 1, bail: false, browser: undefined };
  return { files, run: await runScenarios(files, { ...terms, stories: true }) };
}

/** The story of the only scenario of a run. */
export function onlyStory({ run }: PlayedRun): Story {
  const [story] = run.scenarios.map((result) => result.story);
  if (story === undefined) throw new Error('a run without a story');
  return story;
}
