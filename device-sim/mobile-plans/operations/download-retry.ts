import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import { esimOperationStatuses } from '#shared/rsp/esim-operation-status';
import type { Span } from '#shared/runtime/span';
import { minutes } from '#shared/runtime/span';

import type { DownloadRetry } from '../settings.ts';
import { SettingsRefused } from '../settings.ts';

/** What may be otherwise a minute later. */
const passing: readonly ESimOperationStatusName[] = [
  'ServerNotReachable',
  'TimeoutWaitingForResponse',
  'ServerFailure',
  'CardBusy',
  'ProfileNotReleasedByOperator',
];
const MOST_TIMES = 100;

/** When a download that failed is tried again. */
export type CheckedRetry = Required<DownloadRetry>;

/** With what is left out filled in. @throws SettingsRefused */
export function checkRetry(retry: DownloadRetry = {}): CheckedRetry {
  const { times = 2, interval = minutes(1), after = passing, inline = false } = retry;
  if (!Number.isInteger(times) || times < 0 || times > MOST_TIMES)
    throw new SettingsRefused(`a download is tried again 0 to ${MOST_TIMES} times, not ${times}`);
  if (!(interval >= 0)) throw new SettingsRefused('the time between two attempts cannot be negative');
  const unknown = after.find((status) => !esimOperationStatuses.includes(status));
  if (unknown !== undefined)
    throw new SettingsRefused(`"${unknown}" is no ESimOperationStatus; write ServerNotReachable`);
  return { times, interval, after, inline };
}

/** How long after a failure the next attempt begins; undefined when there is none. */
export function nextAttempt(
  { times, interval, after }: CheckedRetry,
  attempts: number,
  status: ESimOperationStatusName | undefined,
): Span | undefined {
  return attempts <= times && status !== undefined && after.includes(status) ? interval : undefined;
}
