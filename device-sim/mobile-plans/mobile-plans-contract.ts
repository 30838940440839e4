import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import type { MobilePlansDevice } from './device.ts';
import type { Finding } from './findings.ts';
import type { Launch } from './launch-contract.ts';
import type { AppMemory } from './operations/app-memory.ts';
import type { Awaited } from './operations/awaited.ts';
import type { MachineSettings, MobilePlansSettings } from './settings.ts';
import type { Toast } from './toasts/toast.ts';
import type { Toasts } from './toasts/toasts.ts';

export interface MobilePlansOptions {
  readonly device: MobilePlansDevice;
  readonly settings: MobilePlansSettings;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** Where toasts are shown: one place for all apps of a device. One of its own unless given. */
  readonly toasts?: Toasts;
  /** Where it keeps what it does later; nowhere unless given. */
  readonly memory?: AppMemory;
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
  /** The toasts on the person's screen, answered ones included, in order. */
  readonly toasts: readonly Toast[];
  /** Calls `listener` with each toast that is shown from now on; the returned function ends it. */
  onToast(listener: (toast: Toast) => void): () => void;
  /** What it does later by itself, the next first. */
  readonly awaited: readonly Awaited[];
  /** Ends the open launch; an operation that goes on is not waited for, and what was to come later never comes. */
  close(): Promise<void>;
}
