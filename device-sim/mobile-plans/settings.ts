/** What the user's machine tells a portal. */
export interface MachineSettings {
  /** ISO two-letter region setting of the machine; US unless given. */
  readonly market?: string;
  /** ISO two-letter country where the device is; the market unless given. */
  readonly location?: string;
  /** `en-US` unless given. */
  readonly acceptLanguage?: string;
}

/** How the app is set up for one operator: what the operator's service configuration says, and the user's machine. */
export interface MobilePlansSettings extends MachineSettings {
  /** Where the portal is. https; http on loopback only. */
  readonly portalUrl: string;
  /** Hosts (`host` or `host:port`) whose pages get the bridge; the portal's unless given. */
  readonly notificationHosts?: readonly string[];
  /** The operator's ICCIDs: beginnings (`890109`) or ranges (`8901091000-8901091999`). */
  readonly iccidRanges?: readonly string[];
}

/** Settings that cannot be used. The message is one line: what is wrong, and what to do. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}
