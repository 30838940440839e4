import { z } from 'zod';

import { minutes } from '#shared/runtime/span';

import type { PortalPlan } from '../../operator/index.ts';
import { orderTermsOf } from '../../operator/index.ts';
import { givenName, mapping, oneOf } from '../../language/words.ts';
import type { WorldDevice } from '../../world/index.ts';
import { askDesk } from '../at-the-desk.ts';
import { uses } from '../names.ts';
import type { Scene } from '../scene.ts';
import { StepFailed } from '../step-failed.ts';
import { verb } from '../verb.ts';
import { openWindow, windowOn } from './open-window.ts';
import type { HandOver } from './portal-window.ts';

const path = oneOf('immediate', 'delayedConnectivity', 'deferredDownload');

const words = mapping({
  plan: path.optional().describe('The plan, by the path that it takes; immediate unless given.'),
  as: givenName.optional().describe('What later steps call the order; "line" unless given.'),
  in: oneOf('bridge', 'browser')
    .optional()
    .describe(
      "bridge, unless given: the portal's calls without its pages; browser: its pages in a real browser.",
    ),
  on: z.string().optional().describe('The device; the first one unless given.'),
});

type Given = z.output<typeof words>;

/** Buys a plan. */
export const buy = verb({
  word: 'buy',
  says: "The person buys a plan in the operator's portal, which orders it and hands its code over to the device.",
  example: 'buy: { plan: delayedConnectivity, in: browser }',
  schema: z.union([
    path.transform((plan): Given => ({ plan })),
    z.null().transform((): Given => ({})),
    words,
  ]),
  names: ({ as = 'line', on }) => ({ gives: [as], uses: uses('device', on, ['on']) }),
  async play({ plan: wanted = 'immediate', as = 'line', in: kind = 'bridge', on }, scene) {
    const device = scene.device(on);
    const plan = scene.plans.find(({ delivery }) => delivery.path === wanted);
    if (plan === undefined) throw new StepFailed(`the operator sells no plan of the path ${wanted}`);
    await (kind === 'bridge' ? buyByBridge : buyInBrowser)(scene, device, { plan, as });
  },
});

interface Purchase {
  readonly plan: PortalPlan;
  readonly as: string;
}

async function buyByBridge(scene: Scene, device: WorldDevice, { plan, as }: Purchase): Promise<void> {
  const window = await windowOn(scene, device, 'bridge');
  const placed = await askDesk(scene, (desk) => desk.order({ ...orderTermsOf(plan), eid: device.eid }));
  if (placed === undefined) return;
  const { activationCode, order } = placed;
  scene.know({ name: as, iccid: order.iccid, activationCode });
  await window.handOver({ code: activationCode, planName: plan.name, way: wayOf(plan) });
}

function wayOf({ delivery }: PortalPlan): HandOver['way'] {
  switch (delivery.path) {
    case 'immediate':
      return { kind: 'now' };
    case 'delayedConnectivity':
      return { kind: 'connectedLater', minutes: delivery.networkAfter / minutes(1) };
    case 'deferredDownload':
      return { kind: 'delayed', minutes: delivery.availableAfter / minutes(1) };
  }
}

async function buyInBrowser(scene: Scene, device: WorldDevice, { plan, as }: Purchase): Promise<void> {
  const known = new Set(scene.world.desk.orders().map(({ iccid }) => iccid));
  const window = await openWindow(scene, device, { in: 'browser' });
  await window.buy?.(plan);
  const record = scene.world.desk.orders().find(({ iccid }) => !known.has(iccid));
  if (record === undefined) throw new StepFailed('the portal has ordered nothing');
  const { iccid, activationCode } = record;
  scene.know({ name: as, iccid, activationCode });
}
