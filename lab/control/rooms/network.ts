import type { NetworkRefusal } from '#device-sim/network/index';
import type { World } from '#scenarios/world/index';
import { toIso } from '#shared/runtime/span';
import type { z } from 'zod';

import type { RefusalsAnswer } from '../contract.ts';
import { Refused } from '../refused.ts';
import { refuseAttach, subscriberInPath } from '../requests.ts';
import type { PathParts, Route } from '../route.ts';
import { route, routeWith, understood } from '../route.ts';

/** Whom the network turns away: everyone, or one subscriber. */
export function networkRoutes(world: World): readonly Route[] {
  const network = () => {
    try {
      return world.network;
    } catch (cause) {
      throw new Refused(409, 'this lab was opened without a network', {}, { cause });
    }
  };
  const list = (): RefusalsAnswer => ({
    refusals: network()
      .refusals()
      .map(({ until, ...rest }) => ({ ...rest, ...(until === undefined ? {} : { until: toIso(until) }) })),
  });
  const one = '/api/network/refusals/:who';
  return [
    route('GET', '/api/network/refusals', () => Promise.resolve(list())),
    routeWith('PUT', one, refuseAttach, (path, request) => {
      network().refuse(subscriber(world, path), refusalOf(request), request.for);
      return Promise.resolve(list());
    }),
    route('DELETE', one, (path) => {
      network().refuse(subscriber(world, path), undefined);
      return Promise.resolve(list());
    }),
  ];
}

function refusalOf({ how, for: span }: z.output<typeof refuseAttach>): NetworkRefusal {
  if (how === 'congestion' && span !== undefined) return { congestion: span };
  return how as Exclude<NetworkRefusal, object>;
}

/** As the network knows it. @throws Refused 404 for an ICCID that no order of the desk has */
function subscriber({ desk }: World, { who }: PathParts): string {
  const given = understood(subscriberInPath, who);
  if (given.length < 18) return given;
  const imsi = desk.imsiOf(given);
  if (imsi === undefined)
    throw new Refused(
      404,
      `no order has a subscriber with the ICCID ${given}; "esimlab order list" shows those there are`,
    );
  return imsi;
}
