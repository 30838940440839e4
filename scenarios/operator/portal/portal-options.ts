import type { ServerLimits } from '#shared/http/limits';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';
import type { PortalPlan } from './plan.ts';
import type { PlacedOrder, Purchase } from './purchase.ts';

/** What the portal reads of the desk's record of an order. */
export interface OrderRecord {
  /** As the SM-DP+ last said. */
  readonly state: string;
  /** Whether the network knows the subscriber. */
  readonly provisioned?: boolean;
  /** What the SM-DP+ reported of the download (handleDownloadProgressInfo), oldest first. */
  readonly progress: readonly { readonly point: string; readonly status: string }[];
}

/** What the portal asks of the operator's order desk. */
export interface PortalDesk {
  /** Orders a profile; without an EID the code is good for any device. */
  buy(wanted: {
    readonly plan: PortalPlan;
    readonly eid?: string;
    readonly imei?: string;
    readonly transactionId?: string;
  }): Promise<PlacedOrder>;
  cancel(iccid: string): Promise<void>;
  record(iccid: string): OrderRecord | undefined;
}

export interface PortalOptions {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly desk: PortalDesk;
  /** PEM: key, and certificate with what is above it. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly portSetting?: { readonly flag: string; readonly variable: string };
    readonly limits?: Partial<ServerLimits>;
  };
  /** The brand on every page. */
  readonly operatorName: string;
  /** Sold instead of the usual plans, which are one for each path. The first is the one that is proposed. */
  readonly plans?: readonly PortalPlan[];
  /** URL of the bridge script, for browsers that are not the Mobile Plans window; asked at each page. */
  readonly scriptTag?: string | (() => string | undefined);
}

/** The operator's web portal, listening. */
export interface Portal {
  readonly port: number;
  /** `https://127.0.0.1:8444` */
  readonly url: string;
  /** All purchases, oldest first. */
  purchases(): readonly Purchase[];
  close(): Promise<void>;
}
