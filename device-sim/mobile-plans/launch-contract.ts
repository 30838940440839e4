import type { Clock } from '#shared/runtime/clock';

import type { PurchaseMetaData } from './purchase-meta-data.ts';

/** One entry into the portal. */
export interface Launch {
  /** With all parameters of the contract. */
  readonly url: string;
  /** For the first request of the main frame and its redirects on the notification hosts only. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first language of Accept-Language, such as `en-US`. */
  readonly locale: string;
  readonly transactionId: string;
  /** The hosts (`host` or `host:port`) whose top document gets the bridge, and may call. */
  readonly notificationHosts: readonly string[];
  readonly clock: Clock;
  /**
   * A page begins to show this launch. A launch is shown by one page at a time.
   * @throws Error when it is shown already, or has ended.
   */
  attach(page: PagePort): BridgeEnd;
  /** When control went back to the app. */
  readonly ended: Promise<LaunchEnd>;
}

/** How a launch ended: the portal gave control back after a purchase or without one, or its window was closed. */
export interface LaunchEnd {
  readonly why: 'purchased' | 'cancelled' | 'closed';
  /** What the portal said of the purchase. */
  readonly purchase?: PurchaseMetaData;
}

/**
 * What became of a callback: `missing` when there is no such function in the top document, `gone` when the document
 * went away meanwhile, `unanswered` when it is there and did not answer: the callback may yet run.
 */
export type DeliveryOutcome = 'delivered' | 'missing' | 'threw' | 'gone' | 'unanswered';

/** The hosting's half: how a callback reaches the top document. `deliveryExpression` says what to evaluate there. */
export interface PagePort {
  deliver(functionName: string, argument: string): Promise<DeliveryOutcome>;
}

/** Where a message came from, as the hosting knows it (not as the page says). */
export interface MessageSource {
  /** `location.host`: with the port where it is not the default one. */
  readonly host: string;
  /** Whether it was the top frame. */
  readonly top: boolean;
}

/** The host's half of the bridge to one page. */
export interface BridgeEnd {
  /** To be run in every document of the page, frames included, before any script of the document. */
  readonly script: string;
  /** A message of the script: any text at all. Never throws. */
  receive(message: unknown, from: MessageSource): void;
  /** The top frame shows another document now (a reload counts, a change of the fragment does not). */
  navigated(url: string): void;
  /** The page is gone: this ends the launch. */
  closed(): void;
}
