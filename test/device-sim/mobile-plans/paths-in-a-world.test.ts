import { describe, expect, it } from 'vitest';

import type { DirectPage, Launch, MobilePlansSettings } from '#device-sim/mobile-plans/index';
import { openDirectPage } from '#device-sim/mobile-plans/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { minutes } from '#shared/runtime/span';

import { portalScript } from './bench.ts';

const portalUrl = 'https://portal.operator.test/';

const withPortal = (settings: Partial<MobilePlansSettings> = {}): Promise<World> =>
  openWorld({ seed: 1, devices: [{ name: 'device-1', mobilePlans: { portalUrl, ...settings } }] });

async function shown(world: World): Promise<{ readonly launch: Launch; readonly page: DirectPage }> {
  const launch = await world.device().mobilePlans.launch();
  const page = openDirectPage(launch);
  page.run(portalScript);
  return { launch, page };
}

const profiles = async (world: World): Promise<readonly object[]> =>
  (await world.device().lpa.profiles()).map(({ iccid, state }) => ({ iccid, state }));

describe('the three paths of a purchase, against the real SM-DP+, card and network', () => {
  it('delayed connectivity: the profile now, the network 22 minutes later, found at the second try', async () => {
    await using world = await withPortal();
    const { activationCode, order } = await world.desk.order({ provision: false });
    await world.clock.run(async () => {
      const { launch, page } = await shown(world);
      page.run(`networkLater('${activationCode}', 15)`);
      expect(await launch.ended).toMatchObject({ why: 'purchased' });
      await world.clock.sleep(minutes(22));
      expect(await profiles(world)).toEqual([{ iccid: order.iccid, state: 'enabled' }]);
      expect(world.device().registration).toMatchObject({ state: 'denied' });
      expect(world.device().toasts.list).toEqual([]);
      await world.desk.provision(order.iccid);
      await world.clock.sleep(minutes(10));
      expect(world.device().registration).toMatchObject({ state: 'home', iccid: order.iccid });
      expect(world.device().toasts.list).toMatchObject([{ kind: 'connected' }]);
    });
    expect(world.device().mobilePlans.findings).toEqual([]);
  });

  it('deferred download: nothing before the toast, all of it after its acceptance', async () => {
    await using world = await withPortal();
    const { activationCode, order } = await world.desk.order({});
    await world.clock.run(async () => {
      const { page } = await shown(world);
      page.run(`buyForLater('${activationCode}', 10)`);
      await world.clock.sleep(minutes(10));
      expect(await profiles(world)).toEqual([]);
      const [toast] = world.device().toasts.list;
      expect(await toast?.accept()).toEqual({ result: 'success', iccid: order.iccid, retryAt: undefined });
      expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: order.iccid });
      await world.device().registered('home');
    });
    expect(await profiles(world)).toEqual([{ iccid: order.iccid, state: 'enabled' }]);
    expect(world.device().mobilePlans.findings).toEqual([]);
  });

  it('deferred download of a profile that is released after the first try: the second one gets it', async () => {
    await using world = await withPortal();
    const { activationCode, order } = await world.desk.order({ released: false });
    await world.clock.run(async () => {
      const { page } = await shown(world);
      page.run(`buyForLater('${activationCode}', 10)`);
      page.close();
      await world.clock.sleep(minutes(10));
      expect(await world.device().toasts.list[0]?.accept()).toMatchObject({
        result: 'profileNotReleasedByOperator',
        retryAt: world.clock.now() + minutes(1),
      });
      await world.desk.release(order.iccid);
      await world.clock.sleep(minutes(2));
      expect(await profiles(world)).toEqual([{ iccid: order.iccid, state: 'enabled' }]);
    });
    expect(world.device().mobilePlans.findings.map(({ name }) => name)).toEqual(['codeNotValidYet']);
  });

  it('balance for another profile of the card: it is enabled, and registers', async () => {
    await using world = await withPortal();
    const first = await world.desk.order({});
    const second = await world.desk.order({});
    await world.device().download(first.activationCode);
    await world.device().download(second.activationCode);
    await world.clock.run(async () => {
      const { page } = await shown(world);
      page.run(`MobilePlansInlineOperations.notifyBalanceAddition(bought(), '${first.order.iccid}')`);
      expect(await page.callback('activated')).toEqual({
        activationResult: 'success',
        iccid: first.order.iccid,
      });
      await world.device().registered('home');
    });
    expect(world.device().registration).toMatchObject({ iccid: first.order.iccid });
  });
});

describe('what a portal is told at its next launch', () => {
  it('names each attempt of a download that was tried again in vain', async () => {
    await using world = await withPortal({ retry: { times: 1, after: ['InvalidMatchingId'] } });
    await world.clock.run(async () => {
      const { page } = await shown(world);
      page.run(`networkLater('1$smdp.operator.test$UNKNOWN', 0)`);
      await world.clock.sleep(minutes(5));
    });
    expect(world.device().toasts.list).toMatchObject([{ kind: 'downloadFailed' }]);
    expect((await world.device().mobilePlans.launch()).headers).toMatchObject({
      'X-MP-LPAError-Codes': 'InvalidMatchingId,InvalidMatchingId',
      'X-MP-LPAError-TimeStamps': expect.stringMatching(
        /^11\/23\/2026 9:00:00 AM,11\/23\/2026 9:01:00 AM$/,
      ) as string,
    });
  });
});
