import { connect } from 'node:net';

import { describe, expect, it } from 'vitest';

import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import type { Iccid } from '#shared/identifiers/iccid';
import { parsePlmn } from '#shared/identifiers/plmn';
import { minutes, seconds } from '#shared/runtime/span';

const cell = (plmn: string, country: string) =>
  ({ plmn: parsePlmn(plmn), tac: 1, accessTechnology: 'E-UTRAN', country }) as const;
const cells = [cell('001/01', 'US'), cell('262/01', 'DE'), cell('208/01', 'FR')];
const openAbroad = (network = {}) =>
  openWorld({ seed: 5, network: { cells, partners: [parsePlmn('262/01')], ...network } });

/** Orders and installs a profile; the IMSI of its subscriber. */
async function installed(world: World): Promise<string> {
  const { activationCode, subscriber } = await world.desk.order({});
  await world.device().download(activationCode);
  await world.device().modem.register();
  return subscriber?.imsi ?? '';
}

async function moved(world: World, country: string) {
  world.network.move('device-1', country);
  await world.clock.sleep(seconds(5));
  return world.device().registration;
}

/** The first line that the data path answers to CONNECT. */
async function reach(world: World, host: string): Promise<string> {
  const { port, host: address } = await world.device().dataPath();
  return new Promise((resolve, reject) => {
    const socket = connect(port, address, () => socket.write(`CONNECT ${host}:443 HTTP/1.1\r\n\r\n`));
    socket.on('error', reject);
    socket.once('data', (data: Buffer) => {
      socket.destroy();
      resolve(data.toString('latin1').split('\r\n')[0] ?? '');
    });
  });
}

describe('the network of a world', () => {
  it('has partners, which the profiles of its operator name; other networks abroad are roaming', async () => {
    await using world = await openAbroad();
    await world.clock.run(async () => {
      await installed(world);
      expect(world.device().registration).toMatchObject({ state: 'home', plmn: '001/01' });
      expect(await moved(world, 'DE')).toMatchObject({ state: 'partner', plmn: '262/01' });
      expect(await moved(world, 'FR')).toMatchObject({ state: 'roaming', plmn: '208/01' });
      expect(await moved(world, 'JP')).toMatchObject({ state: 'searching', cause: 'noCell' });
      expect(await moved(world, 'US')).toMatchObject({ state: 'home' });
    });
  });

  it('keeps its forbidden networks on the card, over a reset too', async () => {
    await using world = await openAbroad({ partners: [], roaming: [] });
    await world.clock.run(async () => {
      await installed(world);
      expect(await moved(world, 'DE')).toMatchObject({ state: 'denied', cause: 11 });
      const requests: string[] = [];
      world.trace.on('wire', ({ what }) => {
        if (what === 'ATTACH REQUEST') requests.push(what);
      });
      await world.device().modem.power('off');
      await world.device().modem.power('on');
      await world.device().modem.register();
      expect(world.device().registration).toMatchObject({ state: 'denied', plmn: '262/01', cause: 11 });
      expect(requests).toEqual([]);
    });
  });

  it('knows a device by the profile that was enabled before, when its modem cannot do the REFRESH of a switch', async () => {
    await using world = await openWorld({ seed: 5 });
    const told: string[] = [];
    world.trace.on('notification.received', ({ iccid, operation }) =>
      told.push(`${iccid ?? ''} ${operation}`),
    );
    await world.clock.run(async () => {
      const iccids: Iccid[] = [];
      for (let count = 0; count < 2; count += 1) {
        const { activationCode, order } = await world.desk.order({});
        await world.device().download(activationCode, { enable: count === 0 });
        iccids.push(order.iccid);
      }
      const { modem, lpa } = world.device();
      await modem.register();
      const [first, second = first] = iccids;
      if (second === undefined) throw new Error('no profile');
      told.length = 0;
      modem.refuseRefresh();
      await lpa.enable(second);
      await modem.register();
      const states = async () => (await lpa.profiles()).map(({ iccid, state }) => [iccid, state]);
      expect(await states()).toEqual([
        [first, 'enabled'],
        [second, 'disabled'],
      ]);
      expect(modem.registration).toMatchObject({ state: 'home', iccid: first });
      expect(told).toEqual([]);
      await lpa.enable(second);
      await modem.register();
      expect(modem.registration).toMatchObject({ state: 'home', iccid: second });
      expect(told).toHaveLength(2);
    });
  });

  it('lets a subscriber in again that was congested', async () => {
    await using world = await openWorld({ seed: 5 });
    await world.clock.run(async () => {
      world.network.refuse('everyone', { congestion: minutes(5) });
      await installed(world);
      expect(world.device().registration).toMatchObject({ state: 'searching', cause: 22 });
      await world.device().registered('home', { within: minutes(6) });
    });
  });

  it('carries what pages want while the device is not on Wi-Fi, as far as the balance goes; the operator’s hosts always', async () => {
    await using world = await openWorld({
      seed: 5,
      operator: { portal: {} },
      devices: [{ name: 'device-1', wifi: false }],
    });
    await world.clock.run(async () => {
      const names = ['portal.operator.test', 'api.operator.test', 'es2.operator.test'];
      const answers = (): Promise<readonly string[]> =>
        world.clock.exchange('pages', () => Promise.all(names.map((name) => reach(world, name))));
      const [yes, no] = ['HTTP/1.1 200 Connection Established', 'HTTP/1.1 502 Bad Gateway'];
      expect(await answers()).toEqual([no, no, no]);
      const imsi = await installed(world);
      expect(await answers()).toEqual([yes, yes, yes]);
      world.network.provisioning.setBalance(imsi, { octets: 0 });
      expect(await answers()).toEqual([yes, yes, no]);
      world.device().wifi = true;
      expect(await answers()).toEqual([yes, yes, yes]);
    });
  });
});
