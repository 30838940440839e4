import { openWorld } from '#scenarios/world/index';
import { seconds } from '#shared/runtime/span';

import type { Check } from './check.ts';
import { lineOf, ok, wrong } from './check.ts';

/** A purchase from the order to the network, in memory and in virtual time. */
export async function tryOut(): Promise<Check> {
  try {
    await using world = await openWorld();
    const { activationCode } = await world.desk.order({});
    await world.clock.run(async () => {
      await world.device().download(activationCode);
      await world.device().registered('home', { within: seconds(60) });
    });
    return ok(
      'Trial',
      'a profile was ordered, downloaded, installed and enabled, and the device attached to its network',
    );
  } catch (error) {
    return wrong('Trial', lineOf(error), 'report this with the output of "esimlab doctor --json"');
  }
}
