import type { Launch } from '#device-sim/mobile-plans/index';

import type { PortalPlan } from '../../operator/index.ts';

/** What a portal hands over to the device. */
export interface HandOver {
  readonly code: string;
  readonly planName: string;
  /** How: `minutes` are the delay of the download, or the interval of the registration. */
  readonly way:
    | { readonly kind: 'now' }
    | { readonly kind: 'delayed'; readonly minutes: number }
    | { readonly kind: 'connectedLater'; readonly minutes: number };
}

/** The window of a device's app with a portal in it: a page without a browser, or one in a browser. */
export interface PortalWindow {
  readonly launch: Launch;
  readonly kind: 'bridge' | 'browser';
  /** The person buys what is sold; how it is handed over is the page's affair. Resolves once the page has done so. */
  buy?(plan: PortalPlan): Promise<void>;
  /** The page hands a code over. */
  handOver(what: HandOver): void | Promise<void>;
  /** The page gives the purchase up. */
  cancelPurchase(): void | Promise<void>;
  /** The page takes a delayed download back. */
  cancelOperation(): void | Promise<void>;
  /** The page says that balance was added; the profile of that ICCID is to be used, where one is given. */
  balanceAdded(iccid: string | undefined): void | Promise<void>;
  close(): void | Promise<void>;
}
