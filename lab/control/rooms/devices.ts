import { ourRspCapability, ourUiccCapability } from '#device-sim/euicc/index';
import type { CardPart, WorldDevice } from '#scenarios/world/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { didYouMean } from '#shared/runtime/did-you-mean';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { z } from 'zod';

import type { ApduAnswer, CreatedAnswer, DevicesAnswer } from '../contract.ts';
import type { DeviceRoom } from '../device/device-room.ts';
import { deviceRoom } from '../device/device-room.ts';
import type { DeviceShelf } from '../device/device-shelf.ts';
import { downloadOn } from '../device/download.ts';
import { registrationOf } from '../device/registration.ts';
import { Refused } from '../refused.ts';
import {
  createDevice,
  downloadProfile,
  iccidInPath,
  nameProfile,
  sendCommand,
  setDefaultSmdp,
} from '../requests.ts';
import type { PathParts, Route } from '../route.ts';
import { route, routeWith, understood } from '../route.ts';

/** The devices and what is on their cards. */
export function deviceRoutes(shelf: DeviceShelf): readonly Route[] {
  const opening = new OneByOne();
  const find = ({ name = '' }: PathParts): Promise<WorldDevice> =>
    opening.run(name, async () => (await shelf.find(name)) ?? noSuchDevice(name, shelf));
  const room = async (path: PathParts): Promise<DeviceRoom> => deviceRoom(await find(path));
  const iccid = ({ iccid: text }: PathParts) => understood(iccidInPath, text);
  const one = '/api/devices/:name';
  return [
    route('GET', '/api/devices', async () => list(shelf)),
    routeWith('POST', '/api/devices', createDevice, (_path, { name, ...card }) =>
      opening.run(name, async () => create(shelf, name, card)),
    ),
    route('GET', one, async (path) => (await room(path)).describe()),
    routeWith('POST', `${one}/download`, downloadProfile, async (path, request) =>
      downloadOn(await find(path), request),
    ),
    route('POST', `${one}/profiles/:iccid/enable`, async (path) => (await room(path)).enable(iccid(path))),
    route('POST', `${one}/profiles/:iccid/disable`, async (path) => (await room(path)).disable(iccid(path))),
    route('DELETE', `${one}/profiles/:iccid`, async (path) => (await room(path)).delete(iccid(path))),
    routeWith('PATCH', `${one}/profiles/:iccid`, nameProfile, async (path, { nickname }) =>
      (await room(path)).setNickname(iccid(path), nickname),
    ),
    routeWith('PUT', `${one}/default-smdp`, setDefaultSmdp, async (path, { address }) =>
      (await room(path)).setDefaultSmdp(address),
    ),
    route('POST', `${one}/notifications/deliver`, async (path) => (await room(path)).deliverNotifications()),
    routeWith('POST', `${one}/apdu`, sendCommand, async (path, { command }): Promise<ApduAnswer> => ({
      answer: toHex(await (await room(path)).transmit(fromHex(command))),
    })),
    route('POST', `${one}/reset`, async (path) => (await room(path)).reset()),
  ];
}

async function list(shelf: DeviceShelf): Promise<DevicesAnswer> {
  const devices: DevicesAnswer['devices'][number][] = [];
  for (const name of shelf.names()) {
    const device = await shelf.find(name);
    if (device === undefined) continue;
    const registration = registrationOf(device);
    devices.push({
      name,
      eid: device.eid,
      imei: device.imei,
      ...(registration === undefined ? {} : { registration }),
    });
  }
  return { devices };
}

async function create(
  shelf: DeviceShelf,
  name: string,
  { uiccCapability, rspCapability, ...rest }: Omit<z.output<typeof createDevice>, 'name'>,
): Promise<CreatedAnswer> {
  if (shelf.names().includes(name))
    throw new Refused(409, `there is a card "${name}" already; choose another name`);
  const uicc = uiccCapability && known('uiccCapability', uiccCapability, ourUiccCapability);
  const rsp = rspCapability && known('rspCapability', rspCapability, ourRspCapability);
  const { eid, svn, ci, memory } = rest;
  const card: CardPart = {
    ...(eid && { eid }),
    ...(svn && { svn }),
    ...(ci && { ci }),
    ...(memory === undefined ? {} : { memory }),
    ...(uicc && { uiccCapability: uicc }),
    ...(rsp && { rspCapability: rsp }),
  };
  const made = await shelf.create(name, card);
  return { device: made.name, eid: made.eid };
}

/** The words that a capability may be of, in their own order. @throws Refused naming one that is none */
function known<Word extends string>(
  member: string,
  given: readonly string[],
  words: readonly Word[],
): readonly Word[] {
  const unknown = given.find((each) => !words.some((word) => word === each));
  if (unknown !== undefined) throw new Refused(400, `${member}: "${unknown}" is none of ${words.join(', ')}`);
  return words.filter((word) => given.includes(word));
}

function noSuchDevice(name: string, shelf: DeviceShelf): never {
  const names = shelf.names();
  const meant = name.length > 64 ? undefined : didYouMean(name, names);
  const hint = meant === undefined ? `there is: ${names.join(', ') || 'none'}` : `did you mean ${meant}?`;
  throw new Refused(404, `there is no device "${name.slice(0, 64)}"; ${hint}`);
}
