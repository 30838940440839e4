import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { httpClient } from '#shared/http/client';
import {
  AuthenticateClient,
  CancelSession,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';
import { between, instant, toIso } from '#shared/runtime/span';
import type { GoldenSession, WireRecord } from './golden-session.ts';
import { orderOf, worldOf } from './record-session.ts';

const contracts = [
  InitiateAuthentication,
  AuthenticateClient,
  GetBoundProfilePackage,
  HandleNotification,
  CancelSession,
];

/** The records of one lane. */
export function laneOf({ lanes }: GoldenSession, lane: string): readonly WireRecord[] {
  const records = lanes[lane];
  if (records === undefined) throw new Error(`no lane ${lane}`);
  return records;
}

/** Posts the recorded requests to a fresh SM-DP+ over TLS, each at its time. Returns them with the answers. */
export async function replayServer(session: GoldenSession): Promise<readonly WireRecord[]> {
  const { made } = session;
  await using world = await openWorld({ ...worldOf(made), devices: [] });
  await world.desk.order(orderOf(made));
  const client = httpClient({ clock: world.clock, judge: () => undefined });
  const replayed: WireRecord[] = [];
  for (const record of laneOf(session, 'ES9+').filter(([, direction]) => direction.startsWith('request '))) {
    await windTo(world, record);
    const [, direction, octets] = record;
    const contract = contracts.find(({ name }) => direction === `request ${name}`);
    const { body } = await client.post(`${world.smdp.url}${contract?.path ?? ''}`, {
      headers: { 'Content-Type': 'application/json', 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' },
      body: fromHex(octets),
    });
    replayed.push(record, [timeOf(world), direction.replace('request', 'response'), toHex(body)]);
  }
  client.close();
  return replayed;
}

/** Gives the recorded commands and resets to a fresh card, each at its time. Returns them with the answers. */
export async function replayCard(session: GoldenSession): Promise<readonly WireRecord[]> {
  await using world = await openWorld({ ...worldOf(session.made), smdp: false });
  const { card } = world.device();
  const replayed: WireRecord[] = [];
  for (const record of laneOf(session, 'device-1/ES10')) {
    await windTo(world, record);
    const [, direction, octets] = record;
    if (direction === 'reset') replayed.push([timeOf(world), 'reset', toHex(await card.reset())]);
    if (direction === 'command')
      replayed.push(record, [timeOf(world), 'response', toHex(await card.transmit(fromHex(octets)))]);
  }
  return replayed;
}

const timeOf = ({ clock }: World): string => toIso(clock.now());

async function windTo({ clock }: World, [at]: WireRecord): Promise<void> {
  const wait = between(clock.now(), instant(at));
  if (wait > 0) await clock.advance(wait);
}
