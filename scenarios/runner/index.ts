/** Runs scenario files: finds them, plays them one by one or many at a time, and reports. */
export { ScenarioFileWrong } from '../language/index.ts';
export { checkNames, checkScenarios } from './checks/check-scenarios.ts';
export type { Checked, CheckFinding, CheckName, CheckOptions } from './checks/check-scenarios.ts';
export { choose } from './files/choose.ts';
export { findFiles, NoScenarioFiles, usualFiles } from './files/find-files.ts';
export type { FoundFile } from './files/find-files.ts';
export { readScenarios } from './files/read-scenarios.ts';
export type { ReadFile } from './files/read-scenarios.ts';
export type { RunResult, ScenarioFailure, ScenarioResult } from './result.ts';
export { runScenarios } from './run-scenarios.ts';
export type { RunOptions } from './run-scenarios.ts';
export type { ApduEntry, EventEntry, Story, StoryEntry, WireEntry } from './story/story.ts';
export { annotation, stepSummary } from './reports/github.ts';
export { runLine, scenarioLine } from './reports/json-lines.ts';
export { junitReport } from './reports/junit.ts';
export { placeOf } from './reports/place.ts';
export { spanWords } from './reports/span-words.ts';
