import type { Browser } from 'playwright-core';

import type { Bytes } from '#shared/bytes/bytes';

import type { Launch } from '../launch-contract.ts';
import { fitWindow } from './fit-window.ts';
import { hostPage } from './hosted-page.ts';
import type { HostedPage } from './hosted-page.ts';
import { windowOptions } from './page-options.ts';
import type { PageOptions } from './page-options.ts';
import { closeContext, startBrowser } from './start-browser.ts';
import type { BrowserOptions, RunningBrowser } from './start-browser.ts';

/** One page in a browser of its own. */
export interface HostedPageOptions extends PageOptions {
  /** The program; found if left out. */
  readonly browser?: string;
  /** Without a window. */
  readonly headless: boolean;
  /** The root of the web PKI, in DER. */
  readonly trustedRoot: Bytes;
  /** Closes all when it is aborted: Ctrl-C. */
  readonly interrupted?: AbortSignal;
}

/**
 * Starts a browser with a fresh profile, in a window of 800x600 without tabs, and shows a launch in it. The browser ends
 * with the page.
 * @throws NoBrowser, PortalNotShown
 */
export async function openHostedPage(options: HostedPageOptions): Promise<HostedPage> {
  const { browser, headless, interrupted, launch, trustedRoot } = options;
  let end: () => Promise<void> = () => Promise.resolve();
  try {
    interrupted?.throwIfAborted();
    const running = await startBrowser(
      { headless, trustedRoots: [trustedRoot], ...(browser === undefined ? {} : { browser }) },
      { ...windowOptions(options), ...(headless ? {} : { viewport: null }) },
    );
    end = endOnce(running, interrupted);
    interrupted?.throwIfAborted();
    const page = running.context.pages()[0] ?? (await running.context.newPage());
    if (!headless) await fitWindow(page);
    return await hostPage(page, options, end);
  } catch (error) {
    giveUp(launch);
    await end();
    throw error;
  }
}

/** A launch that has come to no window has ended, so that something else may show the portal. */
function giveUp(launch: Launch): void {
  try {
    launch.attach({ deliver: () => Promise.resolve('gone') }).closed();
  } catch {
    // It has ended, or is shown elsewhere.
  }
}

/** One browser for many pages, each with cookies, storage and service workers of its own. */
export interface HostingBrowser {
  /** @throws PortalNotShown */
  open(options: PageOptions): Promise<HostedPage>;
  /** Ends all pages. */
  close(): Promise<void>;
}

/**
 * Starts a browser with a fresh profile.
 * @throws NoBrowser
 */
export async function openHostingBrowser(
  options: BrowserOptions & { readonly interrupted?: AbortSignal },
): Promise<HostingBrowser> {
  const { interrupted } = options;
  interrupted?.throwIfAborted();
  const running = await startBrowser(options);
  const close = endOnce(running, interrupted);
  const browser = running.context.browser();
  if (browser === null || interrupted?.aborted === true) {
    await close();
    interrupted?.throwIfAborted();
    throw new TypeError('a browser that was started here is its own');
  }
  return { open: async (page) => openIn(browser, page), close };
}

/** A page with cookies and storage of its own. */
async function openIn(browser: Browser, options: PageOptions): Promise<HostedPage> {
  let end: () => Promise<void> = () => Promise.resolve();
  try {
    const context = await browser.newContext(windowOptions(options));
    end = async () => closeContext(context);
    return await hostPage(await context.newPage(), options, end);
  } catch (error) {
    giveUp(options.launch);
    await end();
    throw error;
  }
}

function endOnce(running: RunningBrowser, interrupted: AbortSignal | undefined): () => Promise<void> {
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => (ended ??= running.end());
  const interrupt = (): void => void end();
  interrupted?.addEventListener('abort', interrupt, { once: true });
  return async () => {
    interrupted?.removeEventListener('abort', interrupt);
    await end();
  };
}
