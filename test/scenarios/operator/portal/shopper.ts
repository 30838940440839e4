import type { Page } from 'playwright-core';
import type { PortalBench } from './bench.ts';
import { launchQuery } from './bench.ts';
import type { Told } from './browser.ts';

/** A customer in front of a browser. */
export class Shopper {
  readonly bench: PortalBench;
  readonly page: Page;
  /** Errors of scripts, and what the Content-Security-Policy kept out. */
  readonly complaints: string[] = [];

  constructor(bench: PortalBench, page: Page) {
    this.bench = bench;
    this.page = page;
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  async launch(): Promise<this> {
    await this.page.goto(`${this.bench.portal.url}/?${launchQuery}`);
    return this;
  }

  async click(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** From the launch to the page that says `heading`; the plan that is proposed unless given. */
  async buy(heading = 'Setting up your eSIM', plan?: string): Promise<void> {
    await this.click('Sign in');
    if (plan !== undefined) await this.page.getByRole('radio', { name: plan }).check();
    await this.click('Buy this plan');
    await this.click(/^Confirm and pay/);
    await this.sees(heading);
  }

  /** Waits for a headline. */
  async sees(heading: string): Promise<void> {
    await this.page
      .getByRole('heading', { level: 1, name: heading, exact: true })
      .waitFor({ timeout: 20_000 });
  }

  async told(): Promise<readonly Told[]> {
    return this.page.evaluate(() => told());
  }

  /** Calls back as Mobile Plans does. */
  async calls(name: 'activation' | 'registration', argument: object): Promise<void> {
    await this.page.evaluate(
      ([which, what]) => {
        answer(which, what);
      },
      [name, argument] as const,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
    await this.bench[Symbol.asyncDispose]();
  }
}
