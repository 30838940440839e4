import type { RequestOf } from '#shared/http/contract';
import type { HandleDownloadProgressInfo } from '#shared/rsp/es2plus';
import { notificationPointOf } from '#shared/rsp/es2plus';
import { refusalNamed } from '#shared/rsp/refusals';
import { instant } from '#shared/runtime/span';

import type { DeskProgress, DeskState } from './desk-record.ts';

/** handleDownloadProgressInfo as it came (SGP.22 §5.3.5). */
export interface ToldProgress extends RequestOf<typeof HandleDownloadProgressInfo> {
  readonly functionCallIdentifier?: string;
}

/** What is kept of it. */
export function progressOf(info: ToldProgress): DeskProgress {
  const { notificationPointId: id, timestamp, functionCallIdentifier: call } = info;
  return {
    point: notificationPointOf(id) ?? `point ${id}`,
    status: statusOf(info),
    at: instant(timestamp),
    ...(call === undefined ? {} : { call }),
  };
}

/** Whether it is one of those that were heard: an SM-DP+ that was killed may not know that it has told it. */
export function isHeard({ call, point, status, at }: DeskProgress, heard: readonly DeskProgress[]): boolean {
  return (
    call !== undefined &&
    heard.some(
      (each) => each.call === call && each.point === point && each.status === status && each.at === at,
    )
  );
}

/** `success`; or one word for what went wrong: that of the SM-DP+, else the refusal by its name, else what was said. */
function statusOf({ notificationPointStatus: { status, statusCodeData: data } }: ToldProgress): string {
  if (status === 'Executed-Success' || status === 'Executed-WithWarning') return 'success';
  if (data === undefined) return status;
  const said = short(data.message ?? '');
  if (/^[A-Za-z]+$/.test(said)) return said;
  return refusalNamed(data) ?? (said || short(`${data.subjectCode}/${data.reasonCode}`));
}

/** On one line. */
const short = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200);

/** What a provisioning may count from, if it is that which was told. */
export function momentOf({ point, status }: DeskProgress): 'download' | 'install' | undefined {
  if (status !== 'success') return undefined;
  if (point === 'bppDownload') return 'download';
  return point === 'bppInstallation' ? 'install' : undefined;
}

/** The same of a state in which a Profile has come to be. */
export function momentOfState(state: string): 'download' | 'install' | undefined {
  if (state === 'Downloaded') return 'download';
  return state === 'Installed' ? 'install' : undefined;
}

/** Nothing more comes of an order that was refused with these (SGP.22 §3.1.5). */
const usedUp = ['downloadRetriesExceeded', 'confirmationCodeRetriesExceeded'];
/** An installation that ended with these may be tried again (es9plus.md §4). */
const forNow = [
  'installFailedDueToInsufficientMemoryForProfile',
  'installFailedDueToInterruption',
  'postponed',
  'timeout',
];

/** The state of an order after what was told of it. */
export function stateAfter(state: DeskState, info: ToldProgress): DeskState {
  const { point, status } = progressOf(info);
  if (state === 'Installed' || state === 'Unavailable') return state;
  if (status === 'success') return afterSuccess(state, point);
  if (usedUp.includes(status)) return 'Error';
  if (point !== 'bppInstallation' || forNow.includes(status)) return state;
  // Whether a person's no ends an order that nothing was delivered of is the SM-DP+'s to say.
  const undelivered = state === 'Released' || state === 'Available';
  return undelivered && status === 'endUserRejection' ? state : 'Error';
}

function afterSuccess(state: DeskState, point: DeskProgress['point']): DeskState {
  if (point === 'bppDownload') return 'Downloaded';
  return point === 'bppInstallation' ? 'Installed' : state;
}
