import type { BrowserContext, BrowserContextOptions, LaunchOptions } from 'playwright-core';

import type { Bytes } from '#shared/bytes/bytes';
import { wallTimer } from '#shared/http/limits';
import { milliseconds, seconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

import type { BrowserProfile } from './browser-profile.ts';
import { freshProfile } from './browser-profile.ts';
import { expectBrowser, NoBrowser } from './find-browser.ts';
import { spkiHash } from './spki-hash.ts';

/** Which browser is started, and how. */
export interface BrowserOptions {
  /** The program; found if left out. */
  readonly browser?: string;
  /** Without a window. */
  readonly headless: boolean;
  /** The roots of the web PKI, in DER: servers that send one of them along are trusted. */
  readonly trustedRoots: readonly Bytes[];
}

/** A browser that runs: its first window, and how to end it. */
export interface RunningBrowser {
  readonly context: BrowserContext;
  /** Ends the browser and takes its profile away. */
  end(): Promise<void>;
}

/** The size of the app's window (mobile-plans §2). */
export const windowSize = { width: 800, height: 600 } as const;

/**
 * Starts a browser with a fresh profile and one window without tabs or an address bar.
 * @throws NoBrowser
 */
export async function startBrowser(
  options: BrowserOptions,
  window: BrowserContextOptions = {},
): Promise<RunningBrowser> {
  const program = expectBrowser(options.browser);
  expectDisplay(options.headless);
  const { chromium } = await import('playwright-core');
  const profile = await freshProfile();
  try {
    const launch = launchOptions(program, options);
    const context = await chromium.launchPersistentContext(profile.folder, { ...launch, ...window });
    return { context, end: async () => end(context, profile) };
  } catch (error) {
    await profile.remove();
    throw new NoBrowser(
      `${program} did not start (${reasonOf(error)}); name another one with ESIMLAB_BROWSER`,
      {
        cause: error,
      },
    );
  }
}

function expectDisplay(headless: boolean): void {
  const displays = [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']];
  if (headless || process.platform !== 'linux' || displays.some(Boolean)) return;
  throw new NoBrowser(
    'there is no display for a window (DISPLAY is not set); give --headless, or set DISPLAY',
  );
}

function launchOptions(program: string, { headless, trustedRoots }: BrowserOptions): LaunchOptions {
  return {
    executablePath: program,
    headless,
    // Chromium's own sandbox cannot be had by root, nor in most containers of a CI.
    chromiumSandbox: !(process.getuid?.() === 0 || Boolean(process.env['CI'])),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ignoreDefaultArgs: ['--enable-automation'],
    args: [
      '--app=data:text/html,',
      ...browserArguments(trustedRoots),
      ...(headless ? ['--disable-gpu'] : []),
    ],
  };
}

/** With these Chromium trusts the servers that send one of the roots (in DER) along, and keeps to the data path. */
export function browserArguments(trustedRoots: readonly Bytes[]): readonly string[] {
  const { width, height } = windowSize;
  return [
    `--window-size=${width},${height}`,
    `--ignore-certificate-errors-spki-list=${trustedRoots.map(spkiHash).join(',')}`,
    '--disable-quic',
    '--disable-sync',
    '--disable-domain-reliability',
    '--disable-client-side-phishing-detection',
    '--allow-browser-signin=false',
    '--no-pings',
    // Nothing goes past the data path.
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  ];
}

/** Closes the pages of a context; one whose browser ended by itself is closed already. */
export async function closeContext(context: BrowserContext): Promise<void> {
  try {
    await Promise.race([context.close(), wallWait(closing)]);
  } catch (error) {
    if (!reasonOf(error).includes('has been closed')) throw error;
  }
}

async function end(context: BrowserContext, profile: BrowserProfile): Promise<void> {
  const crashed = context.browser()?.isConnected() === false;
  try {
    await closeContext(context);
    await context.browser()?.close();
    if (crashed) await wallWait(lastWrites);
  } finally {
    await profile.remove();
  }
}

/** In wall time: a page in an endless loop keeps its context from closing. */
const closing = seconds(2);

/** The children of a browser that crashed end by themselves, and write until then. */
const lastWrites = milliseconds(300);

async function wallWait(span: Span): Promise<void> {
  await new Promise<void>((resolve) => {
    wallTimer(span, resolve);
  });
}

/** The first line of what playwright says. */
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return line.replace(/^[\w.]+: /, '');
}
