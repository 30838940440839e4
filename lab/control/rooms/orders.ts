import type { EmmCause } from '#device-sim/network/index';
import type { OrderDesk } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import { HttpFailure } from '#shared/http/failure';
import type { Iccid } from '#shared/identifiers/iccid';
import { after, printSpan, toIso } from '#shared/runtime/span';
import type { z } from 'zod';

import type { OrderAnswer, OrdersAnswer } from '../contract.ts';
import { Refused } from '../refused.ts';
import { barSubscriber, cancelOrder, iccidInPath, placeOrder, setBalance } from '../requests.ts';
import type { PathParts, Route } from '../route.ts';
import { route, routeWith, understood } from '../route.ts';

/** The operator's desk. */
export function orderRoutes(world: World): readonly Route[] {
  const list = (): OrdersAnswer => ({ orders: world.desk.orders().map(answerOf) });
  const changing = (
    what: 'release' | 'provision' | 'unbar',
    work: (desk: OrderDesk, iccid: Iccid) => Promise<void>,
  ): Route =>
    route('POST', `/api/orders/:iccid/${what}`, (path) =>
      change(world.desk, path, (iccid) => work(world.desk, iccid)),
    );
  return [
    route('GET', '/api/orders', () => Promise.resolve(list())),
    route('GET', '/api/orders/:iccid', (path) => Promise.resolve(known(world.desk, path))),
    routeWith('POST', '/api/orders', placeOrder, (_path, request) => place(world, request)),
    routeWith('POST', '/api/orders/:iccid/cancel', cancelOrder, (path, { finalProfileStatus }) =>
      change(world.desk, path, (iccid) => world.desk.cancel(iccid, finalProfileStatus ?? 'Available')),
    ),
    changing('release', (desk, iccid) => desk.release(iccid)),
    changing('provision', (desk, iccid) => desk.provision(iccid)),
    changing('unbar', (desk, iccid) => desk.unbar(iccid)),
    routeWith('POST', '/api/orders/:iccid/bar', barSubscriber, (path, { cause }) =>
      change(world.desk, path, (iccid) => world.desk.bar(iccid, cause as EmmCause | undefined)),
    ),
    routeWith('PUT', '/api/orders/:iccid/balance', setBalance, (path, request) =>
      change(world.desk, path, (iccid) => world.desk.setBalance(iccid, balanceOf(world, request))),
    ),
  ];
}

async function place(world: World, request: z.output<typeof placeOrder>): Promise<OrderAnswer> {
  const { validFor, ...terms } = request;
  const { order, activationCode } = await asRefusal(400, () =>
    world.desk.order(
      given({ ...terms, balance: terms.balance && given(terms.balance), expiresAfter: validFor }),
    ),
  );
  const record = world.desk.record(order.iccid);
  if (record !== undefined) return answerOf(record);
  const { iccid, matchingId, state } = order;
  return { iccid, matchingId, activationCode, state, progress: [] };
}

function balanceOf({ clock }: World, { octets, validFor }: z.output<typeof setBalance>) {
  if (octets === null) return undefined;
  return { octets, ...(validFor === undefined ? {} : { expiresAt: after(clock.now(), validFor) }) };
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

type Record = ReturnType<OrderDesk['orders']>[number];

function answerOf(record: Record): OrderAnswer {
  const { progress, eid, iccid, matchingId, activationCode, profileType, state, provisioned, barred } =
    record;
  const { availableAt, provision, balance } = record;
  return given({
    iccid,
    matchingId,
    activationCode,
    profileType,
    eid,
    state,
    availableAt: availableAt && toIso(availableAt),
    progress: progress.map(({ point, status, at }) => ({ point, status, at: toIso(at) })),
    provisioned,
    provision: provision && awaitedOf(provision),
    balance:
      balance && given({ octets: balance.octets, expiresAt: balance.expiresAt && toIso(balance.expiresAt) }),
    barred,
  });
}

function awaitedOf({ after: span, from, onlyIfInstalled = false, dueAt }: NonNullable<Record['provision']>) {
  return {
    after: printSpan(span),
    from,
    onlyIfInstalled,
    ...(dueAt === undefined ? {} : { at: toIso(dueAt) }),
  };
}

/** What the desk or the SM-DP+ will not have is the asker's, not a fault of ours. */
async function asRefusal<T>(status: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError) throw new Refused(status, error.message, {}, { cause: error });
    if (error instanceof Error && error.name === 'NoSubscriber')
      throw new Refused(409, error.message, {}, { cause: error });
    if (error instanceof Error && error.name === 'DeskRefused')
      throw new Refused(409, error.message, { code: 'refusedBySmdp' }, { cause: error });
    if (error instanceof HttpFailure)
      throw new Refused(
        409,
        `no answer of the SM-DP+: ${error.message}`,
        { code: 'noAnswer' },
        { cause: error },
      );
    throw error;
  }
}

type Given<T> = { [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name] } & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/** Without the members that are undefined. */
function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Given<T>;
}
