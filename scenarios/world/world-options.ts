import type { CardDescription, CardStore } from '#device-sim/euicc/index';
import type { ServerLimits } from '#shared/http/limits';
import type { CiSet } from '#shared/pki/certificate-issuers';
import type { CertificateIssuer } from '#shared/pki/certificate-issuer';
import type { Clock } from '#shared/runtime/clock';
import type { Instant } from '#shared/runtime/span';
import type { PprIds } from '#shared/rsp/common';
import type { RspCapability, UiccCapability } from '#shared/rsp/euicc-info';
import type { SmdpSettings, SmdpStore } from '#smdp/index';

/** What a world is made of; what is left out is as a scenario wants it. */
export interface WorldOptions {
  /** Virtual, from `start`, unless given. */
  readonly clock?: Clock;
  /** Where virtual time begins; 2026-11-23T09:00:00Z unless given. */
  readonly start?: Instant;
  /** Draws everything that is random from this seed; real chance without one. */
  readonly seed?: string | number;
  /** The certificate issuers; the test CIs unless given. */
  readonly cis?: CiSet;
  /** `false`: no server in this world. */
  readonly smdp?: SmdpPart | false;
  /** One device, `device-1`, unless given. */
  readonly devices?: readonly DevicePart[];
}

/** An SM-DP+ of a world. */
export interface SmdpPart {
  /** In memory unless given. */
  readonly store?: SmdpStore;
  /** The curve of its certificates, TLS included; P-256 unless given. */
  readonly curve?: 'P-256' | 'brainpoolP256r1';
  /** A fixed port on loopback and an address that foreign clients can reach, instead of a name of the world. */
  readonly public?: PublicAddress;
  /** Plain HTTP. */
  readonly tls?: boolean;
  readonly settings?: Partial<SmdpSettings>;
  /** Transport limits, in wall time and octets. */
  readonly limits?: Partial<ServerLimits>;
}

/** Where foreign clients find a server. */
export interface PublicAddress {
  /** 0: any free one. */
  readonly port: number;
  /** More names and numbers under which it is asked for. */
  readonly aliases?: readonly string[];
}

/** A device of a world. */
export interface DevicePart {
  /** `device-1` and the like: the name of its lane in the trace. */
  readonly name: string;
  /** In memory unless given. A card that is in it already is used as it is. */
  readonly store?: CardStore;
  readonly card?: CardPart;
  /** CIs whose servers the LPA believes besides the world's own. */
  readonly moreCis?: readonly CertificateIssuer[];
  /** URLs of servers that the LPA does not call at their address. */
  readonly serverUrls?: Readonly<Record<string, string>>;
  /** Octets of a STORE DATA block, 1 to 255; 255 unless given. */
  readonly blockSize?: number;
}

/** The card of a device. */
export interface CardPart {
  /** 32 digits; drawn unless given. */
  readonly eid?: string;
  /** `2.5.0` and the like. */
  readonly svn?: string;
  /** CIs of its certificates; `nist` unless given. */
  readonly ci?: 'nist' | 'brp' | 'both';
  /** Octets for profiles. */
  readonly memory?: number;
  readonly rspCapability?: RspCapability;
  readonly uiccCapability?: UiccCapability;
  /** Rules Authorisation Table. */
  readonly rat?: NonNullable<CardDescription['rat']>;
  readonly forbiddenProfilePolicyRules?: PprIds;
  readonly defaultDpAddress?: string;
}
