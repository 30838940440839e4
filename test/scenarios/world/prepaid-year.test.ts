import { describe, expect, it } from 'vitest';

import type { World, WorldDevice } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { parsePlmn } from '#shared/identifiers/plmn';
import { after, days, minutes } from '#shared/runtime/span';

const count = 100;
const names = Array.from({ length: count }, (_, at) => `device-${at + 1}`);
const cell = (plmn: string, country: string) =>
  ({ plmn: parsePlmn(plmn), tac: 1, accessTechnology: 'E-UTRAN', country }) as const;

const megabyte = 1_000_000;
/** What a top-up buys, and what a day takes of it: it lasts 28 days and is good for 30. */
const topUp = 280 * megabyte;
const daily = 10 * megabyte;

/** What became of a customer in a year. */
interface Life {
  readonly device: WorldDevice;
  readonly imsi: string;
  topUps: number;
  carried: number;
  blocked: number;
  roamed: number;
}

async function customer(world: World, name: string): Promise<Life> {
  const device = world.device(name);
  const { activationCode, subscriber } = await world.desk.order({});
  await device.download(activationCode);
  await device.modem.register();
  return { device, imsi: subscriber?.imsi ?? '', topUps: 0, carried: 0, blocked: 0, roamed: 0 };
}

/** One day: a top-up where the last one is used up, data, a journey in July, a night with the device off each month. */
async function live(world: World, life: Life, day: number): Promise<void> {
  const { device, imsi } = life;
  const { provisioning } = world.network;
  if (day % 31 === 0) {
    const expiresAt = after(world.clock.now(), days(30));
    provisioning.setBalance(imsi, { octets: topUp, expiresAt });
    life.topUps += 1;
    await device.modem.power('off');
    await device.modem.power('on');
    await device.modem.register();
  }
  if (day === 182) world.network.move(device.name, 'DE');
  if (day === 196) world.network.move(device.name, 'US');
  await world.clock.sleep(minutes(1));
  if (device.registration?.state === 'partner') life.roamed += 1;
  if ((await device.modem.use('video.example', daily)) === 'carried') life.carried += 1;
  else life.blocked += 1;
}

describe('a year of prepaid life', () => {
  it('of a hundred devices passes in seconds: balances end, are topped up, and go abroad', async () => {
    await using world = await openWorld({
      seed: 12,
      devices: names.map((name) => ({ name })),
      network: { cells: [cell('001/01', 'US'), cell('262/01', 'DE')], partners: [parsePlmn('262/01')] },
    });
    const faults: unknown[] = [];
    world.trace.on('fault', ({ error }) => faults.push(error));
    const begun = world.clock.now();
    const lives = await world.clock.run(async () => {
      const all: Life[] = [];
      for (const name of names) all.push(await customer(world, name));
      for (let day = 0; day < 365; day += 1) {
        await Promise.all(all.map((life) => live(world, life, day)));
        await world.clock.sleep(days(1));
      }
      return all;
    });
    expect(world.clock.now() - begun).toBeGreaterThan(days(365));
    for (const life of lives) {
      expect(life).toMatchObject({
        topUps: 12,
        carried: 12 * 28 - 4,
        blocked: 365 - 12 * 28 + 4,
        roamed: 14,
      });
      expect(life.device.registration).toMatchObject({ state: 'home' });
    }
    expect(faults).toEqual([]);
  }, 120_000);
});
