import { describe, expect, it } from 'vitest';

import { DownloadFailed } from '#device-sim/lpa/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { parseIccid } from '#shared/identifiers/iccid';

const settings = { portalUrl: 'https://portal.operator.test/', iccidRanges: ['8900101'] };

/** A world whose device has a SIM of plastic; its ICCID. */
async function opened(): Promise<{ readonly world: World; readonly iccid: string }> {
  const world = await openWorld({ seed: 1, devices: [{ name: 'device-1', mobilePlans: settings }] });
  const { iccid } = await world.desk.stock({ balance: { octets: 0 } });
  const made = await world.smdp.orders.profileOf(parseIccid(iccid));
  if (made === undefined) throw new Error('nothing was made');
  await world.device().insertSim(parseIccid(iccid), made.profile.upp);
  return { world, iccid };
}

describe('a device with a SIM of plastic', () => {
  it('registers with it, and enters the portal by its ICCID and without an EID', async () => {
    const { world, iccid } = await opened();
    await world.device().registered('home');
    expect(world.device().registration).toMatchObject({ state: 'home', iccid });
    const { url } = await world.device().mobilePlans.launch();
    const parameters = new URL(url).searchParams;
    expect([parameters.get('iccid'), parameters.has('eid'), parameters.has('iccids')]).toEqual([
      iccid,
      false,
      false,
    ]);
    await world.close();
  });

  it('has nothing to download to', async () => {
    const { world } = await opened();
    const { activationCode } = await world.desk.order({});
    const failure = await world
      .device()
      .download(activationCode)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DownloadFailed);
    expect(failure).toMatchObject({ status: 'CardGeneralFailure' });
    await world.close();
  });

  it('cannot be where what is on it cannot be read', async () => {
    const { world, iccid } = await opened();
    const device = world.device();
    await device.registered('home');
    await expect(device.insertSim(parseIccid(iccid), new Uint8Array(3))).rejects.toThrow(TypeError);
    expect(device.registration).toMatchObject({ state: 'home', iccid });
    await world.close();
  });
});
