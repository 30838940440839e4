import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import type { Entropy } from '#shared/runtime/entropy';
import { steppedClock } from '#shared/runtime/clock';
import { instant } from '#shared/runtime/span';

import type { LpacMade } from './scenarios.ts';

/** Our card and our SM-DP+ as a scenario finds them: orders placed, profiles installed. */
export async function worldFor(made: LpacMade, entropy: Entropy): Promise<World> {
  const { start, ci, installed, orders } = made;
  const world = await openWorld({
    clock: steppedClock(instant(start)),
    entropy,
    network: false,
    devices: [{ name: 'device-1', card: { ci } }],
  });
  try {
    await prepare(world, installed, orders);
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}

async function prepare(world: World, installed: number, orders: LpacMade['orders']): Promise<void> {
  for (let number = 1; number <= installed; number += 1) {
    const { activationCode } = await world.desk.order({ matchingId: `INSTALLED-${number}` });
    await world.device().download(activationCode, { enable: false });
  }
  for (const { matchingId, ...terms } of orders) {
    const eid = matchingId === '' ? { eid: world.device().eid } : {};
    await world.desk.order({ matchingId, ...terms, ...eid });
  }
}
