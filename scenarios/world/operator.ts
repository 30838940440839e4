import { httpClient } from '#shared/http/client';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Smdp } from '#smdp/index';

import { memoryOperatorStore, openOperator } from '../operator/index.ts';
import type { Operator, SubscriberDoor } from '../operator/index.ts';
import { lazyClient } from './lazy-client.ts';
import { listening, loopback, namesOf } from './listening.ts';
import { worldNames } from './names.ts';
import type { ServerSurroundings } from './smdp.ts';
import type { OperatorPart, PortalPart } from './world-options.ts';

/** What the operator of a world works with. */
export interface OperatorSurroundings extends ServerSurroundings {
  readonly smdp: Smdp;
  readonly network: SubscriberDoor | undefined;
  /** Visited networks whose guests its customers are. */
  readonly partners: readonly Plmn[];
}

/** Opens the operator of a world. @throws PortNotFree */
export async function openWorldOperator(part: OperatorPart, world: OperatorSurroundings): Promise<Operator> {
  const { clock, trace, entropy, names, web, smdp, network, partners } = world;
  const { name = 'esimlab', portal, store = memoryOperatorStore(), profileTypes = [] } = part;
  const client = lazyClient(() =>
    httpClient({ clock, names, judge: web.judgeOfServers(), identity: web.client(name) }),
  );
  const operator = await openOperator({
    name,
    clock,
    trace,
    entropy,
    smdp,
    network,
    partners,
    profileTypes,
    store,
    es2plus: { url: `https://${worldNames.es2plus}`, client },
    api: {
      listen: listening(part.api, 'operator-api-port'),
      tls: {
        ...web.server(namesOf(worldNames.api, part.api)),
        judge: web.judgeOfClients('operator API'),
      },
    },
    ...(portal === undefined ? {} : { portal: portalOf(portal, world) }),
  });
  names.set(worldNames.api, { host: loopback, port: operator.api.port });
  if (operator.portal !== undefined)
    names.set(worldNames.portal, { host: loopback, port: operator.portal.port });
  return operator;
}

function portalOf({ public: reachable, ...rest }: PortalPart, { web }: OperatorSurroundings) {
  return {
    ...rest,
    listen: listening(reachable, 'portal-port'),
    tls: web.server(namesOf(worldNames.portal, reachable)),
  };
}
