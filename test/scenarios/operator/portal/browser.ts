import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { webPki } from './bench.ts';

const candidates = [
  process.env['ESIMLAB_BROWSER'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser of this machine; undefined where there is none, and the tests that need one are skipped. */
export const browserPath = candidates.find((path) => path !== undefined && existsSync(path));

/** Chromium that trusts the web CA of these tests by its key. */
export async function openBrowser(): Promise<Browser> {
  const { publicKey } = new X509Certificate(webCertificatePem(webPki().root.certificate));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(spki).digest('base64');
  return chromium.launch({
    headless: true,
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      `--ignore-certificate-errors-spki-list=${digest}`,
    ],
  });
}

/** What a portal told the window so far. */
export interface Told {
  readonly name: string;
  readonly metaData?: Readonly<Record<string, unknown>>;
  /** Minutes of the delay or the interval. */
  readonly minutes?: number;
  /** The context of an operation that is cancelled. */
  readonly context?: unknown;
  readonly code?: string;
  /** The two callbacks as they were named at that moment. */
  readonly callbacks?: readonly unknown[];
}

declare global {
  /** What the stub keeps in the page's session storage. */
  var told: () => Told[];
  var answer: (name: 'activation' | 'registration', argument: unknown) => void;
}

/** A hand-made Mobile Plans window: the objects of the contract (mobile-plans.md §3), and nothing behind them. */
export const windowStub = `
  const purchase = { new: 'New', existing: 'Existing', bailed: 'Bailed', none: 'None' };
  window.MobilePlansUserAccount = purchase;
  window.MobilePlansPurchaseInstrument = purchase;
  window.MobilePlansLineType = purchase;
  window.MobilePlansMoDirectStatus = { complete: 'Complete', cancelled: 'Cancelled', none: 'None' };
  window.told = () => JSON.parse(sessionStorage.getItem('told') ?? '[]');
  const tell = (entry) => sessionStorage.setItem('told', JSON.stringify([...window.told(), entry]));
  window.MobilePlans = {
    createPurchaseMetaData: () => ({}),
    notifyCancelledPurchase: (metaData) => tell({ name: 'notifyCancelledPurchase', metaData }),
    notifyPurchaseWithProfileDownload: (metaData, code, minutes) =>
      tell({ name: 'notifyPurchaseWithProfileDownload', metaData, code, minutes }),
  };
  window.MobilePlansInlineOperations = {
    notifyOperationCancel: (context) => tell({ name: 'notifyOperationCancel', context }),
    notifyProfileDownload: (metaData, code, minutes) => {
      const { registrationChangedScript, profileActivationCompleteScript } = window.MobilePlansInlineOperations;
      tell({ name: 'notifyProfileDownload', metaData, code, minutes, callbacks: [registrationChangedScript, profileActivationCompleteScript] });
      return { Id: '1' };
    },
  };
  window.answer = (name, argument) => {
    const property = name === 'activation' ? 'profileActivationCompleteScript' : 'registrationChangedScript';
    window[window.MobilePlansInlineOperations[property]](JSON.stringify(argument));
  };
`;

/** A page of 800x600, as a Mobile Plans window if `inside`. */
export async function openPage(
  browser: Browser,
  { inside = true, ...options }: BrowserContextOptions & { readonly inside?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, ...options });
  if (inside) await context.addInitScript(windowStub);
  return context.newPage();
}
