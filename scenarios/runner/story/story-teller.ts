import { printable } from '#shared/runtime/printable';
import type { TraceRecord } from '#shared/runtime/trace';

import type { Story, StoryEntry } from './story.ts';

/** Most entries that are kept of one scenario: a year of prepaid life is no sequence that anybody reads. */
const mostEntries = 20_000;

/** Keeps what happens in a world. */
export class StoryTeller {
  readonly #entries: StoryEntry[] = [];
  readonly #source: string;

  /** @param source the file that is played */
  constructor(source: string) {
    this.#source = source;
  }

  /** Takes down an event. */
  readonly tell = (record: TraceRecord): void => {
    if (this.#entries.length < mostEntries) this.#entries.push(entryOf(record));
  };

  /** All so far. */
  story(): Story {
    return { source: this.#source, entries: this.#entries };
  }
}

function entryOf(record: TraceRecord): StoryEntry {
  const { at } = record;
  if (record.name === 'wire') return { kind: 'wire', at, ...record.event };
  if (record.name === 'lpa.apdu') return { kind: 'apdu', at, ...record.event };
  return { kind: 'event', at, name: record.name, event: printable(record.event, true) };
}
