import type { Clock } from '#shared/runtime/clock';
import type { Instant, Span } from '#shared/runtime/span';
import { after, milliseconds } from '#shared/runtime/span';

import type { DeviceModem, DeviceRegistration } from '../device.ts';
import { withoutFiller } from '../launch-failures.ts';
import { isConnected } from '../registration-watch.ts';
import { shortestInterval } from './registration-interval.ts';
import type { Schedule } from './schedule.ts';

export interface RegistrationSearchOptions {
  /** Of the operation. */
  readonly id: string;
  readonly modem: DeviceModem;
  readonly iccid: string;
  /** From each attempt to the next. */
  readonly interval: Span;
  /** Of the first attempt. */
  readonly due: Instant;
  /** After which no further attempt begins. */
  readonly until: Instant;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** A further attempt is to be made then. */
  readonly next: (due: Instant) => void;
  /** How it ended, unless from outside; `elsewhere`: the modem works with another Profile now. */
  readonly over: (how: 'connected' | 'notConnected' | 'elsewhere') => void;
}

/** Has a modem register again and again until the network of a Profile is there. */
export class RegistrationSearch {
  readonly #options: RegistrationSearchOptions;
  readonly #detach: () => void;
  #over = false;
  #takeBack: () => void = () => undefined;

  constructor(options: RegistrationSearchOptions) {
    const { modem } = options;
    this.#options = options;
    this.#detach = modem.onRegistration((registration) => {
      this.#look(registration);
    });
  }

  begin(): void {
    const { due, modem } = this.#options;
    this.#look(modem.registration);
    if (!this.#over) this.#attemptAt(due);
  }

  end(): void {
    this.#over = true;
    this.#takeBack();
    this.#detach();
  }

  #look(registration: DeviceRegistration): void {
    if (this.#over || !this.#isOurs(registration) || !isConnected(registration.state)) return;
    this.#end('connected');
  }

  #isOurs({ iccid }: DeviceRegistration): boolean {
    return iccid !== undefined && withoutFiller(iccid) === withoutFiller(this.#options.iccid);
  }

  #next(span: Span): void {
    const { clock, until, next } = this.#options;
    const due = after(clock.now(), span);
    if (due > until) {
      this.#end('notConnected');
      return;
    }
    next(due);
    this.#attemptAt(due);
  }

  #attemptAt(due: Instant): void {
    const { id, schedule } = this.#options;
    this.#takeBack = schedule.add({ id, what: 'registration', due }, () => this.#attempt());
  }

  async #attempt(): Promise<void> {
    const { modem, interval } = this.#options;
    await modem.register();
    if (this.#over) return;
    if (this.#isOurs(modem.registration)) this.#next(milliseconds(Math.max(interval, shortestInterval)));
    else this.#end('elsewhere');
  }

  #end(how: 'connected' | 'notConnected' | 'elsewhere'): void {
    this.end();
    this.#options.over(how);
  }
}
