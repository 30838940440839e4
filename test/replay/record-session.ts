import type { CardStore } from '#device-sim/euicc/index';
import { DownloadFailed } from '#device-sim/lpa/index';
import type { World, WorldOptions } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { toHex } from '#shared/bytes/bytes';
import { instant, minutes, seconds, toIso } from '#shared/runtime/span';
import { TraceHash } from '#shared/runtime/trace-hash';
import type { SmdpStore } from '#smdp/index';
import type { GoldenSession, Lanes, Making, WireRecord } from './golden-session.ts';

/** Where state is kept; in memory unless given. */
export interface Stores {
  readonly smdp?: SmdpStore;
  readonly card?: CardStore;
}

/** The world that a session is made in. */
export function worldOf({ seed, start, curve, segmentKeys }: Making, stores: Stores = {}) {
  return {
    seed,
    start: instant(start),
    network: false,
    smdp: {
      curve,
      settings: { segmentKeys },
      ...(stores.smdp === undefined ? {} : { store: stores.smdp }),
    },
    devices: [
      {
        name: 'device-1',
        card: { ci: curve === 'P-256' ? 'nist' : 'brp' },
        ...(stores.card === undefined ? {} : { store: stores.card }),
      },
    ],
  } as const satisfies WorldOptions;
}

/** The order of a session. */
export const orderOf = ({ confirmationCode }: Making) =>
  confirmationCode === undefined ? {} : { confirmationCode };

/** Makes a session and records it. */
export async function recordSession(title: string, made: Making, stores?: Stores): Promise<GoldenSession> {
  await using world = await openWorld(worldOf(made, stores));
  const hash = new TraceHash(world.trace);
  const lanes = recordLanes(world);
  const { activationCode, order } = await world.desk.order(orderOf(made));
  if (made.powerCut) await downloadWithoutPower(world, activationCode);
  const { iccid, notifications } = await download(world, activationCode, made);
  await world.clock.settled();
  const [profile] = await world.device().lpa.profiles();
  const found = await world.smdp.orders.find(order.id);
  return {
    title,
    command: 'npm run golden',
    made,
    facts: {
      eid: world.device().eid,
      iccid,
      activationCode,
      orderState: found?.state ?? 'gone',
      profileState: profile?.state ?? 'gone',
      notifications,
    },
    traceHash: hash.digest(),
    lanes: lanes(),
  };
}

/** A person takes four seconds to consent, and twenty to find the Confirmation Code. */
async function download(world: World, activationCode: string, { confirmationCode }: Making) {
  const { clock } = world;
  return world.device().download(activationCode, {
    host: {
      consent: () => clock.sleep(seconds(4)).then(() => 'accept'),
      confirmationCode: () => clock.sleep(seconds(20)).then(() => confirmationCode),
    },
  });
}

/** A download that ends where the profile elements begin, and the minutes until somebody tries again. */
async function downloadWithoutPower(world: World, activationCode: string): Promise<void> {
  const stop = world.trace.on('lpa.apdu', ({ command }) => {
    const [, , , block, , tag] = command;
    if (block !== 0 || tag !== 0xa3) return;
    stop();
    void world.device().card.reset();
  });
  try {
    await world.device().download(activationCode);
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    await world.clock.advance(minutes(3));
    return;
  }
  throw new Error('the power was not cut');
}

/** Records what goes over the wires of a world; the returned function hands it out. */
function recordLanes({ trace }: World): () => Lanes {
  const lanes: Record<string, WireRecord[]> = {};
  const faults: unknown[] = [];
  trace.on('fault', ({ error }) => faults.push(error));
  trace.on('wire', ({ lane, direction, octets }, { at }) => {
    (lanes[lane] ??= []).push([toIso(at), direction, toHex(octets)]);
  });
  return () => {
    if (faults.length > 0) throw new AggregateError(faults, 'a session with faults is not golden');
    return Object.fromEntries(Object.entries(lanes).sort(([one], [other]) => (one < other ? -1 : 1)));
  };
}
