import type { FailureResult } from '#device-sim/lpa/index';
import type { z } from 'zod';

import type {
  advanceClock,
  barSubscriber,
  cancelOrder,
  createDevice,
  downloadProfile,
  nameProfile,
  placeOrder,
  refuseAttach,
  setBalance,
} from './requests.ts';

/** What the control API answers (design.md §5). Types only, so that a page can import them. */

/** Of every request that did not do what it asked: one line saying what, where and what to do. */
export interface ErrorAnswer {
  readonly error: string;
  /** Where the device's LPA refused: the status Windows would give, and the eUICC's or the server's own word. */
  readonly status?: string;
  readonly code?: string;
}

export interface HealthAnswer {
  readonly ok: true;
  readonly version: string;
  readonly now: string;
  readonly mode: ClockAnswer['mode'];
  readonly smdp: { readonly address: string; readonly url: string };
  readonly devices: readonly string[];
  readonly openSessions: number;
  /** Numbers of the events that the trace still has. */
  readonly trace: { readonly oldest: number; readonly newest: number };
}

export interface DevicesAnswer {
  readonly devices: readonly {
    readonly name: string;
    readonly eid: string;
    readonly imei: string;
    readonly registration?: RegistrationAnswer;
  }[];
}

/** How a device stands with the network (network.md §5). */
export interface RegistrationAnswer {
  readonly state: string;
  readonly iccid?: string;
  readonly plmn?: string;
  readonly cause?: number | string;
}

export interface ProfileAnswer {
  readonly iccid: string;
  readonly isdpAid?: string;
  readonly state: 'enabled' | 'disabled';
  readonly nickname?: string;
  readonly serviceProviderName: string;
  readonly profileName: string;
  readonly profileClass?: string;
}

export interface NotificationAnswer {
  readonly seqNumber: number;
  /** `install`, `enable`, `disable`, `delete`. */
  readonly event: string;
  readonly address: string;
}

/** What a person wants to know of a card; versions as dotted text, capabilities as words. */
export type CardAnswer = Readonly<Record<string, string | number>>;

export interface DeviceAnswer {
  readonly name: string;
  readonly eid: string;
  readonly imei: string;
  readonly freeOctets: number;
  readonly card: CardAnswer;
  readonly profiles: readonly ProfileAnswer[];
  readonly notifications: readonly NotificationAnswer[];
  readonly registration?: RegistrationAnswer;
}

export interface CreatedAnswer {
  readonly device: string;
  readonly eid: string;
}

/** What came of telling the servers. */
export interface DeliveryAnswer {
  readonly ok: true;
  readonly notifications: { readonly delivered: number; readonly pending: number };
  readonly kept: readonly { readonly address: string; readonly reason: string }[];
}

export interface ApduAnswer {
  /** In hex, status word included. */
  readonly answer: string;
}

export interface RenamedAnswer {
  readonly iccid: string;
  readonly nickname: string;
}

/** A card's default SM-DP+; empty: it has none. */
export interface DefaultSmdpAnswer {
  readonly address: string;
}

export interface DownloadedAnswer {
  readonly ok: true;
  readonly iccid: string;
  readonly state: 'enabled' | 'disabled';
  readonly notifications: { readonly delivered: number; readonly pending: number };
  /** The profile was there already: an earlier download had been cut off. */
  readonly resumed: boolean;
}

/** The last frame on either wire of a download that failed: octets in hex, bodies as text. */
export interface LastFrames {
  readonly apdu?: { readonly what: string; readonly command: string; readonly answer?: string };
  readonly http?: { readonly url: string; readonly status?: number; readonly answer?: string };
}

/** Rules that somebody has to take before the download can go on: it was postponed, and the order is kept. */
export interface RulesQuestion {
  readonly profileName: string;
  readonly profilePolicyRules: readonly ('ppr1' | 'ppr2')[];
}

/** `download --json` of a failure, and what was last on the wires. */
export interface DownloadFailedAnswer extends FailureResult {
  readonly last: LastFrames;
  readonly question?: RulesQuestion;
}

export type DownloadAnswer = DownloadedAnswer | DownloadFailedAnswer;

/** A toast on a device's screen. */
export interface ToastAnswer {
  readonly id: string;
  /** `downloadReady`, `connected`, `notConnected`, `downloadFailed`. */
  readonly kind: string;
  readonly text: string;
  readonly state: 'shown' | 'accepted' | 'ignored' | 'expired';
  /** Whether the person sees it without opening the notification centre. */
  readonly onScreen: boolean;
  readonly shownAt: string;
  /** Of the operation it belongs to, as the portal knows it. */
  readonly operation: string;
}

