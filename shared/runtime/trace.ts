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

/** What happens in a world, in order; log, page, scenarios and exports read it. */
export class Trace {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #listeners = new Set<Listener>();
  #count = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  emit<Name extends TraceName>(name: Name, event: TraceEvents[Name]): void {
    this.#count += 1;
    const record = { number: this.#count, at: this.#clock.now(), name, event } as unknown as TraceRecord;
    for (const listener of this.#listeners) listener(record);
  }

  /** Calls `listener` for each event of that name; the returned function ends it. */
  on<Name extends TraceName>(
    name: Name,
    listener: (event: TraceEvents[Name], record: RecordOf<Name>) => void,
  ): () => void {
    return this.onAny((record) => {
      if (record.name === name) {
        const own = record as RecordOf<Name>;
        listener(own.event as TraceEvents[Name], own);
      }
    });
  }

  /** Calls `listener` for every event; the returned function ends it. */
  onAny(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
