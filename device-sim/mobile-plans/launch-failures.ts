import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { Instant } from '#shared/runtime/span';

/** A download that failed. */
export interface Failure {
  readonly status: ESimOperationStatusName;
  readonly at: Instant;
  /** Of the Profile that was on offer, if it came so far. */
  readonly iccid: string | undefined;
}

/** The headers by which a portal learns of downloads that failed since it was last entered (windows §4). */
export function failureHeaders(failures: readonly Failure[]): Readonly<Record<string, string>> {
  if (failures.length === 0) return {};
  const iccid = failures.findLast((failure) => failure.iccid !== undefined)?.iccid;
  return {
    'X-MP-LPAError-Codes': failures.map(({ status }) => status).join(','),
    'X-MP-LPAError-TimeStamps': failures.map(({ at }) => usTime(at)).join(','),
    ...(iccid === undefined ? {} : { 'X-MP-LPAError-ICCIDs': withoutFiller(iccid) }),
  };
}

/** `5/18/2018 11:17:23 PM`, in UTC: the form of the documentation's example. */
export function usTime(at: Instant): string {
  const date = new Date(at);
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  const hour = date.getUTCHours();
  const rest = [date.getUTCMinutes(), date.getUTCSeconds()].map((each) => `${each}`.padStart(2, '0'));
  return `${day} ${[hour % 12 === 0 ? 12 : hour % 12, ...rest].join(':')} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** An ICCID as a portal sees it. */
export function withoutFiller(iccid: string): string {
  return iccid.replace(/[fF]+$/, '');
}
