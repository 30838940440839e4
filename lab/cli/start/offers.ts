import type { DeskOrder } from '#scenarios/operator/index';
import { orderTermsOf, portalPlans } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';

import type { ReadyLine } from '../data.ts';
import type { PathName, PathWaits } from '../paths.ts';
import { paths } from '../paths.ts';

type Codes = ReadyLine['activationCodes'];

/** What the portal sells may be ordered over ES2+ by its type, too. */
function stockThePlans({ desk }: World, waits: PathWaits): void {
  for (const plan of portalPlans(waits)) desk.stockWhenAsked(orderTermsOf(plan));
}

/** A code for each path that never wears out. */
export function offerEach(world: World, waits: PathWaits): Promise<Codes> {
  stockThePlans(world, waits);
  const codes = paths.map(({ path, matchingId }) => ({
    path,
    code: world.desk.offer({ ...termsOf(path, waits), matchingId }),
  }));
  const delayed = paths.find(({ path }) => path === 'delayedConnectivity')?.matchingId;
  registerAgain(world, (iccid) => world.desk.record(iccid)?.matchingId === delayed);
  return Promise.resolve(codes);
}

/** An order for each path. */
export async function orderEach(world: World, waits: PathWaits): Promise<Codes> {
  stockThePlans(world, waits);
  const codes: Codes[number][] = [];
  const delayed = new Set<string>();
  for (const { path } of paths) {
    const { activationCode, order } = await world.desk.order(termsOf(path, waits));
    codes.push({ code: activationCode, path });
    if (path === 'delayedConnectivity') delayed.add(order.iccid);
  }
  registerAgain(world, (iccid) => delayed.has(iccid));
  return codes;
}

function termsOf(path: PathName, { availableAfter, networkAfter }: PathWaits): DeskOrder {
  const plan = { profileName: `${path} plan` };
  switch (path) {
    case 'immediate':
      return plan;
    case 'confirmationCode':
      return { ...plan, confirmationCode: '1234' };
    case 'deferredDownload':
      return { ...plan, available: { after: availableAfter, from: 'order' } };
    case 'delayedConnectivity':
      return { ...plan, provision: { after: networkAfter, from: 'install' } };
  }
}

/** As an app would after its interval, the device of a code tries again once the network knows its subscriber. */
function registerAgain(world: World, isMeant: (iccid: string) => boolean): void {
  const { trace, clock } = world;
  trace.on('operator.provisioned', ({ iccid }) => {
    for (const { registration, modem } of world.devices()) {
      if (registration?.iccid !== iccid || !isMeant(iccid)) continue;
      const tried = clock.aside(() =>
        clock.exchange('a device tries again to register', () => modem.register()),
      );
      tried.catch((error: unknown) => {
        trace.emit('fault', { where: 'esimlab start', error });
      });
    }
  });
}
