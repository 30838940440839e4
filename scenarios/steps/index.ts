/** What scenarios do: their verbs and expectations, played in a world. */
export { playScenario } from './play-scenario.ts';
export type { PlayParts } from './play-scenario.ts';
export type { Failure, Fingerprint, Message, Played } from './played.ts';
