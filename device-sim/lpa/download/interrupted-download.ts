import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { PendingNotification } from '#shared/rsp/notifications';

import type { IsdR } from '../es10/isd-r.ts';
import { ServerRefused } from '../es9plus/server-errors.ts';
import type { Profile } from '../profiles.ts';
import { listProfiles } from '../profiles.ts';

/**
 * The Profile of a download that was cut off between installation and the delivery of its result. The result went to
 * the server right before this session, so that the order is done and its MatchingID refused; the Profile that it
 * tells of lies on the card (es9plus.md §4.2). Undefined when the refusal means what it says.
 */
export async function profileOfInterruptedDownload(
  isdR: IsdR,
  refusal: unknown,
  deliveredBefore: readonly PendingNotification[],
): Promise<Profile | undefined> {
  if (!(refusal instanceof ServerRefused) || refusal.refusal !== 'matchingIdRefused') return undefined;
  const iccid = deliveredBefore.map(installedIccid).findLast((each) => each !== undefined);
  if (iccid === undefined) return undefined;
  return (await listProfiles(isdR)).find((profile) => profile.iccid === iccid);
}

/** The ICCID in a ProfileInstallationResult that is a success. */
function installedIccid({ profileInstallationResult }: PendingNotification): Iccid | undefined {
  if (profileInstallationResult === undefined) return undefined;
  const { finalResult, notificationMetadata } = profileInstallationResult.profileInstallationResultData.value;
  if (finalResult.successResult === undefined || notificationMetadata.iccid === undefined) return undefined;
  try {
    return iccidFromBytes(notificationMetadata.iccid);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
