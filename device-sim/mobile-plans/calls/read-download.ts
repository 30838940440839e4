import type { CallMessage } from '../bridge/message.ts';
import type { PurchaseMetaData } from '../purchase-meta-data.ts';
import type { CallSurroundings } from './call-surroundings.ts';
import { judgeDownload } from './judge-purchase.ts';
import type { UsableCode } from './read-activation-code.ts';
import { readActivationCode } from './read-activation-code.ts';
import { readMinutes } from './read-minutes.ts';
import { metaDataOf } from './read-purchase-meta-data.ts';

/** What a portal hands over with a profile. */
export interface HandedOver {
  readonly metaData: PurchaseMetaData;
  readonly usable: UsableCode;
  /** The third argument. */
  readonly minutes: number;
}

/**
 * Reads the arguments of a call that hands over a profile: metadata, activation code, minutes. Undefined where they, or
 * the device, do not allow of a download; the portal has been told then.
 */
export function readDownload(call: CallMessage, launch: CallSurroundings): HandedOver | undefined {
  const { callbacks, findings, operations } = launch;
  const [, code, third] = call.arguments;
  const metaData = metaDataOf(call, findings);
  if (metaData === undefined) {
    void callbacks.activation('invalidJson', '');
    return undefined;
  }
  judgeDownload(metaData, findings);
  const usable = readActivationCode(code, findings);
  if (usable === undefined) {
    void callbacks.activation('invalidActivationCode', '');
    return undefined;
  }
  const asked = readMinutes(third, findings);
  const obstacle = asked === undefined ? 'operationAborted' : operations.obstacle;
  if (asked === undefined || obstacle !== undefined) {
    void callbacks.activation(obstacle ?? 'operationAborted', '');
    return undefined;
  }
  return { metaData, usable, minutes: asked };
}

/** Whether the card is free; where it is not the portal has been told. */
export function cardIsFree(name: string, { callbacks, findings, operations }: CallSurroundings): boolean {
  if (!operations.running) return true;
  findings.add('notifiedTwice', name);
  void callbacks.activation('cardBusy', '');
  return false;
}
