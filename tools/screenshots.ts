// Takes the pictures of docs/images: somebody buys the plan in the window of the Mobile Plans app. With a folder as its
// argument it puts every picture there, in light and dark, small and wide, to look at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Page } from 'playwright-core';

import { openHostingBrowser } from '#device-sim/mobile-plans/index';
import type { HostingBrowser } from '#device-sim/mobile-plans/index';
import { openWorld } from '#scenarios/world/index';
import { webRoot } from '#shared/pki/web/web-root';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

const begin = instant('2026-11-23T09:00:00Z');
const root = webRoot({ clock: steppedClock(begin), entropy: seededEntropy('screenshots') });
const toLookAt = process.argv[2];
const folder = toLookAt ?? fileURLToPath(new URL('../docs/images/', import.meta.url));

interface Look {
  /** What its file names end with. */
  readonly suffix: string;
  readonly colours: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
  /** The pages that the documents show. */
  readonly shown: readonly string[];
}

const small = { width: 800, height: 600 };
const wide = { width: 1280, height: 800 };

const looks: readonly Look[] = [
  { suffix: '', colours: 'light', size: small, shown: ['sign-in', 'confirm', 'connected'] },
  { suffix: '-dark', colours: 'dark', size: small, shown: ['connected'] },
  { suffix: '-wide', colours: 'light', size: wide, shown: [] },
  { suffix: '-wide-dark', colours: 'dark', size: wide, shown: [] },
];

mkdirSync(folder, { recursive: true });
const browser = await openHostingBrowser({ headless: true, trustedRoots: [root.certificate.der] });
try {
  for (const look of looks) if (look.shown.length > 0 || toLookAt !== undefined) await buy(browser, look);
} finally {
  await browser.close();
}

/** The three clicks, with a picture before each and one at the end. */
async function buy(browser: HostingBrowser, look: Look): Promise<void> {
  const operator = { name: 'Fernweh Mobile', portal: {} };
  await using world = await openWorld({ seed: 1, clock: steppedClock(begin), web: { root }, operator });
  const { clock, trace } = world;
  const device = world.device();
  const launch = await device.mobilePlans.launch();
  const hosted = await browser.open({ launch, proxy: await device.dataPath(), clock, trace });
  const { page } = hosted;
  try {
    await page.setViewportSize(look.size);
    await page.emulateMedia({ colorScheme: look.colours, reducedMotion: 'reduce' });
    const steps = { 'sign-in': 'Sign in', plan: 'Buy this plan', confirm: /^Confirm and pay/ };
    for (const [step, name] of Object.entries(steps)) {
      const button = page.getByRole('button', { name });
      await button.waitFor();
      await picture(page, step, look);
      await button.click();
    }
    await page.locator('#headline').waitFor();
    await device.registered('home');
    await page.getByText('You are connected', { exact: true }).waitFor();
    await hosted.quiet();
    await picture(page, 'connected', look);
  } finally {
    await hosted.close();
  }
}

async function picture(page: Page, step: string, { suffix, shown }: Look): Promise<void> {
  if (toLookAt === undefined && !shown.includes(step)) return;
  const path = join(folder, `portal-${step}${suffix}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
}
