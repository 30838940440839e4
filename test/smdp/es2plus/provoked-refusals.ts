import type { RefusalName } from '#shared/rsp/refusals';

import { otherEid, someEid } from '../bench.ts';
import type { OperatorBench } from './crafted-operator.ts';
import { them } from './crafted-operator.ts';

/** A way to a refusal of ES2+: calls the function over HTTP and gives the codes that come back. */
export type ProvokedByOperator = (it: OperatorBench) => Promise<string>;

/** A Profile that is ordered, for an EID or for nobody. */
async function ordered(it: OperatorBench, eid?: string): Promise<string> {
  const iccid = await it.addStock();
  await it.us.call('downloadOrder', { iccid, ...(eid === undefined ? {} : { eid }) });
  return iccid;
}

/** A Profile that is ordered, and confirmed as M-1. */
async function confirmed(it: OperatorBench): Promise<string> {
  const iccid = await ordered(it);
  await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
  return iccid;
}

type Ways = Partial<Record<RefusalName, ProvokedByOperator>>;
type Name = 'downloadOrder' | 'confirmOrder' | 'cancelOrder' | 'releaseProfile';

/** What a function needs besides the ICCID. */
const needed = {
  downloadOrder: {},
  confirmOrder: { releaseFlag: true },
  cancelOrder: { finalProfileStatusIndicator: 'Unavailable' },
  releaseProfile: {},
} as const satisfies Record<Name, object>;

/** Refusals of whatever function is called for an ICCID that is nobody's, or another's. */
const ofIccid = (name: Name) =>
  ({
    iccidUnknown: async (it) => it.us.outcome(name, { iccid: '89000000000000000009', ...needed[name] }),
    iccidNotYours: async (it) => {
      const iccid = await it.addStock(1, { owner: them });
      return it.us.outcome(name, { iccid, ...needed[name] });
    },
  }) as const satisfies Ways;

const ofDownloadOrder = {
  ...ofIccid('downloadOrder'),
  iccidInUse: async (it) => {
    const iccid = await ordered(it, someEid);
    return it.us.outcome('downloadOrder', { iccid, eid: otherEid });
  },
  profileTypeUnknown: async (it) => it.us.outcome('downloadOrder', { profileType: 'C' }),
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
  formatElementMissing: async (it) => it.us.outcome('downloadOrder', {}),
  formatInvalid: async (it) => it.us.outcome('downloadOrder', { iccid: 'none' }),
} as const satisfies Ways;

const ofConfirmOrder = {
  ...ofIccid('confirmOrder'),
  eidOtherBound: async (it) => {
    const iccid = await ordered(it, someEid);
    return it.us.outcome('confirmOrder', { iccid, eid: otherEid, releaseFlag: true });
  },
  eidMissing: async (it) => {
    const iccid = await ordered(it);
    return it.us.outcome('confirmOrder', { iccid, matchingId: '', releaseFlag: true });
  },
  matchingIdInUse: async (it) => {
    await it.bench.place();
    const iccid = await ordered(it);
    return it.us.outcome('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
  },
  matchingIdOtherBound: async (it) => {
    const iccid = await confirmed(it);
    return it.us.outcome('confirmOrder', { iccid, matchingId: 'M-2', releaseFlag: true });
  },
  iccidInUse: async (it) => {
    const iccid = await it.addStock();
    return it.us.outcome('confirmOrder', { iccid, releaseFlag: true });
  },
  smdsUnreachable: async (it) => {
    const iccid = await ordered(it);
    const smds = { smdsAddress: 'lpa.ds.test', eid: someEid };
    return it.us.outcome('confirmOrder', { iccid, ...smds, releaseFlag: true });
  },
} as const satisfies Ways;

const ofCancelOrder = {
  ...ofIccid('cancelOrder'),
  eidOtherBound: async (it) => {
    const iccid = await ordered(it, someEid);
    return it.us.outcome('cancelOrder', { iccid, eid: otherEid, ...needed.cancelOrder });
  },
  matchingIdOtherBound: async (it) => {
    const iccid = await confirmed(it);
    return it.us.outcome('cancelOrder', { iccid, matchingId: 'M-2', ...needed.cancelOrder });
  },
  iccidInUse: async (it) => {
    const iccid = await it.addStock();
    return it.us.outcome('cancelOrder', { iccid, ...needed.cancelOrder });
  },
} as const satisfies Ways;

const ofReleaseProfile = {
  ...ofIccid('releaseProfile'),
  iccidWrongState: async (it) => {
    const iccid = await it.addStock();
    return it.us.outcome('releaseProfile', { iccid });
  },
} as const satisfies Ways;

/** Every refusal of the functions of ES2+, by function and name: how it is come by without being ordered. */
export const provokedEs2plus = {
  downloadOrder: ofDownloadOrder,
  confirmOrder: ofConfirmOrder,
  cancelOrder: ofCancelOrder,
  releaseProfile: ofReleaseProfile,
} as const satisfies Record<Name, Ways>;
