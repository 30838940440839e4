import type { HostedPage } from '#device-sim/mobile-plans/index';
import type { DataPath } from '#device-sim/network/index';
import { openDataPath } from '#device-sim/network/index';
import type { WorldDevice } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { steppedClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';

import { traceJson } from '../control/trace/trace-json.ts';
import type { TestDevice } from './test-device.ts';
import type { PortalSettings, TestLab } from './test-lab.ts';
import { untilRegistered } from './until-registered.ts';
import { toastsOf, untilToast } from './until-toast.ts';

/** When each test begins, by its own clock. */
const firstMorning = instant('2026-11-23T09:00:00Z');
const deviceName = 'device-1';

let drawn: WebIdentity | undefined;

/** The web root of all worlds of this process, so that one browser can show them. A worker is a process. */
export function sharedWebRoot(): WebIdentity {
  drawn ??= webRoot({ clock: steppedClock(firstMorning), entropy: systemEntropy() });
  return drawn;
}

/** What a world is opened with. */
export interface WorldLabOptions {
  readonly seed: string | number;
  readonly settings: PortalSettings;
}

/**
 * A world of the test's own in this process, on a clock that stands still until it is wound. From the reference portal only
 * the world is reached; somebody's own portal may need the network of this machine.
 * @throws SettingsRefused
 */
export async function openWorldLab({ seed, settings }: WorldLabOptions): Promise<TestLab> {
  const clock = steppedClock(firstMorning);
  const world = await openWorld({
    clock,
    seed,
    web: { root: sharedWebRoot() },
    operator: { portal: {} },
    devices: [{ name: deviceName, mobilePlans: settings }],
  });
  const { names, trace } = world;
  const records: TraceRecord[] = [];
  trace.onAny((record) => records.push(record));
  const device = world.device(deviceName);
  const own = settings.portalUrl !== undefined;
  let path: Promise<DataPath> | undefined;
  let page: Pick<HostedPage, 'quiet'> | undefined;
  const pageIsQuiet = async (): Promise<void> => page?.quiet();
  return {
    device: testDevice(device, {
      registered: async (state, wait) => untilRegistered(device, state, { clock, wait, pageIsQuiet }),
      toast: async (kind, wait) => untilToast(device, kind, { clock, pageIsQuiet, ...wait }),
    }),
    clock,
    trace,
    world,
    dataPath: async () =>
      (path ??= own
        ? openDataPath({ clock, trace, names, device: deviceName, allowed: () => true })
        : device.dataPath()),
    launch: async () => device.mobilePlans.launch(),
    shown: (shown) => {
      page = shown;
    },
    events: () => records.map(traceJson),
    close: async () => {
      await (await path)?.close();
      await world.close();
    },
  };
}

function testDevice(device: WorldDevice, waits: Pick<TestDevice, 'registered' | 'toast'>): TestDevice {
  const { name, eid, imei } = device;
  return {
    name,
    eid,
    imei,
    get registration() {
      return device.modem.registration;
    },
    mobilePlans: device.mobilePlans,
    profiles: async () => {
      const profiles = await device.lpa.profiles();
      return profiles.map(({ iccid, state }) => ({ iccid, state }));
    },
    toasts: () => toastsOf(device),
    ...waits,
  };
}
