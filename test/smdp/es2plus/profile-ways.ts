import { iccidToBytes } from '#shared/identifiers/iccid';
import type { ProfileState } from '#smdp/index';

import { someEid } from '../bench.ts';
import type { OperatorBench } from './crafted-operator.ts';

/** Brings a Profile in stock to a state, by what operators and devices do. */
export const waysTo: Readonly<Record<ProfileState, (it: OperatorBench, iccid: string) => Promise<void>>> = {
  Available: async () => undefined,
  Allocated: async (it, iccid) => {
    await it.us.call('downloadOrder', { iccid });
  },
  Linked: async (it, iccid) => {
    await it.us.call('downloadOrder', { iccid, eid: someEid });
  },
  Confirmed: async (it, iccid) => {
    await waysTo.Allocated(it, iccid);
    await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', confirmationCode: '1', releaseFlag: false });
  },
  Released: async (it, iccid) => {
    await waysTo.Confirmed(it, iccid);
    await it.us.call('releaseProfile', { iccid });
  },
  Downloaded: async (it, iccid) => {
    await waysTo.Released(it, iccid);
    await it.bench.device.download('M-1', { confirmationCode: '1' });
  },
  Installed: async (it, iccid) => {
    await waysTo.Released(it, iccid);
    await installed(it, 'success');
  },
  Error: async (it, iccid) => {
    await waysTo.Released(it, iccid);
    await installed(it, 'installFailedDueToPEProcessingError');
  },
  Unavailable: async (it, iccid) => {
    await waysTo.Allocated(it, iccid);
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Unavailable' });
  },
};

async function installed(
  it: OperatorBench,
  result: 'success' | 'installFailedDueToPEProcessingError',
): Promise<void> {
  const { device, smdp } = it.bench;
  const { prepared } = await device.download('M-1', { confirmationCode: '1' });
  const iccid = iccidToBytes((await smdp.orders.list())[0]!.iccid);
  await device.notify(device.installationResult(prepared, result, { iccid }));
}
