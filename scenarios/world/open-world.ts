import { OrderDesk } from '../operator/index.ts';
import type { Names } from '#shared/http/dial';
import type { CiSet } from '#shared/pki/certificate-issuers';
import { ciOfCurve, testCi } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import { serverIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import { virtualClock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';
import type { Smdp } from '#smdp/index';
import { memorySmdpStore, openSmdp } from '#smdp/index';

import type { WorldDevice } from './device.ts';
import { openDevice } from './device.ts';
import { worldNames } from './names.ts';
import type { SmdpPart, WorldOptions } from './world-options.ts';

/** A world: everything that runs together on one clock, with one trace. Worlds side by side share nothing. */
export interface World extends AsyncDisposable {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly cis: CiSet;
  /** @throws Error where the world was opened without one. */
  readonly smdp: Smdp;
  /** The operator's desk. @throws Error where the world was opened without an SM-DP+. */
  readonly desk: OrderDesk;
  /** A device by name; `device-1` if left out. @throws Error when there is none of that name */
  device(name?: string): WorldDevice;
  close(): Promise<void>;
}

const firstMorning = instant('2026-11-23T09:00:00Z');

/**
 * Opens a world. There is no other assembly: the command line, scenarios and tests all come here.
 * @throws PortNotFree when a port that was asked for is taken.
 */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { seed, start = firstMorning, cis = testCi() } = options;
  const clock = options.clock ?? virtualClock(start);
  const entropy = seed === undefined ? systemEntropy() : seededEntropy(seed);
  const trace = new Trace(clock);
  const names = new Map<string, { readonly host: string; readonly port: number }>();
  const surroundings = { clock, entropy, trace, cis, names };
  const smdp = options.smdp === false ? undefined : await openServer(options.smdp ?? {}, surroundings);
  const devices = new Map<string, WorldDevice>();
  for (const part of options.devices ?? [{ name: 'device-1' }]) {
    devices.set(part.name, await openDevice(part, surroundings));
  }
  const desk = smdp === undefined ? undefined : new OrderDesk(smdp, entropy);
  const close = async (): Promise<void> => {
    for (const device of devices.values()) await device.close();
    await smdp?.close();
  };
  return {
    clock,
    entropy,
    trace,
    cis,
    get smdp() {
      return present(smdp, 'SM-DP+');
    },
    get desk() {
      return present(desk, 'SM-DP+, and so no order desk');
    },
    device: (name = 'device-1') => present(devices.get(name), `device "${name}"`),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function present<T>(part: T | undefined, what: string): T {
  if (part === undefined) throw new Error(`this world has no ${what}`);
  return part;
}

interface ServerSurroundings {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly cis: CiSet;
  readonly names: Map<string, { readonly host: string; readonly port: number }> & Names;
}

async function openServer(part: SmdpPart, world: ServerSurroundings): Promise<Smdp> {
  const { clock, entropy, trace, cis, names } = world;
  const { curve = 'P-256', public: reachable, tls = true, store = memorySmdpStore(), settings } = part;
  const host = '127.0.0.1';
  const aliases = reachable === undefined ? [] : ['127.0.0.1', '[::1]', ...(reachable.aliases ?? [])];
  const curves =
    curve === 'P-256' ? (['P-256', 'brainpoolP256r1'] as const) : (['brainpoolP256r1', 'P-256'] as const);
  const addresses = reachable === undefined ? [worldNames.smdp] : aliases;
  const smdp = await openSmdp({
    clock,
    entropy,
    trace,
    store,
    identities: curves.map((each) => serverIdentity({ ci: ciOfCurve(cis, each), entropy, clock, addresses })),
    ciStore: new CiStore(cis.trusted),
    addressOf: (port) => (reachable === undefined ? worldNames.smdp : `localhost:${port}`),
    aliases,
    listen: {
      host,
      port: reachable?.port ?? 0,
      noTls: !tls,
      tlsCurve: curve,
      ...(part.limits === undefined ? {} : { limits: part.limits }),
      ...(reachable === undefined
        ? {}
        : { portSetting: { flag: '--smdp-port', variable: 'ESIMLAB_SMDP_PORT' } }),
    },
    settings: { ...(reachable === undefined ? { cancelPolicy: 'strict' as const } : {}), ...settings },
  });
  if (reachable === undefined) names.set(worldNames.smdp, { host, port: smdp.port });
  return smdp;
}
