import type { MobilePlans } from '#device-sim/mobile-plans/index';
import { SettingsRefused } from '#device-sim/mobile-plans/index';
import type { WorldDevice } from '#scenarios/world/index';

import { Refused } from '../refused.ts';

/** Portals of other people that one device may be set up for; an app lives as long as its device. */
const mostPortals = 32;

/** The Mobile Plans apps of devices: one for each portal, for it remembers what failed until the portal is entered anew. */
export class Apps {
  readonly #ofDevices = new WeakMap<WorldDevice, Map<string, MobilePlans>>();

  /**
   * The app for a portal; for that of the lab itself where none is given.
   * @throws Refused
   */
  of(device: WorldDevice, portalUrl: string | undefined, notificationHosts?: readonly string[]): MobilePlans {
    if (portalUrl === undefined) return ownApp(device);
    const apps = this.#ofDevices.get(device) ?? new Map<string, MobilePlans>();
    this.#ofDevices.set(device, apps);
    const portal = URL.canParse(portalUrl) ? new URL(portalUrl).href : portalUrl;
    const key = JSON.stringify([portal, notificationHosts ?? []]);
    const known = apps.get(key);
    if (known !== undefined) return known;
    if (apps.size >= mostPortals)
      throw new Refused(
        429,
        `${device.name} has been set up for ${mostPortals} portals; start the lab again`,
      );
    const app = openApp(device, portalUrl, notificationHosts);
    apps.set(key, app);
    return app;
  }
}

function openApp(
  device: WorldDevice,
  portalUrl: string,
  notificationHosts: readonly string[] | undefined,
): MobilePlans {
  try {
    return device.openMobilePlans({
      portalUrl,
      ...(notificationHosts === undefined ? {} : { notificationHosts }),
    });
  } catch (error) {
    if (error instanceof SettingsRefused) throw new Refused(400, error.message, {}, { cause: error });
    throw error;
  }
}

/** The app of a device for the portal of its lab. @throws Refused where there is none */
function ownApp(device: WorldDevice): MobilePlans {
  try {
    return device.mobilePlans;
  } catch (error) {
    // It says which portal is missing.
    throw new Refused(404, error instanceof Error ? error.message : '', {}, { cause: error });
  }
}
