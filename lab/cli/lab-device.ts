import { fromHex, toHex } from '#shared/bytes/bytes';

import type {
  ApduAnswer,
  DefaultSmdpAnswer,
  DeviceAnswer,
  DeliveryAnswer,
  DeviceRoom,
  RenamedAnswer,
} from '../control/index.ts';
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
    setDefaultSmdp: (address) => client.ask<DefaultSmdpAnswer>('PUT', `${device}/default-smdp`, { address }),
    deliverNotifications: () => client.ask<DeliveryAnswer>('POST', `${device}/notifications/deliver`),
    transmit: async (command) => {
      const sent = { command: toHex(command) };
      return fromHex((await client.ask<ApduAnswer>('POST', `${device}/apdu`, sent)).answer);
    },
    reset: () => client.ask<DeliveryAnswer>('POST', `${device}/reset`),
  };
}
