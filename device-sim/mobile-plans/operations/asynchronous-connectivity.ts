import type { Span } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';

import type { UsableCode } from '../calls/read-activation-code.ts';
import type { RegistrationWatch } from '../registration-watch.ts';
import type { ToastKind } from '../toasts/toast.ts';
import type { KeptSearch } from './app-memory.ts';
import type { Downloads } from './downloads.ts';
import type { LocalSettings } from './local-settings.ts';
import type { OperationEnd, OperationSurroundings, Ordered } from './operation.ts';
import { inFront, modemOf } from './operation.ts';
import { RegistrationSearch } from './registration-search.ts';
import type { Schedule } from './schedule.ts';
import { sentences } from './sentences.ts';

/** A profile for now and a network for later; control is with the app. */
export interface ConnectivityOrder extends Ordered {
  readonly usable: UsableCode;
  /** Until the app looks for the network again. */
  readonly interval: Span;
}

export interface ConnectivityParts {
  readonly downloads: Downloads;
  readonly schedule: Schedule;
  readonly settings: LocalSettings;
}

/** Asynchronous connectivity: a profile at once, and registrations until the network knows it (mobile-plans §3). */
export class AsynchronousConnectivity {
  readonly #world: OperationSurroundings;
  readonly #parts: ConnectivityParts;
  readonly #searches = new Map<RegistrationSearch, KeptSearch>();

  constructor(world: OperationSurroundings, parts: ConnectivityParts) {
    this.#world = world;
    this.#parts = parts;
    if (world.device.modem === undefined) return;
    for (const kept of parts.settings.work.searches) this.#search(kept);
  }

  begin(order: ConnectivityOrder): void {
    const { id, planName, usable } = order;
    const ended = ({ result, iccid }: OperationEnd, watch: RegistrationWatch): Promise<void> => {
      watch.stop();
      if (result === 'success') this.#awaitNetwork(order, iccid);
      else this.#show('downloadFailed', id, sentences.downloadFailed(planName, result));
      return Promise.resolve();
    };
    const job = { id, planName, usable, retries: true, ended };
    inFront(this.#world, 'notifyPurchaseWithProfileDownload', () => this.#parts.downloads.begin(job));
  }

  /** Ends what goes on; it goes on when the app is opened again. */
  close(): void {
    for (const search of this.#searches.keys()) search.end();
    this.#searches.clear();
  }

  #awaitNetwork({ id, planName, interval }: ConnectivityOrder, iccid: string): void {
    const now = this.#world.clock.now();
    const until = after(now, this.#world.settings.registersFor);
    this.#search({ id, planName, iccid, interval, due: after(now, interval), until });
  }

  #search(kept: KeptSearch): void {
    const { id, planName } = kept;
    const { clock, settings } = this.#world;
    const search = new RegistrationSearch({
      ...kept,
      modem: modemOf(this.#world),
      clock,
      schedule: this.#parts.schedule,
      next: (due) => {
        this.#keep(search, { ...kept, due });
      },
      over: (how) => {
        this.#keep(search, undefined);
        if (how === 'connected') this.#show(how, id, sentences.connected(planName));
        if (how === 'notConnected')
          this.#show(how, id, sentences.notConnected(planName, settings.registersFor));
      },
    });
    this.#keep(search, kept);
    search.begin();
  }

  #keep(search: RegistrationSearch, kept: KeptSearch | undefined): void {
    if (kept === undefined) this.#searches.delete(search);
    else this.#searches.set(search, kept);
    const searches = [...this.#searches.values()];
    inFront(this.#world, 'local settings of the app', () => this.#parts.settings.keep({ searches }));
  }

  #show(kind: ToastKind, operation: string, text: string): void {
    this.#world.toasts.show({ kind, text, operation });
  }
}
