import type { Described } from '../bridge/described.ts';
import type { Answer, CallSurroundings } from './call-surroundings.ts';
import { judgeBalance } from './judge-purchase.ts';
import { cardIsFree } from './read-download.ts';
import { isLeftOut, readIccid } from './read-iccid.ts';
import { metaDataOf } from './read-purchase-meta-data.ts';

/** Balance was added; with an ICCID that profile is to be used. The legacy function wants one, and gives control back. */
export const notifyBalanceAddition: Answer = (call, id, launch) => {
  const { callbacks, findings, operations } = launch;
  const metaData = metaDataOf(call, findings);
  if (metaData === undefined) {
    void callbacks.activation('invalidJson', '');
    return;
  }
  judgeBalance(metaData, findings);
  const legacy = call.object === 'MobilePlans';
  const [, iccid] = call.arguments;
  if (!legacy && isLeftOut(iccid)) operations.noteBalance(id);
  else if (addBalance(iccid, { id, name: call.name }, launch) && legacy) launch.leave('purchased', metaData);
};

/** Switches to the profile of that ICCID; false where that cannot even begin, and the portal has been told. */
export function addBalance(
  given: Described | undefined,
  { id, name }: { readonly id: string; readonly name: string },
  launch: CallSurroundings,
): boolean {
  const { callbacks, findings, operations } = launch;
  const iccid = readIccid(given, findings);
  const obstacle = operations.obstacle === 'modemNotFound' ? 'modemNotFound' : undefined;
  if (iccid === undefined || obstacle !== undefined) {
    void callbacks.activation(obstacle ?? 'invalidIccid', '');
    return false;
  }
  if (!cardIsFree(name, launch)) return false;
  operations.beginSwitch({ id, iccid, callbacks });
  return true;
}
