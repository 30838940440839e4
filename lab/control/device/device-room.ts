import type { Delivery, DownloadResult, Profile } from '#device-sim/lpa/index';
import type { WorldDevice } from '#scenarios/world/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import type { NotificationMetadata } from '#shared/rsp/notifications';

import type {
  CardAnswer,
  DefaultSmdpAnswer,
  DeliveryAnswer,
  DeviceAnswer,
  DownloadedAnswer,
  NotificationAnswer,
  ProfileAnswer,
  RenamedAnswer,
} from '../contract.ts';
import { cardFacts, freeOctetsOf } from './card-facts.ts';
import { registrationOf } from './registration.ts';

/** What can be done with a device, whether it is at hand or asked for over the control API. */
export interface DeviceRoom {
  describe(): Promise<DeviceAnswer>;
  enable(iccid: Iccid): Promise<DeliveryAnswer>;
  disable(iccid: Iccid): Promise<DeliveryAnswer>;
  delete(iccid: Iccid): Promise<DeliveryAnswer>;
  /** An empty nickname takes it away. */
  setNickname(iccid: Iccid, nickname: string): Promise<RenamedAnswer>;
  /** By ES10a; an empty address takes it away. */
  setDefaultSmdp(address: string): Promise<DefaultSmdpAnswer>;
  deliverNotifications(): Promise<DeliveryAnswer>;
  /** eUICC memory reset. */
  reset(): Promise<DeliveryAnswer>;
  /** One command to the card as an LPA sends it; the answer with its status word. */
  transmit(command: Bytes): Promise<Bytes>;
}

/** A device that is at hand. Its methods throw what the LPA throws. */
export function deviceRoom(device: WorldDevice): DeviceRoom {
  const { lpa } = device;
  return {
    describe: () => describe(device),
    enable: async (iccid) => deliveryAnswer(await lpa.enable(iccid)),
    disable: async (iccid) => deliveryAnswer(await lpa.disable(iccid)),
    delete: async (iccid) => deliveryAnswer(await lpa.delete(iccid)),
    setNickname: async (iccid, nickname) => {
      await lpa.setNickname(iccid, nickname);
      return { iccid, nickname };
    },
    setDefaultSmdp: async (address) => {
      await lpa.setDefaultSmdpAddress(address);
      return { address };
    },
    deliverNotifications: async () => deliveryAnswer(await lpa.deliverNotifications()),
    reset: async () => deliveryAnswer(await lpa.memoryReset()),
    // Past the modem a proactive command would never be fetched.
    transmit: (command) =>
      (device.registration === undefined ? device.card : device.modem.card).transmit(command),
  };
}

/** A download that ended well, without what only the device itself needs. */
export function downloadedAnswer({
  ok,
  iccid,
  state,
  notifications,
  resumed,
}: DownloadResult): DownloadedAnswer {
  return { ok, iccid, state, notifications, resumed };
}

async function describe(device: WorldDevice): Promise<DeviceAnswer> {
  const { name, eid, lpa } = device;
  const info = await lpa.info();
  const card: CardAnswer = cardFacts(eid, info, await lpa.addresses());
  const registration = registrationOf(device);
  return {
    name,
    eid,
    imei: device.imei,
    freeOctets: freeOctetsOf(info.extCardResource),
    card,
    profiles: (await lpa.profiles()).map(profileAnswer),
    notifications: (await lpa.notifications()).map(notificationAnswer),
    ...(registration === undefined ? {} : { registration }),
  };
}

function profileAnswer(profile: Profile): ProfileAnswer {
  const { iccid, state, serviceProviderName, profileName, isdpAid, nickname, profileClass } = profile;
  return {
    iccid,
    state,
    serviceProviderName,
    profileName,
    ...(isdpAid === undefined ? {} : { isdpAid }),
    ...(nickname === undefined ? {} : { nickname }),
    ...(profileClass === undefined ? {} : { profileClass }),
  };
}

function notificationAnswer(each: NotificationMetadata): NotificationAnswer {
  return {
    seqNumber: each.seqNumber,
    event: each.profileManagementOperation.join(' ').replaceAll('notification', '').toLowerCase(),
    address: each.notificationAddress,
  };
}

function deliveryAnswer({ delivered, kept }: Delivery): DeliveryAnswer {
  return {
    ok: true,
    notifications: { delivered: delivered.length, pending: kept.length },
    kept: kept.map(({ notification, reason }) => ({ address: notification.notificationAddress, reason })),
  };
}
