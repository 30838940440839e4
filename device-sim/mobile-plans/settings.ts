import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { Span } from '#shared/runtime/span';

/** What the user's machine tells a portal. */
export interface MachineSettings {
  /** ISO two-letter region setting of the machine; US unless given. */
  readonly market?: string;
  /** ISO two-letter country where the device is; what the device knows of it unless given, else the market. */
  readonly location?: string;
  /** `en-US` unless given. */
  readonly acceptLanguage?: string;
}

/** How often, and after what, the app downloads again by itself. */
export interface DownloadRetry {
  /** Besides the first attempt; 2 unless given, 0 for never. */
  readonly times?: number;
  /** From the end of one attempt to the next; a minute unless given. */
  readonly interval?: Span;
  /** After which failures; those that may pass by themselves unless given. */
  readonly after?: readonly ESimOperationStatusName[];
  /** Also while the portal is open and waits for the result, which is then told after the last attempt. False unless given. */
  readonly inline?: boolean;
}

/** How the app is set up for one operator: what the operator's service configuration says, and the user's machine. */
export interface MobilePlansSettings extends MachineSettings {
  /** Where the portal is. https; http on loopback only. */
  readonly portalUrl: string;
  /** Hosts (`host` or `host:port`) whose pages get the bridge; the portal's unless given. */
  readonly notificationHosts?: readonly string[];
  /** The operator's ICCIDs: beginnings (`890109`) or ranges (`8901091000-8901091999`). */
  readonly iccidRanges?: readonly string[];
  readonly retry?: DownloadRetry;
  /** How long it looks for the network again and again after a purchase that announced it for later; a day unless given. */
  readonly registersFor?: Span;
}

/** Settings that cannot be used. The message is one line: what is wrong, and what to do. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}
