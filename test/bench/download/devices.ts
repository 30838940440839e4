/** Devices as a process of their own: cards with their stores and LPAs, as `esimlab device` runs them. */
import { join } from 'node:path';

import { memoryCardStore, openCardStore } from '#device-sim/euicc/index';
import { logOf } from '#lab/cli/logging';
import type { WorldDevice } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { systemClock } from '#shared/runtime/clock';
import { resolveSettings } from '#shared/runtime/settings';
import { declaration } from '#shared/runtime/settings-declaration';

import { inFlight } from './in-flight.ts';
import { serveMeasuring } from './measured-process.ts';

export interface DevicesProcessOptions {
  readonly store: 'sqlite' | 'memory';
}

const { folder, store } = JSON.parse(process.argv[2] ?? '{}') as DevicesProcessOptions & {
  readonly folder: string;
};

const world = await openWorld({ clock: systemClock(), smdp: false, network: false, devices: [] });
logOf(world.trace, await resolveSettings(declaration, {}));
const devices: WorldDevice[] = [];

serveMeasuring({
  /** Makes devices until there are so many, and takes the profiles from those there are. */
  prepare: async (count: number) => {
    for (const device of devices)
      for (const { iccid } of await device.lpa.profiles()) await device.lpa.delete(iccid, { deliver: false });
    while (devices.length < count) {
      const name = `device-${devices.length + 1}`;
      const kept =
        store === 'sqlite' ? await openCardStore(join(folder, `${name}.sqlite`)) : memoryCardStore();
      devices.push(await world.addDevice({ name, store: kept }));
    }
  },
  /** Each device downloads once. */
  download: async ({ codes, smdpUrl }: { readonly codes: readonly string[]; readonly smdpUrl: string }) => {
    await inFlight(codes, async (code, index) => {
      await devices[index]?.download(code, { enable: false, smdpUrl });
    });
  },
  close: () => world.close(),
});
