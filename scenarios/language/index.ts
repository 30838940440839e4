/** Scenario files: YAML in the user's words, read once, with errors that say where and what was meant. */
export { printPosition } from './position.ts';
export type { Position } from './position.ts';
export { negated, readScenario, withoutCause } from './read-scenario.ts';
export type { Expectation, Scenario } from './scenario.ts';
export { ScenarioFileWrong } from './scenario-file-wrong.ts';
export type { FileError } from './scenario-file-wrong.ts';
export { scenarioJsonSchema } from './json-schema.ts';
export { printPath } from './path.ts';
export { readProfileTypes } from './profile-types.ts';
