import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { Clock } from '#shared/runtime/clock';
import type { Trace, TraceEvents } from '#shared/runtime/trace';

import type { Callbacks } from '../callbacks.ts';
import type { CheckedSettings } from '../checked-settings.ts';
import type { DeviceModem, MobilePlansDevice } from '../device.ts';
import type { ActivationError } from '../enumerations.ts';
import type { Findings } from '../findings.ts';
import type { Toasts } from '../toasts/toasts.ts';

/** What a portal ordered. */
export interface Ordered {
  /** Of the operation, as the portal was given it. */
  readonly id: string;
  /** As the portal calls the plan. */
  readonly planName: string;
}

/** How an operation ended. */
export interface OperationEnd {
  readonly result: ActivationError;
  /** Empty when it never became known. */
  readonly iccid: string;
  readonly status?: ESimOperationStatusName;
}

/** What operations need of their app. */
export interface OperationSurroundings {
  readonly device: MobilePlansDevice;
  readonly settings: Pick<CheckedSettings, 'retry' | 'registersFor'>;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly findings: Findings;
  readonly toasts: Toasts;
  /** The callbacks of the launch that is open now. */
  readonly portal: () => Callbacks | undefined;
}

/** Puts into the trace what became of an operation. */
export function noteOperation(
  { device, trace }: OperationSurroundings,
  event: Omit<TraceEvents['host.operation'], 'device'>,
): void {
  trace.emit('host.operation', { device: device.name, ...event });
}

/** Runs work that a call begins, as an exchange of its own. */
export function inFront(
  { clock, trace }: OperationSurroundings,
  what: string,
  run: () => Promise<unknown>,
): void {
  clock.exchange(what, run).catch((error: unknown) => {
    trace.emit('fault', { where: 'mobile-plans operation', error });
  });
}

/** The modem of a device that has one: nothing is begun on another. @throws TypeError */
export function modemOf({ device: { modem, name } }: OperationSurroundings): DeviceModem {
  if (modem === undefined) throw new TypeError(`${name} has no modem`);
  return modem;
}
