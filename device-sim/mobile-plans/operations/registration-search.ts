import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
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
  /** Before the first attempt, and from each to the next. */
  readonly interval: Span;
  /** After which no further attempt begins. */
  readonly registersFor: Span;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** How it ended, unless from outside; `elsewhere`: the modem works with another Profile now. */
  readonly over: (how: 'connected' | 'notConnected' | 'elsewhere') => void;
}

/** Has a modem register again and again until the network of a Profile is there. */
export class RegistrationSearch {
  readonly #options: RegistrationSearchOptions;
  readonly #detach: () => void;
  readonly #last: number;
  #over = false;
  #takeBack: () => void = () => undefined;

  constructor(options: RegistrationSearchOptions) {
    const { modem, clock, registersFor } = options;
    this.#options = options;
    this.#last = after(clock.now(), registersFor);
    this.#detach = modem.onRegistration((registration) => {
      this.#look(registration);
    });
  }

  begin(): void {
    const { interval, modem } = this.#options;
    this.#look(modem.registration);
    if (!this.#over) this.#next(interval);
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
    const { id, clock, schedule } = this.#options;
    const due = after(clock.now(), span);
    if (due > this.#last) {
      this.#end('notConnected');
      return;
    }
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
