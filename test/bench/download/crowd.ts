/** One process with all of it: SM-DP+, network and devices in one world, on virtual time. */
import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { iccidToBytes, makeIccid } from '#shared/identifiers/iccid';
import { parsePlmn } from '#shared/identifiers/plmn';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { systemClock } from '#shared/runtime/clock';
import { hours, seconds } from '#shared/runtime/span';
import { buildProfile } from '#shared/saip/index';
import type { WorldDevice } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';

import type { CallSizes } from './bare-client.ts';
import { inFlight } from './in-flight.ts';
import { serveMeasuring } from './measured-process.ts';

/** What one download is like: the bodies of its requests, and its profile. */
export interface Learnt {
  readonly seen: readonly CallSizes[];
  readonly profile: { readonly upp: Bytes; readonly metadata: Bytes };
}

/** Octets of this process after a full collection of garbage: what JavaScript holds, with its buffers, and all of it. */
export interface Held {
  readonly held: number;
  readonly resident: number;
}

/** Without attaching, profiles stay disabled: what the floors have, and no more. */
export interface CrowdOptions {
  readonly attach: boolean;
}

const { attach } = JSON.parse(process.argv[2] ?? '{}') as CrowdOptions;
const plmn = parsePlmn('001/01');
const world = await openWorld({ devices: [] });
const faults: unknown[] = [];
world.trace.on('fault', ({ error }) => faults.push(error));

let subscribers = 0;
/** Codes that nobody has used yet, and devices with nothing on their cards. */
const codes: string[] = [];
const arrived: WorldDevice[] = [];

/** A profile with a subscriber of its own, whom the network knows. */
function subscribe(): Learnt['profile'] {
  subscribers += 1;
  const number = subscribers.toString().padStart(10, '0');
  const imsi = `00101${number}`;
  const iccid = makeIccid(`89001012${number}`);
  const [k, opc] = [new Uint8Array(16).fill(subscribers % 251), new Uint8Array(16).fill(2)];
  const subscriber = { imsi, k, opc, algorithm: 'milenage' } as const;
  world.network.provisioning.provision(subscriber);
  const names = { serviceProviderName: 'esimlab', profileName: 'bench' };
  return {
    upp: buildProfile({ ...subscriber, ...names, iccid, plmn }),
    metadata: encode(StoreMetadataRequest, { iccid: iccidToBytes(iccid), ...names }),
  };
}

async function order(): Promise<{ readonly code: string; readonly profile: Learnt['profile'] }> {
  const profile = subscribe();
  const matchingId = `BENCH-${subscribers}`;
  await world.smdp.orders.place({ matchingId, profile });
  return { code: `LPA:1$${world.smdp.address}$${matchingId}`, profile };
}

async function downloadAndAttach(device: WorldDevice | undefined, code: string): Promise<void> {
  if (device === undefined) throw new Error('more codes than devices');
  await device.download(code, { enable: attach });
  if (attach) await device.registered('home');
}

/** Follows the bodies of what the SM-DP+ is asked; the returned function ends it. */
function followRequests(): () => readonly CallSizes[] {
  const seen: CallSizes[] = [];
  let request = 0;
  const end = world.trace.on('wire', ({ lane, direction, octets }) => {
    if (lane !== 'ES9+') return;
    const [way, name = ''] = direction.split(' ');
    if (way === 'request') request = octets.length;
    else seen.push({ path: `/gsma/rsp2/es9plus/${name}`, request, response: octets.length });
  });
  return () => {
    end();
    return seen;
  };
}

serveMeasuring({
  learn: async (): Promise<Learnt> => {
    const device = await world.addDevice({ name: 'the first' });
    const { code, profile } = await order();
    const followed = followRequests();
    await world.clock.run(async () => downloadAndAttach(device, code));
    return { seen: followed(), profile };
  },
  order: async (count: number) => {
    for (let made = 0; made < count; made += 1) codes.push((await order()).code);
  },
  arrive: async (count: number) => {
    const known = world.devices().length;
    for (let at = 0; at < count; at += 1)
      arrived.push(await world.addDevice({ name: `device-${known + at}` }));
  },
  /** Each of them downloads, enables, and is at home in the end, unless it does not attach. */
  download: async () => {
    const devices = arrived.splice(0);
    await world.clock.run(async () =>
      inFlight(codes.splice(0, devices.length), async (code, index) =>
        downloadAndAttach(devices[index], code),
      ),
    );
    if (faults.length > 0) throw new Error('a fault', { cause: faults[0] });
  },
  /** Nobody does anything: sessions expire by the clock, kept connections end by the wall. */
  idle: async () => {
    await world.clock.advance(hours(1));
    await systemClock().sleep(seconds(6));
  },
  /** How many of all devices are at home. */
  atHome: () => world.devices().filter(({ registration }) => registration?.state === 'home').length,
  held: (): Held => {
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { held: heapUsed + external, resident: rss };
  },
  virtualNow: () => world.clock.now(),
  close: () => world.close(),
});
