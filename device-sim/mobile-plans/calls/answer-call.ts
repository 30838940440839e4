import type { BridgeFunction } from '../bridge/contract.ts';
import type { CallMessage } from '../bridge/message.ts';
import type { Answer, CallSurroundings } from './call-surroundings.ts';
import { notifyBalanceAddition } from './notify-balance-addition.ts';
import { notifyCancelledPurchase } from './notify-cancelled-purchase.ts';
import { notifyOperationCancel } from './notify-operation-cancel.ts';
import { notifyProfileDownload } from './notify-profile-download.ts';
import { notifyPurchaseResult } from './notify-purchase-result.ts';
import { notifyPurchaseWithProfileDownload } from './notify-purchase-with-profile-download.ts';

/** Does what a portal's call asks for. Whatever the call is, it has an outcome: a callback, a finding, the end of the launch. */
export function answerCall(call: CallMessage, id: string, launch: CallSurroundings): void {
  const { object, name } = call;
  const today = object === 'MobilePlans' || object === 'MobilePlansInlineOperations';
  const legacy = name === 'notifyInlineProfileDownload' || `${object}.${name}` === legacyBalance;
  if (!today || legacy) launch.findings.add('legacyName', `${object}.${name}`);
  answers[name](call, id, launch);
}

const legacyBalance = 'MobilePlans.notifyBalanceAddition';

const answers: Readonly<Record<BridgeFunction, Answer>> = {
  notifyProfileDownload,
  notifyInlineProfileDownload: notifyProfileDownload,
  notifyPurchaseWithProfileDownload,
  notifyBalanceAddition,
  notifyOperationCancel,
  notifyCancelledPurchase,
  notifyPurchaseResult,
};
