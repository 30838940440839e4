import type { Modem, RegistrationState } from '#device-sim/modem/index';
import type { Clock } from '#shared/runtime/clock';
import { TimedOut, withTimeout } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { hours, printSpan, seconds } from '#shared/runtime/span';

/** How long a registration is waited for. */
export interface RegistrationWait {
  /** By the Clock; an hour unless given. */
  readonly within?: Span;
}

/** A device did not come to be registered as it was waited for. The message is one line. */
export class NotRegistered extends Error {
  override readonly name = 'NotRegistered';
}

/** A stepped clock is wound in steps of this length. */
const step = seconds(1);

/**
 * Waits until a modem stands where it should; a stepped clock is wound meanwhile.
 * @throws NotRegistered when the time is over.
 */
export async function untilRegistered(
  modem: Modem,
  state: RegistrationState,
  { clock, name, within = hours(1) }: RegistrationWait & { readonly clock: Clock; readonly name: string },
): Promise<void> {
  const what = `${name} to be registered as "${state}"`;
  const arrival = new Arrival(modem, state);
  try {
    if (clock.mode === 'stepped') await windUntil(arrival, clock, within);
    else await clock.until(what, withTimeout(clock, within, what, arrival.event));
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
  } finally {
    arrival.end();
  }
  if (!arrival.there) throw new NotRegistered(`waited ${printSpan(within)} for ${what}: ${whereIs(modem)}`);
}

/** The moment at which a modem stands where it should. */
class Arrival {
  readonly event: Promise<void>;
  readonly end: () => void;
  readonly #is: () => boolean;
  #was = false;

  constructor(modem: Modem, state: RegistrationState) {
    this.#is = () => modem.registration.state === state;
    let arrive: () => void = () => undefined;
    this.event = new Promise((resolve) => {
      arrive = () => {
        this.#was = true;
        resolve();
      };
    });
    this.end = modem.onRegistration(() => {
      if (this.#is()) arrive();
    });
    if (this.#is()) arrive();
  }

  get there(): boolean {
    return this.#was;
  }
}

async function windUntil(arrival: Arrival, clock: Clock, within: Span): Promise<void> {
  await clock.settled();
  for (let wound = 0; wound < within && !arrival.there; wound += step) await clock.advance(step);
}

function whereIs({ registration: { state, iccid, plmn, cause } }: Modem): string {
  const profile = iccid === undefined ? 'without an enabled profile' : `with profile ${iccid}`;
  const network = plmn === undefined ? '' : ` at ${plmn}`;
  return `it is "${state}"${network} ${profile}${cause === undefined ? '' : `, because of ${cause}`}`;
}