/** What a device does later by itself: show a toast, download again, look for the network again. */
export interface AwaitedAnswer {
  readonly operation: string;
  readonly what: 'toast' | 'retry' | 'registration';
  readonly due: string;
}

export interface ToastsAnswer {
  /** In order, answered ones included. */
  readonly toasts: readonly ToastAnswer[];
  /** The next first. */
  readonly awaited: readonly AwaitedAnswer[];
}

/** What came of a toast that was accepted or ignored; the result as the portal is told, where something was begun. */
export interface AcceptedAnswer {
  readonly ok: boolean;
  readonly result?: string;
  readonly iccid?: string;
  /** When the device tries again by itself. */
  readonly retryAt?: string;
}

/** How a device stands with the network, and where it is. */
export interface ModemAnswer {
  readonly registration: RegistrationAnswer;
  /** Two letters; left out where no cell says where it stands. */
  readonly country?: string;
  /** Whether its pages go out by Wi-Fi, and not over the data session of the modem. */
  readonly wifi: boolean;
}

/** What became of data. */
export interface UseAnswer {
  readonly outcome: 'carried' | 'blocked' | 'noSession';
}

/** Whom the network turns away who wants to attach. */
export interface RefusalsAnswer {
  readonly refusals: readonly RefusalAnswer[];
}

export interface RefusalAnswer {
  /** An IMSI, or `everyone`. */
  readonly who: string;
  /** EMM cause, or another way to turn somebody away. */
  readonly how: number | 'congestion' | 'authentication' | 'noAnswer';
  /** Left out: until it is taken back. */
  readonly until?: string;
}

/** What was ordered to go wrong and has not happened yet, in words: `downloadOrder: refuse profileTypeUsedUp`. */
export interface MisbehaviourAnswer {
  readonly ordered: readonly string[];
}

export interface OrderAnswer {
  readonly iccid: string;
  readonly matchingId: string;
  readonly activationCode: string;
  readonly profileType?: string;
  readonly eid?: string;
  /** As es2plus.md §3 names it. */
  readonly state: string;
  /** What the SM-DP+ told of its download, by point. */
  readonly progress: readonly { readonly point: string; readonly status: string; readonly at: string }[];
  /** When it can be downloaded, where that is still to come. */
  readonly availableAt?: string;
  /** Whether the network knows the subscriber. */
  readonly provisioned?: boolean;
  /** When the network hears of it, where that is still to come; `at` once the time counts. */
  readonly provision?: {
    readonly after: string;
    readonly from: 'order' | 'download' | 'install';
    readonly onlyIfInstalled: boolean;
    readonly at?: string;
  };
  /** What the subscriber has left; not metered where it is left out. */
  readonly balance?: { readonly octets: number; readonly expiresAt?: string };
  /** The EMM cause with which it is kept out. */
  readonly barred?: number;
}

export interface OrdersAnswer {
  readonly orders: readonly OrderAnswer[];
}

export interface ClockAnswer {
  /** `virtual` runs ahead, `stepped` stands still, `system` goes on with the wall. */
  readonly mode: 'virtual' | 'stepped' | 'system';
  readonly now: string;
}

/** One event of the trace: octets as hex, nothing under a name that stands for a secret. */
export interface TraceEventMessage {
  readonly number: number;
  readonly at: string;
  readonly name: string;
  readonly event: unknown;
}

/**
 * What `/api/trace` says: first which numbers it holds, then each event in order. Where events are gone for good a gap
 * tells which; `alive` comes while nothing happens.
 */
export type TraceMessage =
  | TraceEventMessage
  | { readonly hello: { readonly oldest: number; readonly newest: number } }
  | { readonly gap: { readonly from: number; readonly to: number } }
  | { readonly alive: string };

export type CreateDeviceRequest = z.input<typeof createDevice>;
export type DownloadProfileRequest = z.input<typeof downloadProfile>;
export type NameProfileRequest = z.input<typeof nameProfile>;
export type PlaceOrderRequest = z.input<typeof placeOrder>;
export type CancelOrderRequest = z.input<typeof cancelOrder>;
export type BarSubscriberRequest = z.input<typeof barSubscriber>;
export type RefuseAttachRequest = z.input<typeof refuseAttach>;
export type SetBalanceRequest = z.input<typeof setBalance>;
export type AdvanceClockRequest = z.input<typeof advanceClock>;
