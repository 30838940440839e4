import { existsSync } from 'node:fs';

import type { LaunchOptions } from '@playwright/test';

import { browserArguments, findBrowser } from '#device-sim/mobile-plans/index';
import type { Bytes } from '#shared/bytes/bytes';

/** What the choice of a browser goes by. */
export interface BrowserChoice {
  /** As the team's configuration has it. */
  readonly given: LaunchOptions;
  /** `use.channel` of the configuration. */
  readonly channel: string | undefined;
  /** Where Playwright would have its own Chromium. */
  readonly own: string;
  readonly trustedRoots: readonly Bytes[];
}

/**
 * How Playwright starts the browser of the window: the one the configuration names, else Playwright's own where it is
 * installed, else the Chrome, Edge or Chromium of this machine. ESIMLAB_BROWSER names one for both of the latter.
 * @throws NoBrowser when ESIMLAB_BROWSER names no program
 */
export function browserLaunch({ given, channel, own, trustedRoots }: BrowserChoice): LaunchOptions {
  const args = [...(given.args ?? []), ...browserArguments(trustedRoots)];
  const chosen = given.executablePath ?? given.channel ?? channel;
  const named = process.env['ESIMLAB_BROWSER'] ?? '';
  const found = chosen !== undefined || (named === '' && existsSync(own)) ? undefined : findBrowser();
  return { ...given, args, ...(found === undefined ? {} : { executablePath: found }) };
}
