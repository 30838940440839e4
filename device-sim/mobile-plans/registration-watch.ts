import type { DeviceModem, DeviceRegistration } from './device.ts';
import type { NetworkRegistrationState } from './enumerations.ts';
import { withoutFiller } from './launch-failures.ts';

/** What a person calls connected. */
export const isConnected = (state: NetworkRegistrationState): boolean =>
  state === 'home' || state === 'roaming' || state === 'partner';

/** The changes of a modem's registration from one moment on, kept until somebody may be told of a Profile. */
export class RegistrationWatch {
  readonly #detach: () => void;
  readonly #kept: DeviceRegistration[] = [];
  #listener: ((registration: DeviceRegistration) => void) | undefined;

  constructor(modem: DeviceModem) {
    this.#detach = modem.onRegistration((registration) => {
      if (this.#listener === undefined) this.#kept.push(registration);
      else this.#listener(registration);
    });
  }

  /** From here on `tell` hears each state of the Profile: first those that were kept, then those to come. */
  tellOf(iccid: string, tell: (state: NetworkRegistrationState) => void): void {
    const wanted = withoutFiller(iccid);
    let last: NetworkRegistrationState | undefined;
    const listener = (registration: DeviceRegistration): void => {
      if (registration.iccid === undefined || withoutFiller(registration.iccid) !== wanted) return;
      if (registration.state === last) return;
      last = registration.state;
      tell(registration.state);
    };
    const kept = this.#kept.splice(0);
    this.#listener = listener;
    for (const registration of kept) if (this.#listener === listener) listener(registration);
  }

  stop(): void {
    this.#detach();
    this.#listener = undefined;
    this.#kept.length = 0;
  }
}
