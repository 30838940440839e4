import type { Span } from '#shared/runtime/span';

import type { UsableCode } from '../calls/read-activation-code.ts';
import type { RegistrationWatch } from '../registration-watch.ts';
import type { ToastKind } from '../toasts/toast.ts';
import type { Downloads } from './downloads.ts';
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

/** Asynchronous connectivity: a profile at once, and registrations until the network knows it (mobile-plans §3). */
export class AsynchronousConnectivity {
  readonly #world: OperationSurroundings;
  readonly #downloads: Downloads;
  readonly #schedule: Schedule;
  readonly #searches = new Set<RegistrationSearch>();

  constructor(world: OperationSurroundings, downloads: Downloads, schedule: Schedule) {
    this.#world = world;
    this.#downloads = downloads;
    this.#schedule = schedule;
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
    inFront(this.#world, 'notifyPurchaseWithProfileDownload', () => this.#downloads.begin(job));
  }

  close(): void {
    for (const search of this.#searches) search.end();
    this.#searches.clear();
  }

  #awaitNetwork({ id, planName, interval }: ConnectivityOrder, iccid: string): void {
    const { clock, settings } = this.#world;
    const { registersFor } = settings;
    const search = new RegistrationSearch({
      id,
      modem: modemOf(this.#world),
      iccid,
      interval,
      registersFor,
      clock,
      schedule: this.#schedule,
      over: (how) => {
        this.#searches.delete(search);
        if (how === 'connected') this.#show(how, id, sentences.connected(planName));
        if (how === 'notConnected') this.#show(how, id, sentences.notConnected(planName, registersFor));
      },
    });
    this.#searches.add(search);
    search.begin();
  }

  #show(kind: ToastKind, operation: string, text: string): void {
    this.#world.toasts.show({ kind, text, operation });
  }
}
