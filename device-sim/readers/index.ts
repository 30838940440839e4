/** Readers: how programs of other people reach a card of ours. */
export { ChildNotStarted, runLpac } from './lpac/run-lpac.ts';
export type { LpacEnded, LpacRun } from './lpac/run-lpac.ts';
export type { ReaderCard } from './reader-card.ts';
export type { HttpAnswered, HttpAsked } from './lpac/http-backend.ts';
