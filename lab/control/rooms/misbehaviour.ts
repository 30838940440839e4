import type { World } from '#scenarios/world/index';
import { misbehave } from '#scenarios/world/index';

import type { MisbehaviourAnswer } from '../contract.ts';
import { orderMisbehaviour } from '../requests.ts';
import type { Route } from '../route.ts';
import { route, routeWith } from '../route.ts';

/** What the SM-DP+, or the operator that it tells of downloads, is to do wrong at the next call of a function. */
export function misbehaviourRoutes(world: World): readonly Route[] {
  const list = (): MisbehaviourAnswer => ({
    ordered: [...world.smdp.unusedOrders(), ...world.operator.unusedOrders()],
  });
  return [
    route('GET', '/api/misbehave', () => Promise.resolve(list())),
    routeWith('POST', '/api/misbehave', orderMisbehaviour, (_path, request) => {
      misbehave(world, request);
      return Promise.resolve(list());
    }),
  ];
}
