import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Draw } from './kept-entropy.ts';

/** Header names in lower case: only those that mean something to RSP. */
export type KeptHeaders = Readonly<Record<string, string>>;

export interface KeptRequest {
  readonly path: string;
  readonly headers: KeptHeaders;
  readonly body: string;
}

export interface KeptResponse {
  readonly status: number;
  readonly headers: KeptHeaders;
  readonly body: string;
}

/** What went over a wire, or where one was about to be used. APDUs are hex, HTTP bodies their text. */
export type Frame =
  /** Something was begun: a command of the peer, or an operation of our LPA. */
  | readonly [kind: 'begin', what: readonly string[]]
  /** The card was reset and answered. */
  | readonly [kind: 'reset', answer: string]
  | readonly [kind: 'apdu', command: string, answer: string]
  | readonly [kind: 'http', request: KeptRequest, response: KeptResponse]
  /** What was begun came to its end; a peer's exit code and last word, or the outcome of our LPA's operation. */
  | readonly [kind: 'end', outcome: unknown];

/** How card and orders stand. */
export interface Standing {
  /** ICCID and state, `8949… enabled`, in the card's order. */
  readonly profiles: readonly string[];
  /** Of pending notifications: number and operation, `3 enable`. */
  readonly notifications: readonly string[];
  /** States of our SM-DP+'s orders by matchingId; none where the server is the peer. */
  readonly orders: Readonly<Record<string, string>>;
}

/** A run with a real peer: what it was made of, what was drawn on our side, and everything between the two. */
export interface Recording<Made = unknown> {
  readonly title: string;
  readonly command: 'npm run interop:record';
  readonly peer: Peer;
  /** The scenario: seed, where the clock stands, the state of our side, and what is done. */
  readonly made: Made;
  readonly draws: readonly Draw[];
  readonly frames: readonly Frame[];
  readonly standing: Standing;
  /** SHA-256 over `frames` as JSON, hex. */
  readonly digest: string;
}

/** The program at the other end. */
export interface Peer {
  readonly name: PeerName;
  readonly version: string;
  /** Its command line, without folders and ports. */
  readonly command: string;
  /** Its TLS certificate (base64 of DER), where it is a server. */
  readonly certificate?: string;
}

export type PeerName = 'lpac' | 'osmo-smdpp';

/** The recording does not hold what it should, or our side does not do what it did. */
export class NotAsRecorded extends Error {
  override readonly name = 'NotAsRecorded';
}

export const digestOf = (frames: readonly Frame[]): string =>
  createHash('sha256').update(JSON.stringify(frames)).digest('hex');

/** The text of a recording's file: one draw and one frame a line. */
export function printRecording({ draws, frames, standing, digest, ...head }: Recording): string {
  const lines = (records: readonly unknown[]): string =>
    `[\n${records.map((record) => `    ${JSON.stringify(record)}`).join(',\n')}\n  ]`;
  const members = Object.entries(head).map(([name, value]) => `  "${name}": ${JSON.stringify(value)},\n`);
  const tail = `  "standing": ${JSON.stringify(standing)},\n  "digest": "${digest}"\n`;
  return `{\n${members.join('')}  "draws": ${lines(draws)},\n  "frames": ${lines(frames)},\n${tail}}\n`;
}

/** Where the recording of a scenario is kept. */
export const fileOf = (peer: PeerName, name: string): string =>
  fileURLToPath(new URL(`recordings/${peer}/${name}.json`, import.meta.url));

/** @throws NotAsRecorded when there is none, or when it was changed by hand */
export function readRecording<Made>(peer: PeerName, name: string): Recording<Made> {
  const file = fileOf(peer, name);
  if (!existsSync(file)) {
    throw new NotAsRecorded(
      `no recording of ${peer}/${name}; make it with npm run interop:record -- ${peer}/${name}`,
    );
  }
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording<Made>;
  expectWhole(recording);
  return recording;
}

/** @throws NotAsRecorded when one octet of the frames is another than was recorded */
export function expectWhole({ title, frames, digest }: Recording): void {
  if (digestOf(frames) !== digest) throw new NotAsRecorded(`the frames of "${title}" are not those recorded`);
}
