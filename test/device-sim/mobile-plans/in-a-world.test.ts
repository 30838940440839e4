import { describe, expect, it } from 'vitest';

import type { DirectPage } from '#device-sim/mobile-plans/index';
import { openDirectPage } from '#device-sim/mobile-plans/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { TraceHash } from '#shared/runtime/trace-hash';

import { portalScript } from './bench.ts';

const portalUrl = 'https://portal.operator.test/';

async function shown(world: World): Promise<DirectPage> {
  const page = openDirectPage(await world.device().mobilePlans.launch());
  page.run(portalScript);
  return page;
}

async function connected(page: DirectPage): Promise<readonly string[]> {
  const states: string[] = [];
  while (states.at(-1) !== 'home' && states.at(-1) !== 'denied' && states.length < 8) {
    states.push((await page.callback('registered'))['networkRegistrationState'] ?? '');
  }
  return states;
}

const withPortal = (seed: number): Promise<World> =>
  openWorld({ seed, devices: [{ name: 'device-1', mobilePlans: { portalUrl } }] });

describe('a portal that is played in a world', () => {
  it('has a profile on the card and the network there, and was told in this order', async () => {
    await using world = await withPortal(1);
    const faults: unknown[] = [];
    world.trace.on('fault', (fault) => faults.push(fault));
    const { activationCode, order } = await world.desk.order({});
    const page = await shown(world);
    page.run(`buy('${activationCode}')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: order.iccid });
    expect((await connected(page)).at(-1)).toBe('home');
    expect(page.callbacks.map(({ name }) => name).indexOf('activated')).toBe(0);
    expect(await world.device().lpa.profiles()).toMatchObject([{ iccid: order.iccid, state: 'enabled' }]);
    expect(world.device().mobilePlans.findings).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('is told of a code that nobody knows, and again by the headers of the next launch', async () => {
    await using world = await withPortal(1);
    const page = await shown(world);
    page.run(`buy('1$smdp.operator.test$UNKNOWN')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'invalidMatchingId', iccid: '' });
    const { headers } = await world.device().mobilePlans.launch();
    expect(headers).toMatchObject({ 'X-MP-LPAError-Codes': 'InvalidMatchingId' });
  });

  it('leaves the same octets on every lane under the same seed', async () => {
    const digests = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        await using world = await withPortal(seed);
        const hash = new TraceHash(world.trace);
        const { activationCode } = await world.desk.order({});
        const page = await shown(world);
        page.run(`buy('${activationCode}')`);
        await connected(page);
        return hash.digest();
      }),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });
});
