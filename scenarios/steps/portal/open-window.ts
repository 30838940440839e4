import type { MachineSettings } from '#device-sim/mobile-plans/index';

import type { WorldDevice } from '../../world/index.ts';
import type { Scene } from '../scene.ts';
import { openBrowserWindow } from './browser-window.ts';
import { openDirectWindow } from './direct-window.ts';
import type { PortalWindow } from './portal-window.ts';

/** How a portal is shown. */
export interface Showing {
  readonly in: PortalWindow['kind'];
  readonly machine?: MachineSettings;
}

/** Enters the portal anew on a device. */
export async function openWindow(scene: Scene, device: WorldDevice, showing: Showing): Promise<PortalWindow> {
  const launch = await device.mobilePlans.launch(showing.machine);
  const window =
    showing.in === 'browser' ? await openBrowserWindow(scene, device, launch) : openDirectWindow(launch);
  scene.windows.set(device.name, window);
  return window;
}

/** The window that is open on a device, or one that is opened now. */
export async function windowOn(
  scene: Scene,
  device: WorldDevice,
  kind: PortalWindow['kind'],
): Promise<PortalWindow> {
  const open = scene.windows.get(device.name);
  return open?.kind === kind ? open : openWindow(scene, device, { in: kind });
}
