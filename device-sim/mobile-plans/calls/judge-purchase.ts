import { enumerations } from '../enumerations.ts';
import type { Findings } from '../findings.ts';
import type { PurchaseMetaData } from '../purchase-meta-data.ts';

const statuses = enumerations.MobilePlansMoDirectStatus;
const known: readonly string[] = Object.values(statuses);

/** Whether the metadata fit a purchase after which a profile is to be downloaded. */
export function judgeDownload(
  { moDirectStatus: status, planName = '' }: PurchaseMetaData,
  findings: Findings,
): void {
  if (status === undefined) findings.add('moDirectStatusMissing');
  else if (status !== statuses.complete) {
    if (known.includes(status)) findings.add('failureWithDownload', status);
    return;
  }
  if (planName.trim() === '') findings.add('planNameEmpty');
}

/** Whether the metadata fit balance that was added. */
export function judgeBalance(
  { moDirectStatus: status, planName = '' }: PurchaseMetaData,
  findings: Findings,
): void {
  if (status === undefined) findings.add('moDirectStatusMissing');
  if (planName.trim() === '' && (status === undefined || status === statuses.complete))
    findings.add('planNameEmpty');
}

/** Whether the metadata fit a purchase that was cancelled. */
export function judgeCancel(
  { moDirectStatus: status, planName = '' }: PurchaseMetaData,
  findings: Findings,
): void {
  if (status === undefined) findings.add('moDirectStatusMissing');
  if (status === statuses.complete) findings.add('completeOnCancel');
  if (planName !== '') findings.add('planNameOnCancel', planName);
}
