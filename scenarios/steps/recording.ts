import type { Instant } from '#shared/runtime/span';
import type { Trace, TraceRecord } from '#shared/runtime/trace';
import { TraceHash } from '#shared/runtime/trace-hash';

import type { Fingerprint, Message, Played } from './played.ts';

/** What is kept of a world while a scenario is played in it. */
export class Recording {
  readonly faults: string[] = [];
  readonly #hash: TraceHash;
  readonly #began: Instant;
  readonly #nameOf: (iccid: string) => string;
  readonly #messages: Message[] = [];
  readonly #kept: Kept[] = [];
  readonly #detach: () => void;

  constructor(trace: Trace, began: Instant, nameOf: (iccid: string) => string) {
    this.#hash = new TraceHash(trace);
    this.#began = began;
    this.#nameOf = nameOf;
    this.#detach = trace.onAny((record) => {
      this.#keep(record);
    });
  }

  /** Nothing more is kept. */
  stop(): void {
    this.#detach();
    this.#hash.close();
  }

  /** All that was kept. ICCIDs are called by the names that they have by now. */
  seen(): Fingerprint & Pick<Played, 'traceHash' | 'messages'> {
    const of = (lane: keyof Fingerprint): readonly string[] =>
      this.#kept.filter((each) => each.lane === lane).map((each) => this.#printed(each));
    return {
      refusals: of('refusals'),
      profileStates: of('profileStates'),
      registrations: of('registrations'),
      orderHistory: of('orderHistory'),
      traceHash: this.#hash.digest(),
      messages: this.#messages,
    };
  }

  #printed({ at, iccid, text }: Kept): string {
    const minute = Math.floor((at - this.#began) / 60_000);
    return [`${minute}m`, ...(iccid === undefined ? [] : [this.#nameOf(iccid)]), text].join(' ');
  }

  #keep(record: TraceRecord): void {
    if (record.name === 'wire') this.#messages.push({ ...record.event, at: record.at });
    else if (record.name === 'fault')
      this.faults.push(`${record.event.where}: ${saying(record.event.error)}`);
    const kept = keptOf(record);
    if (kept !== undefined) this.#kept.push({ ...kept, at: record.at });
  }
}

interface Kept {
  readonly at: Instant;
  readonly lane: keyof Fingerprint;
  readonly iccid?: string | undefined;
  readonly text: string;
}

/** The part of the fingerprint that an event is. */
function keptOf({ name, event }: TraceRecord): Omit<Kept, 'at'> | undefined {
  if (name === 'es9plus.refused' || name === 'es2plus.refused')
    return { lane: 'refusals', text: `${event.function} ${event.refusal}` };
  if (name === 'lpa.failed') return { lane: 'refusals', text: `${event.device} failed in ${event.stage}` };
  if (name === 'lpa.cancelled')
    return { lane: 'refusals', text: `${event.device} cancelled because of ${event.reason}` };
  if (name === 'lpa.downloaded')
    return { lane: 'profileStates', iccid: event.iccid, text: event.resumed ? 'resumed' : 'installed' };
  if (name === 'lpa.profile') return { lane: 'profileStates', iccid: event.iccid, text: event.action };
  if (name === 'order.moved') return { lane: 'orderHistory', iccid: event.iccid, text: event.to };
  if (name !== 'modem.registration') return undefined;
  const { device, iccid, state, plmn, cause } = event;
  const parts = [device, state, plmn, cause].filter((part) => part !== undefined);
  return { lane: 'registrations', iccid, text: parts.join(' ') };
}

const saying = (error: unknown): string => (error instanceof Error ? error.message : String(error));
