import type { LpacRun } from '#device-sim/readers/index';
import { runLpac } from '#device-sim/readers/index';
import { systemClock } from '#shared/runtime/clock';

import type { FakeLpac } from '../../../support/fake-lpac.ts';
import { ScriptedCard } from './scripted-card.ts';

/** What a run came to. */
export interface Ran {
  readonly exitCode: number;
  readonly lines: readonly string[];
  readonly notes: readonly string[];
  readonly card: readonly string[];
}

/** Runs a program that does this, on a card that takes everything. */
export async function run(
  fake: FakeLpac,
  code: string,
  more: Partial<LpacRun> & { readonly script?: Readonly<Record<string, string>> } = {},
): Promise<Ran> {
  const card = new ScriptedCard(more.script);
  const lines: string[] = [];
  const notes: string[] = [];
  const { exitCode } = await runLpac({
    program: fake.program(code),
    args: [],
    environment: { PATH: process.env['PATH'] },
    folder: fake.folder,
    clock: systemClock(),
    card,
    onLine: (line) => lines.push(line),
    onNote: (line) => notes.push(line),
    ...more,
  });
  return { exitCode, lines, notes, card: card.log };
}

/** Lines that are piped in, each when it is asked for. */
export async function* piped(...lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
