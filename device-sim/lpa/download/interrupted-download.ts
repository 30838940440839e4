import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { PendingNotification } from '#shared/rsp/notifications';

import { ServerRefused } from '../es9plus/server-errors.ts';
import type { LpaParts } from '../lpa-parts.ts';
import type { Profile } from '../profiles.ts';
import { listProfiles } from '../profiles.ts';
import type { Session } from './download-run.ts';

/**
 * The Profile of a download that was cut off between installation and the delivery of its result. The result went to
 * the server right before this session, so that the order is done and its MatchingID refused; the Profile that it
 * tells of lies on the card (es9plus.md §4.2). Undefined when the refusal means what it says, as it does when the
 * result is known to be of another code.
 */
export async function profileOfInterruptedDownload(
  { matchingIds }: Pick<LpaParts, 'matchingIds'>,
  { isdR, code }: Pick<Session, 'isdR' | 'code'>,
  refusal: unknown,
  deliveredBefore: readonly PendingNotification[],
): Promise<Profile | undefined> {
  if (!(refusal instanceof ServerRefused) || refusal.refusal !== 'matchingIdRefused') return undefined;
  const mayBeOfThis = (transactionId: Bytes): boolean =>
    (matchingIds.get(toHex(transactionId)) ?? code.matchingId) === code.matchingId;
  const installed = deliveredBefore.map((each) => installedIccid(each, mayBeOfThis));
  const iccid = installed.findLast((each) => each !== undefined);
  if (iccid === undefined) return undefined;
  return (await listProfiles(isdR)).find((profile) => profile.iccid === iccid);
}

/** The ICCID in a ProfileInstallationResult that is a success of a session that counts. */
function installedIccid(
  { profileInstallationResult: result }: PendingNotification,
  counts: (transactionId: Bytes) => boolean,
): Iccid | undefined {
  if (result === undefined) return undefined;
  const { transactionId, finalResult, notificationMetadata } = result.profileInstallationResultData.value;
  if (finalResult.successResult === undefined || notificationMetadata.iccid === undefined) return undefined;
  if (!counts(transactionId)) return undefined;
  try {
    return iccidFromBytes(notificationMetadata.iccid);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
