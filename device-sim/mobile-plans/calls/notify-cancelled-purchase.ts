import type { Answer } from './call-surroundings.ts';
import { judgeCancel } from './judge-purchase.ts';
import { metaDataOf } from './read-purchase-meta-data.ts';

/** A portal whose user gave up is not kept, however badly it says so. */
export const notifyCancelledPurchase: Answer = (call, _id, { findings, leave }) => {
  const metaData = metaDataOf(call, findings);
  if (metaData !== undefined) judgeCancel(metaData, findings);
  leave('cancelled', metaData);
};
