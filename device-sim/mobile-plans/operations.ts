import { DownloadFailed } from '#device-sim/lpa/index';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import { activationErrorOf } from './activation-result.ts';
import type { Callbacks } from './callbacks.ts';
import type { UsableCode } from './calls/read-activation-code.ts';
import type { DeviceModem, MobilePlansDevice } from './device.ts';
import type { ActivationError, NetworkRegistrationState } from './enumerations.ts';
import type { Findings } from './findings.ts';
import type { Failure } from './launch-failures.ts';
import { withoutFiller } from './launch-failures.ts';
import { RegistrationWatch } from './registration-watch.ts';

/** What a portal ordered. */
export interface InlineDownload {
  readonly id: string;
  readonly usable: UsableCode;
  /** Of the launch the portal called in. */
  readonly callbacks: Callbacks;
}

interface OperationSurroundings {
  readonly device: MobilePlansDevice;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly findings: Findings;
}

interface OperationEnd {
  readonly result: ActivationError;
  /** Empty when it never became known. */
  readonly iccid: string;
  readonly status?: ESimOperationStatusName;
}

/** Failures after which the code is as good as before. */
const codeSurvives: ReadonlySet<ESimOperationStatusName> = new Set([
  'ServerNotReachable',
  'TimeoutWaitingForResponse',
  'CardBusy',
  'CardRemoved',
  'InsufficientSpaceOnCard',
  'OperationAborted',
  'TimeoutWaitingForUserConsent',
  'ProfileNotReleasedByOperator',
]);

/** What a portal waits for. */
const connectedStates: ReadonlySet<NetworkRegistrationState> = new Set(['home', 'roaming', 'partner']);

/** Failures told at the next launch, at most. */
const MOST_FAILURES = 16;

/** What a device does for portals: one operation at a time, whatever launch it was ordered in. */
export class Operations {
  readonly #world: OperationSurroundings;
  #running = false;
  #failures: Failure[] = [];
  #codeToRetry: string | undefined;
  #watch: RegistrationWatch | undefined;

  constructor(world: OperationSurroundings) {
    this.#world = world;
  }

  get running(): boolean {
    return this.#running;
  }

  /** The failures since the last success or the last time of asking. */
  takeFailures(): readonly Failure[] {
    return this.#failures.splice(0);
  }

  close(): void {
    this.#watch?.stop();
    this.#watch = undefined;
  }

  /** Downloads, enables, tells the result and then each registration state. Returns at once. */
  beginDownload(ordered: InlineDownload): void {
    const { clock, trace, findings, device } = this.#world;
    const { callbacks, id, usable } = ordered;
    const { modem } = device;
    if (modem === undefined) {
      void callbacks.activation('modemNotFound', '');
      return;
    }
    if (this.#codeToRetry !== undefined && this.#codeToRetry !== usable.code)
      findings.add('newCodeAfterError');
    this.#codeToRetry = undefined;
    this.#running = true;
    trace.emit('host.operation', { device: device.name, id, state: 'begun' });
    clock
      .exchange('notifyProfileDownload', () => this.#run(ordered, modem))
      .catch((error: unknown) => {
        trace.emit('fault', { where: 'mobile-plans operation', error });
      });
  }

  async #run({ id, usable, callbacks }: InlineDownload, modem: DeviceModem): Promise<void> {
    const { device, trace } = this.#world;
    const watch = new RegistrationWatch(modem);
    const { result, iccid, ...rest } = await this.#download(usable);
    // Before the portal is told: it may try again from inside the callback.
    this.#running = false;
    trace.emit('host.operation', { device: device.name, id, state: 'ended', result, iccid, ...rest });
    const told = await callbacks.activation(result, iccid);
    if (result !== 'success' || (told === 'gone' && !callbacks.attached)) watch.stop();
    else this.#tellRegistrations(watch, iccid, callbacks);
  }

  #tellRegistrations(watch: RegistrationWatch, iccid: string, callbacks: Callbacks): void {
    this.#watch?.stop();
    this.#watch = watch;
    let connected = false;
    watch.tellOf(iccid, (state) => {
      if (!callbacks.attached) watch.stop();
      // Whoever closes the window once the network is there waits for nothing any more.
      if (callbacks.attached || !connected) void callbacks.registration(state, iccid);
      connected ||= connectedStates.has(state);
    });
  }

  async #download({ code, confirmationCodeRequired }: UsableCode): Promise<OperationEnd> {
    const { device, trace } = this.#world;
    let offered: string | undefined;
    const listener = {
      offered: (iccid: string): void => {
        offered = withoutFiller(iccid);
      },
    };
    try {
      const { iccid } = await device.download(code, listener);
      this.#failures = [];
      return { result: 'success', iccid: withoutFiller(iccid), status: 'Success' };
    } catch (error) {
      if (!(error instanceof DownloadFailed)) {
        trace.emit('fault', { where: 'mobile-plans download', error });
        return { result: 'unknownError', iccid: offered ?? '' };
      }
      this.#remember(error.status, offered, code, confirmationCodeRequired);
      return { result: activationErrorOf(error), iccid: offered ?? '', status: error.status };
    }
  }

  #remember(
    status: ESimOperationStatusName,
    iccid: string | undefined,
    code: string,
    confirmationCodeRequired: boolean,
  ): void {
    const { clock, findings } = this.#world;
    this.#failures = [...this.#failures, { status, at: clock.now(), iccid }].slice(-MOST_FAILURES);
    if (codeSurvives.has(status)) this.#codeToRetry = code;
    if (status === 'ProfileNotReleasedByOperator') findings.add('codeNotValidYet');
    if (status === 'ConfirmationCodeMissing' && !confirmationCodeRequired) {
      findings.add('confirmationUnannounced');
    }
  }
}
