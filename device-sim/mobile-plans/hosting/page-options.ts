import type { BrowserContextOptions } from 'playwright-core';

import type { Clock } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Launch } from '../launch-contract.ts';
import { windowSize } from './start-browser.ts';

/** What a page shows, and by which way it reaches the network. */
export interface PageOptions {
  readonly launch: Launch;
  /** The data path of the device. */
  readonly proxy: { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly trace: Trace;
  /** The device it belongs to, for the trace. */
  readonly device?: string;
  /** Leave the window open when control has gone back to the app. */
  readonly staysOpen?: boolean;
  readonly limits?: Partial<PageLimits>;
}

/** What a page is granted, in wall time. */
export interface PageLimits {
  /** From the launch until its document begins. */
  readonly navigation: Span;
  /** A callback of the portal. */
  readonly callback: Span;
  /** How long a page that is never quiet keeps time from being wound. */
  readonly busy: Span;
}

/** Half a minute for the portal, as browsers of people have it; a callback is short. */
export const defaultLimits: PageLimits = {
  navigation: seconds(30),
  callback: seconds(5),
  busy: seconds(10),
};

/** How a window meets the world: through the data path alone, with the language of the launch, asking nobody anything. */
export function windowOptions({ launch, proxy }: PageOptions): BrowserContextOptions {
  return {
    proxy: { server: `http://${proxy.host}:${proxy.port}`, bypass: '<-loopback>' },
    locale: launch.locale,
    acceptDownloads: false,
    serviceWorkers: 'allow',
    viewport: { ...windowSize },
  };
}
