import type { DeviceAnswer, DeliveryAnswer, DeviceRoom, RenamedAnswer } from '../control/index.ts';
import type { LabClient } from './lab-client.ts';
import { inPath } from './lab-client.ts';

/** A device of a running lab. */
export function labDevice(client: LabClient, name: string): DeviceRoom {
  const device = `/api/devices/${inPath(name)}`;
  const profile = (iccid: string): string => `${device}/profiles/${inPath(iccid)}`;
  return {
    describe: () => client.ask<DeviceAnswer>('GET', device),
    enable: (iccid) => client.ask<DeliveryAnswer>('POST', `${profile(iccid)}/enable`),
    disable: (iccid) => client.ask<DeliveryAnswer>('POST', `${profile(iccid)}/disable`),
    delete: (iccid) => client.ask<DeliveryAnswer>('DELETE', profile(iccid)),
    setNickname: (iccid, nickname) => client.ask<RenamedAnswer>('PATCH', profile(iccid), { nickname }),
    deliverNotifications: () => client.ask<DeliveryAnswer>('POST', `${device}/notifications/deliver`),
    reset: () => client.ask<DeliveryAnswer>('POST', `${device}/reset`),
  };
}
