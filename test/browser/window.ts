import { openHostingBrowser } from '#device-sim/mobile-plans/index';
import type { HostedPage, HostingBrowser, Launch, PageOptions } from '#device-sim/mobile-plans/index';
import { webRoot } from '#shared/pki/web/web-root';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import type { WorldOptions } from '#scenarios/world/index';

import type { Shop } from '../support/shop.ts';
import { openShop } from '../support/shop.ts';

/** The time at which worlds begin, direct ones too. */
const start = instant('2026-11-23T09:00:00Z');
/** One web CA for all worlds, so that one browser can show them. */
const root = webRoot({ clock: steppedClock(start), entropy: seededEntropy('browser tests') });

export async function openBrowser(): Promise<HostingBrowser> {
  return openHostingBrowser({ headless: true, trustedRoots: [root.certificate.der] });
}

/** A world for a page: its clock stands still until it is wound. */
export async function openHostedShop(options: WorldOptions = {}): Promise<Shop> {
  return openShop({ clock: steppedClock(start), web: { root }, ...options });
}

/** The window of a device's app, with the operator's portal in it. */
export class Window implements AsyncDisposable {
  readonly launch: Launch;
  readonly #hosted: HostedPage;

  private constructor(launch: Launch, hosted: HostedPage) {
    this.launch = launch;
    this.#hosted = hosted;
  }

  static async open(
    browser: HostingBrowser,
    { world, clock }: Shop,
    options: Partial<PageOptions> = {},
  ): Promise<Window> {
    const device = world.device();
    const launch = options.launch ?? (await device.mobilePlans.launch());
    const { trace } = world;
    const proxy = await device.dataPath();
    const shown = { launch, proxy, clock, trace, device: device.name, ...options };
    return new Window(launch, await browser.open(shown));
  }

  get page(): HostedPage['page'] {
    return this.#hosted.page;
  }

  /** When its window is closed, by whomever. */
  get closed(): Promise<void> {
    return this.#hosted.closed;
  }

  async click(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** The three clicks; the plan that is proposed unless given. */
  async buy(plan?: string): Promise<void> {
    await this.click('Sign in');
    if (plan !== undefined) await this.page.getByRole('radio', { name: plan }).check();
    await this.click('Buy this plan');
    await this.click(/^Confirm and pay/);
    await this.page.locator('#headline').waitFor();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page
      .getByText(text, typeof text === 'string' ? { exact: true } : {})
      .first()
      .waitFor();
  }

  /** Until the page has nothing to do. */
  async quiet(): Promise<void> {
    await this.#hosted.quiet();
  }

  async close(): Promise<void> {
    await this.#hosted.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
