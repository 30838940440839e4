import type { Story, StoryEntry, WireEntry } from '#scenarios/runner/index';

import { CardCalls, wiresOfLpa } from './card-calls.ts';
import { cardRow, modemRow } from './card-rows.ts';
import { notArrived } from './lost.ts';
import { noteOf } from './notes.ts';
import { partiesOf } from './parties.ts';
import type { Row, Sequence, StepRow } from './row.ts';
import { wireRow } from './wire-rows.ts';

/** More are no sequence that anybody reads. */
const mostRows = 1_500;

/** The story of a scenario as rows between parties. */
export function sequenceOf(story: Story): Sequence {
  const rows = new Rows(story).all();
  const shown = rows.slice(0, mostRows);
  return { parties: partiesOf(shown), rows: shown, left: rows.length - shown.length };
}

class Rows {
  readonly #story: Story;
  readonly #ofLpa: ReadonlySet<StoryEntry>;
  readonly #lost: ReadonlySet<StoryEntry>;
  readonly #calls = new Map<string, CardCalls>();
  readonly #modem = new Map<string, WireEntry[]>();
  readonly #rows: Row[] = [];

  constructor(story: Story) {
    this.#story = story;
    this.#ofLpa = wiresOfLpa(story.entries);
    this.#lost = notArrived(story.entries);
  }

  all(): readonly Row[] {
    for (const entry of this.#story.entries) this.#take(entry);
    this.#endCalls();
    const begins = this.#story.entries[0]?.at ?? 0;
    return this.#rows.map((row) => ({ ...row, at: row.at - begins }));
  }

  #take(entry: StoryEntry): void {
    if (entry.kind === 'apdu') {
      const calls = this.#calls.get(entry.device) ?? new CardCalls();
      this.#calls.set(entry.device, calls);
      const ended = calls.add(entry);
      if (ended !== undefined) this.#rows.push(...cardRow(ended));
    } else if (entry.kind === 'wire' && entry.lane.endsWith('/ES10')) {
      if (!this.#ofLpa.has(entry)) this.#ofModem(entry);
    } else if (entry.kind === 'wire') {
      const row = wireRow(entry, this.#lost.has(entry));
      if (row === undefined) return;
      this.#endCalls();
      this.#rows.push(row);
    } else this.#event(entry);
  }

  #event(entry: Extract<StoryEntry, { kind: 'event' }>): void {
    const row = stepOf(entry, this.#story.source) ?? noteOf(entry);
    if (row === undefined) return;
    this.#endCalls();
    this.#rows.push('at' in row ? row : { ...row, at: entry.at });
  }

  #ofModem(entry: WireEntry): void {
    const device = entry.lane.slice(0, -'/ES10'.length);
    this.#modem.set(device, [...(this.#modem.get(device) ?? []), entry]);
  }

  /** Something else happens: what is open at the cards has come to its end. */
  #endCalls(): void {
    for (const calls of this.#calls.values()) {
      const ended = calls.end();
      if (ended !== undefined) this.#rows.push(...cardRow(ended));
    }
    for (const [device, wires] of this.#modem) this.#rows.push(...modemRow(device, wires));
    this.#modem.clear();
  }
}

/** The lines of the file that say a step. */
function stepOf(
  { at, name, event }: Extract<StoryEntry, { kind: 'event' }>,
  source: string,
): StepRow | undefined {
  if (name !== 'scenario.step') return undefined;
  const { line } = event as { readonly line: number };
  return { kind: 'step', at, line, text: stepText(source.split(/\r?\n/), line) };
}

/** From its line to the next item of the same list. */
function stepText(lines: readonly string[], line: number): string {
  const [first = '', ...rest] = lines.slice(line - 1);
  const indent = first.search(/\S/);
  const ended = rest.findIndex((each) => each.trim() !== '' && each.search(/\S/) <= indent);
  const within = ended < 0 ? rest : rest.slice(0, ended);
  const left = first.slice(indent).replace(/^- /, '');
  const inner = indent + first.slice(indent).length - left.length;
  return [left, ...within.map((each) => each.slice(inner))].join('\n').trimEnd();
}
