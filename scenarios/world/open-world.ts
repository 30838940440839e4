import type { Network, NetworkOptions } from '#device-sim/network/index';
import { openNetwork, usualWalledGarden } from '#device-sim/network/index';
import type { Target } from '#shared/http/dial';
import { testCi } from '#shared/pki/certificate-issuers';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';
import type { Smdp } from '#smdp/index';

import type { Operator } from '../operator/index.ts';
import { Closing } from './closing.ts';
import type { WorldDevice } from './device.ts';
import { openDevice } from './device.ts';
import { worldNames } from './names.ts';
import { openWorldOperator } from './operator.ts';
import type { OperatorSurroundings } from './operator.ts';
import { openServer } from './smdp.ts';
import { WebPki } from './web-pki.ts';
import type { World } from './world.ts';
import type { DevicePart, NetworkPart, WorldOptions } from './world-options.ts';

const firstMorning = instant('2026-11-23T09:00:00Z');

/**
 * Opens a world. There is no other assembly: the command line, scenarios and tests all come here.
 * @throws PortNotFree when a port that was asked for is taken.
 */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const closing = new Closing();
  try {
    return await openParts(options, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function openParts(options: WorldOptions, closing: Closing): Promise<World> {
  const { seed, start = firstMorning, cis = testCi() } = options;
  const clock = options.clock ?? virtualClock(start);
  const { entropy = seed === undefined ? systemEntropy() : seededEntropy(seed) } = options;
  const trace = new Trace(clock);
  const names = new Map<string, Target>();
  const web = new WebPki({ clock, entropy, trace, ...options.web });
  const network =
    options.network === false
      ? undefined
      : openWorldNetwork(options.network ?? {}, { clock, entropy, trace });
  if (network !== undefined) closing.add(network);
  const surroundings = { clock, entropy, trace, cis, names, web, network };

  const { partners = [], provisioning } = network ?? {};
  const home = await openHome(options, { ...surroundings, partners, network: provisioning }, closing);
  const aroundDevices = { ...surroundings, portal: home?.operator.portal };
  const devices = new Map<string, WorldDevice>();
  const addDevice = async (part: DevicePart): Promise<WorldDevice> => {
    if (devices.has(part.name)) throw new Error(`this world has a device "${part.name}" already`);
    const device = await openDevice(part, aroundDevices);
    devices.set(part.name, device);
    closing.add(device);
    return device;
  };
  for (const part of options.devices ?? [{ name: 'device-1' }]) await addDevice(part);

  return {
    clock,
    entropy,
    trace,
    cis,
    names,
    web,
    get smdp() {
      return present(home?.smdp, 'SM-DP+');
    },
    get operator() {
      return present(home?.operator, 'SM-DP+, and so no operator');
    },
    get desk() {
      return present(home?.operator.desk, 'SM-DP+, and so no order desk');
    },
    get network() {
      return present(network, 'network');
    },
    device: (name = 'device-1') => present(devices.get(name), `device "${name}"`),
    devices: () => [...devices.values()],
    addDevice,
    close: () => closing.close(),
    [Symbol.asyncDispose]: () => closing.close(),
  };
}

/** The operator's own hosts stay within reach when nothing is left of a balance (mobile-plans.md §6). */
function openWorldNetwork(
  part: NetworkPart,
  world: Pick<NetworkOptions, 'clock' | 'entropy' | 'trace'>,
): Network {
  const { walledGarden = usualWalledGarden } = part;
  return openNetwork({
    ...world,
    ...part,
    walledGarden: [...walledGarden, worldNames.portal, worldNames.api],
  });
}

/** The servers at home: the SM-DP+ and the operator, who hears from it until it is closed. */
interface Home {
  readonly smdp: Smdp;
  readonly operator: Operator;
}

async function openHome(
  { smdp: part, operator: operatorPart }: WorldOptions,
  world: Omit<OperatorSurroundings, 'smdp'>,
  closing: Closing,
): Promise<Home | undefined> {
  if (part === false) return undefined;
  const smdp = await openServer(part ?? {}, world);
  try {
    const operator = await openWorldOperator(operatorPart ?? {}, { ...world, smdp });
    closing.add(operator);
    return { smdp, operator };
  } finally {
    closing.add(smdp);
  }
}

function present<T>(part: T | undefined, what: string): T {
  if (part === undefined) throw new Error(`this world has no ${what}`);
  return part;
}
