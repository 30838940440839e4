import type { OrderDesk } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import type { Iccid } from '#shared/identifiers/iccid';
import { after, toIso } from '#shared/runtime/span';
import type { z } from 'zod';

import type { OrderAnswer, OrdersAnswer } from '../contract.ts';
import { Refused } from '../refused.ts';
import { cancelOrder, iccidInPath, placeOrder } from '../requests.ts';
import type { PathParts, Route } from '../route.ts';
import { route, routeWith, understood } from '../route.ts';

/** The operator's desk. */
export function orderRoutes(world: World): readonly Route[] {
  const list = (): OrdersAnswer => ({ orders: world.desk.orders().map(answerOf) });
  return [
    route('GET', '/api/orders', () => Promise.resolve(list())),
    route('GET', '/api/orders/:iccid', (path) => Promise.resolve(known(world.desk, path))),
    routeWith('POST', '/api/orders', placeOrder, (_path, request) => place(world, request)),
    route('POST', '/api/orders/:iccid/release', (path) =>
      change(world.desk, path, (iccid) => world.desk.release(iccid)),
    ),
    routeWith('POST', '/api/orders/:iccid/cancel', cancelOrder, (path, { finalProfileStatus }) =>
      change(world.desk, path, (iccid) => world.desk.cancel(iccid, finalProfileStatus ?? 'Available')),
    ),
  ];
}

async function place(world: World, request: z.output<typeof placeOrder>): Promise<OrderAnswer> {
  const { validFor, ...terms } = request;
  const expiresAt = validFor === undefined ? undefined : after(world.clock.now(), validFor);
  const { order, activationCode } = await asRefusal(400, () =>
    world.desk.order(given({ ...terms, expiresAt })),
  );
  const record = world.desk.record(order.iccid);
  if (record !== undefined) return answerOf(record);
  const { iccid, matchingId, state } = order;
  return { iccid, matchingId, activationCode, state, progress: [] };
}

async function change(
  desk: OrderDesk,
  path: PathParts,
  work: (iccid: Iccid) => Promise<void>,
): Promise<OrderAnswer> {
  const { iccid } = known(desk, path);
  await asRefusal(409, () => work(understood(iccidInPath, iccid)));
  return known(desk, path);
}

/** @throws Refused 404 */
function known(desk: OrderDesk, { iccid: text }: PathParts): OrderAnswer {
  const iccid = understood(iccidInPath, text);
  const record = desk.record(iccid);
  if (record === undefined)
    throw new Refused(
      404,
      `there is no order for ICCID ${iccid}; "esimlab order list" shows those there are`,
    );
  return answerOf(record);
}

function answerOf(record: ReturnType<OrderDesk['orders']>[number]): OrderAnswer {
  const { progress, eid, iccid, matchingId, activationCode, profileType, state, provisioned } = record;
  return {
    iccid,
    matchingId,
    activationCode,
    profileType,
    ...(eid === undefined ? {} : { eid }),
    state,
    progress: progress.map(({ point, status, at }) => ({ point, status, at: toIso(at) })),
    provisioned,
  };
}

/** What the desk or the SM-DP+ will not have is the asker's, not a fault of ours. */
async function asRefusal<T>(status: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError) throw new Refused(status, error.message, {}, { cause: error });
    if (error instanceof Error && error.name === 'DeskRefused')
      throw new Refused(409, error.message, { code: 'refusedBySmdp' }, { cause: error });
    throw error;
  }
}

type Given<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** Without the members that are undefined. */
function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Given<T>;
}
