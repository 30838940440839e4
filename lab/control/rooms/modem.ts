import type { Modem } from '#device-sim/modem/index';
import type { World, WorldDevice } from '#scenarios/world/index';

import type { ModemAnswer, UseAnswer } from '../contract.ts';
import { registrationOf } from '../device/registration.ts';
import { Refused } from '../refused.ts';
import { moveDevice, powerModem, registerModem, turnWifi, useData } from '../requests.ts';
import type { PathParts, Route } from '../route.ts';
import { route, routeWith } from '../route.ts';

/**
 * The modem of a device, and where in the world the device is.
 * @param find throws Refused where there is no such device
 */
export function modemRoutes(world: World, find: (name: string) => Promise<WorldDevice>): readonly Route[] {
  const device = async ({ name = '' }: PathParts): Promise<WorldDevice> => {
    const found = await find(name);
    if (found.registration !== undefined) return found;
    throw new Refused(409, `${found.name} has no modem: this lab was opened without a network`);
  };
  const answer = (found: WorldDevice): ModemAnswer => {
    const country = world.network.countryOf(found.name);
    const registration = registrationOf(found) ?? { state: 'none' };
    return { registration, wifi: found.wifi, ...(country === undefined ? {} : { country }) };
  };
  const after = async (path: PathParts, work: (modem: Modem, found: WorldDevice) => unknown) => {
    const found = await device(path);
    await work(found.modem, found);
    return answer(found);
  };
  const one = '/api/devices/:name/modem';
  return [
    route('GET', one, (path) => after(path, () => undefined)),
    routeWith('POST', `${one}/power`, powerModem, (path, { to }) => after(path, (modem) => modem.power(to))),
    routeWith('POST', `${one}/register`, registerModem, (path, { network }) =>
      after(path, (modem) => modem.register(network === undefined ? {} : { network })),
    ),
    routeWith('POST', `${one}/move`, moveDevice, (path, { country }) =>
      after(path, (_modem, { name }) => {
        world.network.move(name, country);
      }),
    ),
    routeWith('PUT', `${one}/wifi`, turnWifi, (path, { on }) =>
      after(path, (_modem, found) => {
        found.wifi = on;
      }),
    ),
    routeWith('POST', `${one}/use`, useData, async (path, { host, octets }): Promise<UseAnswer> => {
      const { modem } = await device(path);
      return { outcome: await modem.use(host, octets) };
    }),
  ];
}
