import type { CallMessage } from '../bridge/message.ts';
import { registrationInterval } from '../operations/registration-interval.ts';
import type { PurchaseMetaData } from '../purchase-meta-data.ts';
import type { Answer, CallSurroundings } from './call-surroundings.ts';
import { judgeBalance, judgeCancel, judgeDownload } from './judge-purchase.ts';
import { addBalance } from './notify-balance-addition.ts';
import { readActivationCode } from './read-activation-code.ts';
import { cardIsFree } from './read-download.ts';
import { isLeftOut } from './read-iccid.ts';
import { readPurchaseMetaData } from './read-purchase-meta-data.ts';
import type { PurchaseResult } from './read-purchase-result.ts';
import { readPurchaseResult } from './read-purchase-result.ts';

/** The one function of the oldest contract: a purchase that was abandoned, or one with a profile, or with balance. */
export const notifyPurchaseResult: Answer = (call, id, launch) => {
  const { callbacks, findings, transactionId } = launch;
  const result = readPurchaseResult(call.arguments[0]);
  const given = { value: result?.purchaseResult, made: true, spellings: call.spellings };
  const metaData = result === undefined ? undefined : readPurchaseMetaData(given, findings);
  if (result === undefined || metaData === undefined) {
    if (result === undefined) findings.add('purchaseResultUnreadable');
    void callbacks.activation('invalidJson', '');
    return;
  }
  if (result.transactionId !== transactionId) findings.add('transactionIdNotEchoed');
  if (!result.success) {
    judgeCancel(metaData, findings);
    launch.operations.cancelOf(callbacks);
    launch.leave('cancelled', metaData);
    return;
  }
  if (begin(result, metaData, { call, id, launch })) launch.leave('purchased', metaData);
};

interface Begun {
  readonly call: CallMessage;
  readonly id: string;
  readonly launch: CallSurroundings;
}

/** Begins what was bought; false where that cannot be, and the portal has been told. */
function begin(result: PurchaseResult, metaData: PurchaseMetaData, { call, id, launch }: Begun): boolean {
  const { callbacks, findings, operations } = launch;
  if (isLeftOut(result.activationCode) && !isLeftOut(result.iccid)) {
    judgeBalance(metaData, findings);
    return addBalance(result.iccid, { id, name: call.name }, launch);
  }
  judgeDownload(metaData, findings);
  const usable = readActivationCode(result.activationCode, findings);
  const obstacle = usable === undefined ? 'invalidActivationCode' : operations.obstacle;
  if (usable === undefined || obstacle !== undefined) {
    void callbacks.activation(obstacle ?? 'invalidActivationCode', '');
    return false;
  }
  if (!cardIsFree(call.name, launch)) return false;
  const planName = metaData.planName ?? '';
  operations.beginConnectivity({ id, usable, planName, interval: registrationInterval(0) });
  return true;
}
