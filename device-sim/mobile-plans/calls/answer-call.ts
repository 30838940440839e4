import type { BridgeFunction } from '../bridge/contract.ts';
import type { CallMessage } from '../bridge/message.ts';
import type { Callbacks } from '../callbacks.ts';
import type { Findings } from '../findings.ts';
import type { Operations } from '../operations.ts';
import type { PurchaseMetaData } from '../purchase-meta-data.ts';
import { judgeCancel, judgeDownload } from './judge-purchase.ts';
import { readActivationCode } from './read-activation-code.ts';
import { readDelay } from './read-delay.ts';
import { readPurchaseMetaData } from './read-purchase-meta-data.ts';

/** What a call may need of the launch it was made in. */
export interface CallSurroundings {
  readonly callbacks: Callbacks;
  readonly findings: Findings;
  readonly operations: Operations;
  /** Gives control back to the app. */
  readonly cancel: (purchase: PurchaseMetaData | undefined) => void;
}

type Answer = (call: CallMessage, id: string, launch: CallSurroundings) => void;

/** Does what a portal's call asks for. Whatever the call is, it has an outcome: a callback, a finding, the end of the launch. */
export function answerCall(call: CallMessage, id: string, launch: CallSurroundings): void {
  const { object, name } = call;
  const today = object === 'MobilePlans' || object === 'MobilePlansInlineOperations';
  if (!today || name === 'notifyInlineProfileDownload')
    launch.findings.add('legacyName', `${object}.${name}`);
  answers[name](call, id, launch);
}

const notifyProfileDownload: Answer = (call, id, launch) => {
  const { callbacks, findings, operations } = launch;
  const [, code, delay] = call.arguments;
  const metaData = metaDataOf(call, findings);
  if (metaData === undefined) {
    void callbacks.activation('invalidJson', '');
    return;
  }
  judgeDownload(metaData, findings);
  const usable = readActivationCode(code, findings);
  if (usable === undefined) {
    void callbacks.activation('invalidActivationCode', '');
    return;
  }
  const minutes = readDelay(delay, findings);
  if (minutes !== 0) {
    if (minutes !== undefined) findings.add('notOfferedYet', `${call.name} with a delay`);
    void callbacks.activation('operationAborted', '');
    return;
  }
  if (operations.running) {
    findings.add('notifiedTwice', call.name);
    void callbacks.activation('cardBusy', '');
    return;
  }
  operations.beginDownload({ id, usable, callbacks });
};

/** A portal whose user gave up is not kept, however badly it says so. */
const notifyCancelledPurchase: Answer = (call, _id, { findings, cancel }) => {
  const metaData = metaDataOf(call, findings);
  if (metaData !== undefined) judgeCancel(metaData, findings);
  cancel(metaData);
};

/** There is nothing yet that could be cancelled. No callback: an operation that goes on must not seem to have ended. */
const notifyOperationCancel: Answer = ({ name, arguments: [context] }, _id, { findings }) => {
  if (typeof context === 'string') findings.add('cancelWithId');
  findings.add('notOfferedYet', name);
};

const notOffered: Answer = ({ object, name }, _id, { callbacks, findings }) => {
  findings.add('notOfferedYet', `${object}.${name}`);
  void callbacks.activation('operationAborted', '');
};

const answers: Readonly<Record<BridgeFunction, Answer>> = {
  notifyProfileDownload,
  notifyInlineProfileDownload: notifyProfileDownload,
  notifyCancelledPurchase,
  notifyOperationCancel,
  notifyPurchaseWithProfileDownload: notOffered,
  notifyBalanceAddition: notOffered,
  notifyPurchaseResult: notOffered,
};

function metaDataOf(call: CallMessage, findings: Findings): PurchaseMetaData | undefined {
  const { made, spellings } = call;
  return readPurchaseMetaData({ value: call.arguments[0], made, spellings }, findings);
}
