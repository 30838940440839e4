import type { Span } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';

import type { Callbacks } from './callbacks.ts';
import type { UsableCode } from './calls/read-activation-code.ts';
import type { ActivationError } from './enumerations.ts';
import type { Failure } from './launch-failures.ts';
import type { AppMemory } from './operations/app-memory.ts';
import { AsynchronousConnectivity } from './operations/asynchronous-connectivity.ts';
import type { ConnectivityOrder } from './operations/asynchronous-connectivity.ts';
import type { Awaited } from './operations/awaited.ts';
import { DelayedDownloads } from './operations/delayed-downloads.ts';
import { Downloads } from './operations/downloads.ts';
import { Failures } from './operations/failures.ts';
import { LocalSettings } from './operations/local-settings.ts';
import { Occupation } from './operations/occupation.ts';
import type { OperationEnd, OperationSurroundings, Ordered } from './operations/operation.ts';
import { inFront, noteOperation } from './operations/operation.ts';
import type { ProfileSwitch } from './operations/profile-switch.ts';
import { switchProfile } from './operations/profile-switch.ts';
import { RegistrationTelling } from './operations/registration-telling.ts';
import { Schedule } from './operations/schedule.ts';
import type { RegistrationWatch } from './registration-watch.ts';

/** A profile that a portal ordered while it stays open. */
export interface InlineDownload extends Ordered {
  readonly usable: UsableCode;
  /** Of the launch the portal called in. */
  readonly callbacks: Callbacks;
}

/** What a device does for portals: one operation on the card at a time, whatever launch it was ordered in. */
export class Operations {
  readonly #world: OperationSurroundings;
  readonly #failures: Failures;
  readonly #schedule: Schedule;
  readonly #occupation = new Occupation();
  readonly #telling = new RegistrationTelling();
  readonly #downloads: Downloads;
  readonly #delayed: DelayedDownloads;
  readonly #connectivity: AsynchronousConnectivity;

  constructor(world: OperationSurroundings, memory: AppMemory) {
    this.#world = world;
    this.#failures = new Failures(world.findings);
    const failures = this.#failures;
    const schedule = new Schedule(world.clock, world.trace);
    const telling = this.#telling;
    const settings = new LocalSettings(world, memory);
    const downloads = new Downloads(world, { failures, schedule, occupation: this.#occupation });
    this.#schedule = schedule;
    this.#downloads = downloads;
    this.#delayed = new DelayedDownloads(world, { downloads, schedule, telling, settings });
    this.#connectivity = new AsynchronousConnectivity(world, { downloads, schedule, settings });
  }

  /** Whether one is under way: nothing else is begun meanwhile. */
  get running(): boolean {
    return this.#occupation.busy;
  }

  /** What comes later by itself, the next first. */
  get awaited(): readonly Awaited[] {
    return this.#schedule.awaited;
  }

  /** Why nothing at all can be downloaded on this device; undefined when it can. Nothing is begun where it is not asked. */
  get obstacle(): ActivationError | undefined {
    const { modem, eid } = this.#world.device;
    if (modem === undefined) return 'modemNotFound';
    return eid === undefined ? 'lpaInitializationError' : undefined;
  }

  /** The failures since the last success or the last time of asking. */
  takeFailures(): readonly Failure[] {
    return this.#failures.take();
  }

  close(): void {
    this.#schedule.close();
    this.#connectivity.close();
    this.#telling.close();
  }

  /** Downloads, enables, tells the result and then each registration state. Returns at once. */
  beginDownload({ callbacks, ...ordered }: InlineDownload): void {
    this.#failures.handedOver(ordered.usable);
    const ended = async ({ result, iccid }: OperationEnd, watch: RegistrationWatch): Promise<void> => {
      const told = await callbacks.activation(result, iccid);
      if (result !== 'success' || (told === 'gone' && !callbacks.attached)) watch.stop();
      else this.#telling.begin(watch, iccid, callbacks);
    };
    const job = { ...ordered, retries: this.#world.settings.retry.inline, ended };
    inFront(this.#world, 'notifyProfileDownload', () => this.#downloads.begin(job));
  }

  /** Invites the person to the download once its delay is over. */
  delayDownload(ordered: InlineDownload, delay: Span): void {
    this.#failures.handedOver(ordered.usable);
    this.#delayed.add({ ...ordered, due: after(this.#world.clock.now(), delay) });
  }

  /** Takes a delayed download back; false when its toast has been shown, or there is none of that Id. */
  cancel(id: string): boolean {
    return this.#delayed.cancel(id);
  }

  /** Takes back what was ordered for later in a launch, but for what the person has been invited to. */
  cancelOf(callbacks: Callbacks): void {
    this.#delayed.cancelOf(callbacks);
  }

  /** Downloads and enables, and looks for the network until it is there. Returns at once. */
  beginConnectivity(ordered: ConnectivityOrder): void {
    this.#failures.handedOver(ordered.usable);
    this.#connectivity.begin(ordered);
  }

  /** Enables a profile of the card, tells the result and then each registration state. Returns at once. */
  beginSwitch(ordered: ProfileSwitch): void {
    const parts = { occupation: this.#occupation, telling: this.#telling };
    inFront(this.#world, 'notifyBalanceAddition', () => switchProfile(ordered, this.#world, parts));
  }

  /** Balance was added where nothing is to be done about it. */
  noteBalance(id: string): void {
    noteOperation(this.#world, { id, state: 'ended', result: 'success' });
  }
}
