import type { Callbacks } from '../callbacks.ts';
import type { RegistrationWatch } from '../registration-watch.ts';
import { isConnected } from '../registration-watch.ts';

/** Tells a portal how the modem stands with the Profile it has handed over last. */
export class RegistrationTelling {
  #watch: RegistrationWatch | undefined;

  /** From now on, and of what the watch has kept; an earlier telling ends. */
  begin(watch: RegistrationWatch, iccid: string, callbacks: Callbacks): void {
    this.#watch?.stop();
    this.#watch = watch;
    let connected = false;
    watch.tellOf(iccid, (state) => {
      if (!callbacks.attached) watch.stop();
      // Whoever closes the window once the network is there waits for nothing any more.
      if (callbacks.attached || !connected) void callbacks.registration(state, iccid);
      connected ||= isConnected(state);
    });
  }

  close(): void {
    this.#watch?.stop();
    this.#watch = undefined;
  }
}
