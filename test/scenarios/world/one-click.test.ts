import { describe, expect, it } from 'vitest';

import type { DirectPage } from '#device-sim/mobile-plans/index';
import { openDirectPage } from '#device-sim/mobile-plans/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { filled } from '#shared/bytes/bytes';
import { TraceHash } from '#shared/runtime/trace-hash';

/** What a portal's page does when somebody buys, without the portal. */
const portalScript = `
  var activated = () => {}, registered = () => {};
  MobilePlansInlineOperations.profileActivationCompleteScript = 'activated';
  MobilePlansInlineOperations.registrationChangedScript = 'registered';
  var buy = (code) => {
    const meta = MobilePlans.createPurchaseMetaData();
    meta.moDirectStatus = MobilePlansMoDirectStatus.complete;
    meta.planName = 'Travel 5 GB';
    return MobilePlansInlineOperations.notifyProfileDownload(meta, code);
  };
`;

async function enterPortal(world: World): Promise<DirectPage> {
  const page = openDirectPage(await world.device().mobilePlans.launch());
  page.run(portalScript);
  return page;
}

/** One profile bought by a click, up to the registration. Returns the digest of all wires. */
async function oneClick(seed: number): Promise<string> {
  await using world = await openWorld({ seed, operator: { portal: {} } });
  const hash = new TraceHash(world.trace);
  const page = await enterPortal(world);
  const { activationCode } = await world.desk.order({});
  page.run(`buy('${activationCode}')`);
  await world.device().registered('home');
  await page.callback('registered');
  await world.clock.settled();
  return hash.digest();
}

describe('one click', () => {
  it('installs, enables and attaches; the portal hears first of the activation, the operator of each point', async () => {
    await using world = await openWorld({ seed: 1, operator: { portal: {} } });
    const faults: unknown[] = [];
    world.trace.on('fault', (fault) => faults.push(fault));
    const told: string[] = [];
    world.desk.onProgress((_record, { point, status }) => told.push(`${point}: ${status}`));
    const aka: string[] = [];
    world.trace.on('modem.aka', ({ result }) => aka.push(result));

    const page = await enterPortal(world);
    const device = world.device();
    const { activationCode, order, subscriber } = await world.desk.order({ eid: device.eid });
    const { iccid } = order;
    page.run(`buy('${activationCode}')`);

    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid });
    const states: unknown[] = [];
    while (states.at(-1) !== 'home') {
      const { networkRegistrationState } = await page.callback('registered');
      states.push(networkRegistrationState);
    }
    expect(page.callbacks.map(({ name }) => name).indexOf('activated')).toBe(0);
    await world.clock.settled();

    expect(await device.lpa.profiles()).toMatchObject([{ iccid, state: 'enabled' }]);
    expect(device.registration).toEqual({ state: 'home', iccid, plmn: '001/01' });
    expect(aka).toEqual(['success']);
    expect(world.network.provisioning.has(subscriber?.imsi ?? '')).toBe(true);
    expect((await world.smdp.orders.find(order.id))?.state).toBe('Installed');
    expect(told).toEqual([
      'eligibilityAndRetryLimit: success',
      'bppDownload: success',
      'bppInstallation: success',
    ]);
    expect(world.desk.record(iccid)).toMatchObject({ state: 'Installed', eid: device.eid });
    expect(faults).toEqual([]);
  });

  it('of an unknown MatchingID is told by name, and nothing is installed', async () => {
    await using world = await openWorld({ seed: 1, operator: { portal: {} } });
    const page = await enterPortal(world);
    page.run(`buy('1$smdp.operator.test$NOBODY-KNOWS')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'invalidMatchingId', iccid: '' });
    expect(await world.device().lpa.profiles()).toEqual([]);
    expect(world.device().registration?.state).toBe('none');
  });

  it('with a wrong key at the network is activated, and denied as AKA denies it', async () => {
    await using world = await openWorld({ seed: 1, operator: { portal: {} } });
    const aka: string[] = [];
    world.trace.on('modem.aka', ({ result }) => aka.push(result));
    const page = await enterPortal(world);
    const { activationCode, subscriber } = await world.desk.order({ provision: false });
    world.network.provisioning.provision({ ...subscriber!, k: filled(16, 0x42) });
    page.run(`buy('${activationCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    for (;;) {
      const { networkRegistrationState } = await page.callback('registered');
      if (networkRegistrationState === 'denied') break;
    }
    expect(aka[0]).toBe('macFailure');
    expect(aka).not.toContain('success');
    expect(world.device().registration).toMatchObject({ state: 'denied' });
  });

  it('before the network knows the subscriber is denied, and home once it does', async () => {
    await using world = await openWorld({ seed: 1, operator: { portal: {} } });
    const page = await enterPortal(world);
    const { activationCode, order } = await world.desk.order({ provision: false });
    page.run(`buy('${activationCode}')`);
    await world.device().registered('denied');
    expect(world.device().registration).toMatchObject({ cause: 8 });
    await world.desk.provision(order.iccid);
    await world.device().modem.register();
    expect(world.device().registration).toMatchObject({ state: 'home' });
  });
});

describe('worlds side by side', () => {
  it('share nothing: three of one seed have the trace of one alone, another seed has another', async () => {
    const alone = await oneClick(7);
    const together = await Promise.all([oneClick(7), oneClick(7), oneClick(7), oneClick(8)]);
    expect(together.slice(0, 3)).toEqual([alone, alone, alone]);
    expect(together[3]).not.toBe(alone);
  });

  it('have portals with different results at the same time', async () => {
    await using one = await openWorld({ seed: 1, operator: { portal: {} } });
    await using other = await openWorld({ seed: 1, operator: { portal: {} } });
    const pages = [await enterPortal(one), await enterPortal(other)] as const;
    const { activationCode } = await one.desk.order({});
    // The same code means nothing in the other world.
    for (const page of pages) page.run(`buy('${activationCode}')`);
    const results = await Promise.all(pages.map((page) => page.callback('activated')));
    expect(results.map(({ activationResult }) => activationResult)).toEqual(['success', 'invalidMatchingId']);
    expect(await other.device().lpa.profiles()).toEqual([]);
  });
});
