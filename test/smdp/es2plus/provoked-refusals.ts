import type { RefusalName } from '#shared/rsp/refusals';

import { otherEid, someEid } from '../bench.ts';
import type { OperatorBench } from './crafted-operator.ts';
import { them } from './crafted-operator.ts';

/** A way to a refusal of ES2+: calls the function over HTTP and gives the codes that come back. */
type Provoked = (it: OperatorBench) => Promise<string>;

/** A Profile that is ordered, for an EID or for nobody. */
async function ordered(it: OperatorBench, eid?: string): Promise<string> {
  const iccid = await it.addStock();
  await it.us.call('downloadOrder', { iccid, ...(eid === undefined ? {} : { eid }) });
  return iccid;
}

/** Every refusal of the functions of ES2+ by name, but for those that nothing here has. */
export const provokedEs2plus = {
  eidMissing: async (it) => {
    const iccid = await ordered(it);
    return it.us.outcome('confirmOrder', { iccid, matchingId: '', releaseFlag: true });
  },
  eidOtherBound: async (it) => {
    const iccid = await ordered(it, someEid);
    return it.us.outcome('confirmOrder', { iccid, eid: otherEid, releaseFlag: true });
  },
  iccidNotYours: async (it) => {
    const iccid = await it.addStock(1, { owner: them });
    return it.us.outcome('downloadOrder', { iccid });
  },
  iccidInUse: async (it) => {
    const iccid = await ordered(it, someEid);
    return it.us.outcome('downloadOrder', { iccid, eid: otherEid });
  },
  iccidWrongState: async (it) => {
    const iccid = await it.addStock();
    return it.us.outcome('releaseProfile', { iccid });
  },
  iccidUnknown: async (it) => it.us.outcome('downloadOrder', { iccid: '89000000000000000009' }),
  profileTypeNotYours: async (it) => {
    await it.addStock();
    await it.addStock(2, { profileType: 'B', owner: them });
    return it.us.outcome('downloadOrder', { profileType: 'B' });
  },
  profileTypeUsedUp: async (it) => {
    await ordered(it);
    return it.us.outcome('downloadOrder', { profileType: 'A' });
  },
  profileTypeDoesNotFitIccid: async (it) => {
    const iccid = await it.addStock(1);
    await it.addStock(2, { profileType: 'B' });
    return it.us.outcome('downloadOrder', { iccid, profileType: 'B' });
  },
  profileTypeUnknown: async (it) => it.us.outcome('downloadOrder', { profileType: 'C' }),
  matchingIdInUse: async (it) => {
    await it.bench.place();
    const iccid = await ordered(it);
    return it.us.outcome('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
  },
  matchingIdOtherBound: async (it) => {
    const iccid = await ordered(it);
    await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
    const away = { matchingId: 'M-2', finalProfileStatusIndicator: 'Unavailable' };
    return it.us.outcome('cancelOrder', { iccid, ...away });
  },
  smdsUnreachable: async (it) => {
    const iccid = await ordered(it);
    const smds = { smdsAddress: 'lpa.ds.test', eid: someEid };
    return it.us.outcome('confirmOrder', { iccid, ...smds, releaseFlag: true });
  },
} as const satisfies Partial<Record<RefusalName, Provoked>>;
