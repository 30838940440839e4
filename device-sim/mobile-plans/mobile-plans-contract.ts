import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import type { MobilePlansDevice } from './device.ts';
import type { Finding } from './findings.ts';
import type { Launch } from './launch-contract.ts';
import type { MachineSettings, MobilePlansSettings } from './settings.ts';

export interface MobilePlansOptions {
  readonly device: MobilePlansDevice;
  readonly settings: MobilePlansSettings;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
}

/** The Mobile Plans app of a device, without the window that shows the portal. */
export interface MobilePlans {
  /**
   * Enters the portal anew; a launch that is still open ends as closed.
   * @param machine what differs from the settings this time
   * @throws SettingsRefused
   */
  launch(machine?: MachineSettings): Promise<Launch>;
  /** All findings so far, in order. */
  readonly findings: readonly Finding[];
  /** Ends the open launch; an operation that goes on is not waited for. */
  close(): Promise<void>;
}
