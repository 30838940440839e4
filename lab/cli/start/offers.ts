import { travelPlan } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';

import type { ReadyLine } from '../data.ts';
import type { PathName } from '../paths.ts';
import { deferral, paths } from '../paths.ts';

type Codes = ReadyLine['activationCodes'];

/** What the portal sells may be ordered over ES2+ by its type, too. */
function stockThePlan({ desk }: World): void {
  desk.stockWhenAsked({ profileType: travelPlan.id, profileName: travelPlan.name });
}

/** A code for each path that never wears out. */
export function offerEach(world: World): Promise<Codes> {
  stockThePlan(world);
  const codes = paths.map(({ path, matchingId }) => ({
    path,
    code: world.desk.offer({ ...termsOf(path), matchingId }),
  }));
  keepThePaths(world, (matchingId) => paths.find((each) => each.matchingId === matchingId)?.path);
  return Promise.resolve(codes);
}

/** An order for each path. */
export async function orderEach(world: World): Promise<Codes> {
  stockThePlan(world);
  const codes: Codes[number][] = [];
  const pathOf = new Map<string, PathName>();
  for (const { path } of paths) {
    const { activationCode, order } = await world.desk.order(termsOf(path));
    codes.push({ code: activationCode, path });
    pathOf.set(order.matchingId, path);
    if (path === 'deferredDownload') releaseLater(world, order.iccid);
  }
  keepThePaths(world, (matchingId) => pathOf.get(matchingId));
  return codes;
}

function termsOf(path: PathName) {
  return {
    profileName: `${path} plan`,
    ...(path === 'confirmationCode' ? { confirmationCode: '1234' } : {}),
    ...(path === 'deferredDownload' ? { released: false } : {}),
    ...(path === 'delayedConnectivity' ? { provision: false } : {}),
  };
}

/** What the operator does a while later: releases what is deferred, and tells the network of those who wait for it. */
function keepThePaths(world: World, pathOf: (matchingId: string) => PathName | undefined): void {
  world.trace.on('order.moved', ({ iccid, matchingId, to }) => {
    const path = pathOf(matchingId);
    if (path === 'deferredDownload' && to === 'Confirmed') releaseLater(world, iccid);
    if (path === 'delayedConnectivity' && to === 'Installed') connectLater(world, iccid);
  });
}

function releaseLater(world: World, iccid: string): void {
  aWhileLater(world, 'the release of a deferred order', async () => world.desk.release(iccid));
}

/** As the app does after its interval, the device tries again once the network knows its subscriber. */
function connectLater(world: World, iccid: string): void {
  aWhileLater(world, 'the network hears of a subscriber', async () => {
    await world.desk.provision(iccid);
    for (const { registration, modem } of world.devices()) {
      if (registration?.iccid === iccid) await modem.register();
    }
  });
}

/** What cannot be done any more, because the order was cancelled or the lab has closed, is said and left. */
function aWhileLater({ clock, trace }: World, what: string, work: () => Promise<void>): void {
  const done = clock.aside(async () => {
    await clock.sleep(deferral, { what });
    await work();
  });
  done.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    trace.emit('finding', { where: 'esimlab start', what: `${what} has not come about: ${reason}` });
  });
}
