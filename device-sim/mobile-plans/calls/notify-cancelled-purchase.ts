import type { Answer } from './call-surroundings.ts';
import { judgeCancel } from './judge-purchase.ts';
import { metaDataOf } from './read-purchase-meta-data.ts';

/**
 * A portal whose user gave up is not kept, however badly it says so; and what it ordered for later in this launch does
 * not come, unless the person has been invited already.
 */
export const notifyCancelledPurchase: Answer = (call, _id, { callbacks, findings, operations, leave }) => {
  const metaData = metaDataOf(call, findings);
  if (metaData !== undefined) judgeCancel(metaData, findings);
  operations.cancelOf(callbacks);
  leave('cancelled', metaData);
};
