import type { Bytes } from '../bytes/bytes.ts';
import type { Clock } from './clock.ts';
import type { Instant } from './span.ts';

/**
 * Every event of a world by name. A part adds its own in its `events.ts`:
 * `declare module '#shared/runtime/trace' { interface TraceEvents { 'session.moved': … } }`
 */
export interface TraceEvents {
  /** A bug of ours: loud, and never dressed as a refusal. */
  fault: { readonly where: string; readonly error: unknown };
  /** Something odd that was accepted: a lint finding. */
  finding: { readonly where: string; readonly what: string; readonly source?: string };
  /** Octets on a wire. `lane` is `device-1/ES10`, `ES9+`, …; `direction` is as the lane's own words have it. */
  wire: { readonly lane: string; readonly direction: string; readonly octets: Bytes; readonly what?: string };
}

export type TraceName = keyof TraceEvents;

/** What readers of all events get: one member for each name. */
export type TraceRecord = {
  [Name in TraceName]: {
    readonly number: number;
    readonly at: Instant;
    readonly name: Name;
    readonly event: TraceEvents[Name];
  };
}[TraceName];

type RecordOf<Name extends TraceName> = Extract<TraceRecord, { readonly name: Name }>;
type Listener = (record: TraceRecord) => void;

/** Who is told of events: of one name, or of all. */
interface Reader {
  readonly name: TraceName | undefined;
  readonly tell: Listener;
}

/** What happens in a world, in order; log, page, scenarios and exports read it. */
export class Trace {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #readers = new Set<Reader>();
  #count = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Most events have nobody who reads them: a record is made for the first who does. */
  emit<Name extends TraceName>(name: Name, event: TraceEvents[Name]): void {
    const number = (this.#count += 1);
    let record: TraceRecord | undefined;
    for (const reader of this.#readers) {
      if (reader.name !== undefined && reader.name !== name) continue;
      record ??= { number, at: this.#clock.now(), name, event } as unknown as TraceRecord;
      reader.tell(record);
    }
  }

  /** Calls `listener` for each event of that name; the returned function ends it. */
  on<Name extends TraceName>(
    name: Name,
    listener: (event: TraceEvents[Name], record: RecordOf<Name>) => void,
  ): () => void {
    return this.#read(name, (record) => {
      const own = record as RecordOf<Name>;
      listener(own.event as TraceEvents[Name], own);
    });
  }

  /** Calls `listener` for every event; the returned function ends it. */
  onAny(listener: Listener): () => void {
    return this.#read(undefined, listener);
  }

  #read(name: TraceName | undefined, tell: Listener): () => void {
    const reader = { name, tell };
    this.#readers.add(reader);
    return () => void this.#readers.delete(reader);
  }
}
