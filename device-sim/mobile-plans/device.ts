import type { NetworkRegistrationState } from './enumerations.ts';

/** Where the modem stands, in the words of the contract. */
export interface DeviceRegistration {
  readonly state: NetworkRegistrationState;
  /** Of the Profile that the modem runs on. */
  readonly iccid: string | undefined;
}

/** What the host wants to know of a modem; the modem of a device is one. */
export interface DeviceModem {
  readonly registration: DeviceRegistration;
  /** Calls `listener` on each change; the returned function ends it. */
  onRegistration(listener: (registration: DeviceRegistration) => void): () => void;
  /** Tries to register anew; resolves when the attempt has ended, however. At once where it is registered. */
  register(): Promise<void>;
}

/** A Profile on the eUICC, as far as the host minds. */
export interface DeviceProfile {
  readonly iccid: string;
}

/** What a download tells while it runs. */
export interface DownloadListener {
  /** The server offered this Profile: from now on a failure has an ICCID. */
  offered(iccid: string): void;
}

/** The device that the Mobile Plans app runs on. */
export interface MobilePlansDevice {
  /** `device-1` and the like: the beginning of its lanes in the trace. */
  readonly name: string;
  /** 32 digits; undefined where there is a physical SIM in place of an eUICC. */
  readonly eid: string | undefined;
  readonly imei: string;
  /** ISO two-letter country where it is, as far as it knows. */
  readonly country?: string | undefined;
  /** Downloads, installs and enables. @throws DownloadFailed */
  download(activationCode: string, listener?: DownloadListener): Promise<{ readonly iccid: string }>;
  /** Enables a Profile that is on the card. @throws what the LPA can diagnose */
  enable(iccid: string): Promise<void>;
  profiles(): Promise<readonly DeviceProfile[]>;
  /** Undefined where there is none: a download is refused then. */
  readonly modem: DeviceModem | undefined;
}
