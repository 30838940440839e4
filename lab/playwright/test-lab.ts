import type { HostedPage, Launch } from '#device-sim/mobile-plans/index';
import type { MobilePlansSettings } from '#device-sim/mobile-plans/index';
import type { World } from '#scenarios/world/index';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import type { TestDevice } from './test-device.ts';

/** Which portal is entered, and how the app is set up for it; the reference operator's unless given. */
export type PortalSettings = Partial<MobilePlansSettings>;

/** What a test is played in. */
export interface TestLab {
  readonly device: TestDevice;
  readonly clock: Clock;
  readonly trace: Trace;
  /** @throws Error in one line where the lab is another process. */
  readonly world: World;
  /** The way of the device's pages to the network. */
  dataPath(): Promise<{ readonly host: string; readonly port: number }>;
  /** Enters the portal. */
  launch(): Promise<Launch>;
  /** The page that shows the portal: its work is waited for before the clock is wound. */
  shown(page: Pick<HostedPage, 'quiet'>): void;
  /** Everything that has happened, one event in JSON a line. */
  events(): readonly string[];
  close(): Promise<void>;
}
