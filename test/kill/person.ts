import type { Lpa } from '#device-sim/lpa/index';
import { acceptingHost, DownloadFailed, toResult } from '#device-sim/lpa/index';

import type { Prepared } from './prepared.ts';

/** What a person sees of a download that did not fail. */
export const seen = {
  downloaded: 'downloaded, enabled; nothing waits',
  resumed: 'it was there already, enabled; nothing waits',
  usedUp: 'the code is used up, the profile is there, enabled; nothing waits',
  enabledByHand: 'the code is used up, the profile was there and has been enabled; nothing waits',
  waiting: 'enabled; notifications wait',
  died: 'the device died',
} as const;

const done: readonly (string | undefined)[] = [
  seen.downloaded,
  seen.resumed,
  seen.usedUp,
  seen.enabledByHand,
];

/** Whether nothing is left to be retried. */
export const isDone = (what: string | undefined): boolean => done.includes(what);

/** Downloads as a person does: where the code is used up and its Profile lies on the card, that is enabled. */
export async function download(lpa: Lpa, { activationCode, iccid }: Prepared): Promise<string> {
  try {
    const result = await lpa.download({ activationCode, enable: true, host: acceptingHost });
    if (result.notifications.pending > 0) return seen.waiting;
    return result.resumed ? seen.resumed : seen.downloaded;
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    const there = (await lpa.profiles()).find((profile) => profile.iccid === iccid);
    if (toResult(error).refusal?.name !== 'matchingIdRefused' || there === undefined) return error.message;
    const enabled = there.state === 'enabled';
    const { kept } = enabled ? await lpa.deliverNotifications() : await lpa.enable(iccid);
    if (kept.length > 0) return seen.waiting;
    return enabled ? seen.usedUp : seen.enabledByHand;
  }
}
