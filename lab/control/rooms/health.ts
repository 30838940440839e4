import type { World } from '#scenarios/world/index';
import { toIso } from '#shared/runtime/span';

import type { HealthAnswer } from '../contract.ts';
import type { DeviceShelf } from '../device/device-shelf.ts';
import type { Route } from '../route.ts';
import { route } from '../route.ts';
import type { TraceRing } from '../trace/trace-ring.ts';

interface HealthParts {
  readonly world: World;
  readonly version: string;
  readonly devices: Pick<DeviceShelf, 'names'>;
  readonly ring: TraceRing;
}

/** Whether the lab is there, and what it is. */
export function healthRoutes({ world, version, devices, ring }: HealthParts): readonly Route[] {
  const health = (): HealthAnswer => {
    const { smdp, clock } = world;
    return {
      ok: true,
      version,
      now: toIso(clock.now()),
      mode: clock.mode,
      smdp: { address: smdp.address, url: smdp.url },
      devices: devices.names(),
      openSessions: smdp.sessions().length,
      trace: { oldest: ring.oldest, newest: ring.newest },
    };
  };
  return [route('GET', '/api/health', () => Promise.resolve(health()))];
}
