import type { Launch } from '#device-sim/mobile-plans/index';
import { NoBrowser, openHostedPage, PortalNotShown } from '#device-sim/mobile-plans/index';
import type { HostedPage } from '#device-sim/mobile-plans/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import { CannotRunHere } from './exit.ts';

/** What a window is opened with. */
export interface WindowOptions {
  readonly launch: Launch;
  readonly proxy: { readonly host: string; readonly port: number };
  /** The root of the lab's web PKI, DER. */
  readonly trustedRoot: Bytes;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly device: string;
  readonly headless: boolean;
  readonly interrupted: AbortSignal;
}

/** Shows a launch in the person's own Chrome, Edge or Chromium. @throws CannotRunHere */
export async function openWindow(options: WindowOptions): Promise<HostedPage> {
  try {
    return await openHostedPage({ ...options, staysOpen: false });
  } catch (error) {
    if (error instanceof NoBrowser || error instanceof PortalNotShown)
      throw new CannotRunHere(error.message, { cause: error });
    throw error;
  }
}
