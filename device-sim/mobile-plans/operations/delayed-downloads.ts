import type { Callbacks } from '../callbacks.ts';
import type { RegistrationWatch } from '../registration-watch.ts';
import type { KeptDownload } from './app-memory.ts';
import type { Downloads } from './downloads.ts';
import type { LocalSettings } from './local-settings.ts';
import type { OperationEnd, OperationSurroundings, Ordered } from './operation.ts';
import { inFront, noteOperation } from './operation.ts';
import type { RegistrationTelling } from './registration-telling.ts';
import type { Schedule } from './schedule.ts';
import { sentences } from './sentences.ts';

/** A profile for later. */
export interface DelayedDownload extends KeptDownload {
  /** Of the launch the portal called in. */
  readonly callbacks: Callbacks;
}

export interface DelayedDownloadParts {
  readonly downloads: Downloads;
  readonly schedule: Schedule;
  readonly telling: RegistrationTelling;
  readonly settings: LocalSettings;
}

/** A profile for later, as long as nothing has come of it; nobody ordered what was ordered before the app was opened. */
interface Waiting extends KeptDownload {
  readonly callbacks: Callbacks | undefined;
  /** Keeps the toast from being shown. */
  readonly takeBack: () => void;
}

/** Deferred downloads: after the delay the person is invited, and what follows is up to them (mobile-plans §3). */
export class DelayedDownloads {
  readonly #world: OperationSurroundings;
  readonly #parts: DelayedDownloadParts;
  readonly #waiting = new Map<string, Waiting>();
  readonly #invited = new Set<string>();

  constructor(world: OperationSurroundings, parts: DelayedDownloadParts) {
    this.#world = world;
    this.#parts = parts;
    for (const kept of parts.settings.work.downloads) this.#wait(kept, undefined);
  }

  /** What cannot be kept is not begun: the portal is told `localSettingsAccessFailed`. */
  add({ callbacks, ...ordered }: DelayedDownload): void {
    const { id, due } = ordered;
    noteOperation(this.#world, { id, state: 'scheduled', due });
    this.#wait(ordered, callbacks);
    inFront(this.#world, 'local settings of the app', async () => {
      if (await this.#keep()) return;
      const result = 'localSettingsAccessFailed';
      this.#waiting.get(id)?.takeBack();
      this.#waiting.delete(id);
      noteOperation(this.#world, { id, state: 'ended', result, iccid: '' });
      await callbacks.activation(result, '');
    });
  }

  /** Takes one back; false when its toast has been shown, or there is no such operation. */
  cancel(id: string): boolean {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined || this.#invited.has(id)) return false;
    waiting.takeBack();
    this.#forget(id);
    noteOperation(this.#world, { id, state: 'cancelled' });
    return true;
  }

  /** Takes back all of a launch, but for those whose toast has been shown. */
  cancelOf(launch: Callbacks): void {
    const ordered = [...this.#waiting.values()].filter(({ callbacks }) => callbacks === launch);
    for (const { id } of ordered) this.cancel(id);
  }

  #wait(kept: KeptDownload, callbacks: Callbacks | undefined): void {
    const { id, due } = kept;
    const takeBack = this.#parts.schedule.add({ id, what: 'toast', due }, () => {
      this.#invited.add(id);
      this.#invite(kept, callbacks);
      return Promise.resolve();
    });
    this.#waiting.set(id, { ...kept, callbacks, takeBack });
  }

  #invite({ id, planName, usable }: KeptDownload, callbacks: Callbacks | undefined): void {
    const ended = (end: OperationEnd, watch: RegistrationWatch): Promise<void> =>
      this.#tell({ id, planName }, callbacks, end, watch);
    this.#world.toasts.show({
      kind: 'downloadReady',
      text: sentences.downloadReady(planName),
      operation: id,
      accepted: () => {
        this.#forget(id);
        return this.#parts.downloads.beginWhenFree({ id, planName, usable, retries: true, ended });
      },
      ignored: () => {
        this.#forget(id);
        this.#ignored(id, callbacks);
      },
    });
  }

  /** The app asks once. The code is as good as before: the portal may hand it over again. */
  #ignored(id: string, callbacks: Callbacks | undefined): void {
    const result = 'operationAborted';
    noteOperation(this.#world, { id, state: 'ended', result, iccid: '' });
    void this.#listening(callbacks)?.activation(result, '');
  }

  async #tell(
    ordered: Ordered,
    callbacks: Callbacks | undefined,
    end: OperationEnd,
    watch: RegistrationWatch,
  ): Promise<void> {
    const { result, iccid } = end;
    const portal = this.#listening(callbacks);
    if (portal === undefined) {
      watch.stop();
      if (result !== 'success') this.#tellPerson(ordered, end);
      return;
    }
    await portal.activation(result, iccid);
    if (result === 'success') this.#parts.telling.begin(watch, iccid, portal);
    else watch.stop();
  }

  #tellPerson({ id, planName }: Ordered, { result }: OperationEnd): void {
    const text = sentences.downloadFailed(planName, result);
    this.#world.toasts.show({ kind: 'downloadFailed', text, operation: id });
  }

  /** The page that ordered a profile, or the one that is open now; undefined where none is. */
  #listening(callbacks: Callbacks | undefined): Callbacks | undefined {
    const portal = callbacks?.attached === true ? callbacks : this.#world.portal();
    return portal?.attached === true ? portal : undefined;
  }

  #forget(id: string): void {
    this.#waiting.delete(id);
    this.#invited.delete(id);
    inFront(this.#world, 'local settings of the app', () => this.#keep());
  }

  /** Whether it could be kept. */
  async #keep(): Promise<boolean> {
    const downloads = [...this.#waiting.values()].map(({ id, planName, usable, due }) => ({
      id,
      planName,
      usable,
      due,
    }));
    return this.#parts.settings.keep({ downloads });
  }
}
