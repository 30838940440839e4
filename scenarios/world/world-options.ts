import type { X509Certificate } from 'node:crypto';

import type { CardDescription, CardStore } from '#device-sim/euicc/index';
import type { AppMemory, MobilePlansSettings } from '#device-sim/mobile-plans/index';
import type { NetworkOptions } from '#device-sim/network/index';
import type { ServerLimits } from '#shared/http/limits';
import type { CiSet } from '#shared/pki/certificate-issuers';
import type { CertificateIssuer } from '#shared/pki/certificate-issuer';
import type { KeptKeys, WebIdentity } from '#shared/pki/web/web-identity';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import type { PprIds } from '#shared/rsp/common';
import type { RspCapability, UiccCapability } from '#shared/rsp/euicc-info';
import type { SmdpSettings, SmdpStore } from '#smdp/index';

import type { OperatorStore, PortalOptions, ProfileType } from '../operator/index.ts';
import type { SharedWebPki } from './shared-web-pki.ts';

/** What a world is made of; what is left out is as a scenario wants it. */
export interface WorldOptions {
  /** Virtual, from `start`, unless given. */
  readonly clock?: Clock;
  /** Where virtual time begins; 2026-11-23T09:00:00Z unless given. */
  readonly start?: Instant;
  /** Draws everything that is random from this seed; real chance without one. */
  readonly seed?: string | number;
  /** Where chance comes from, in place of `seed`. */
  readonly entropy?: Entropy;
  /** The certificate issuers; the test CIs unless given. */
  readonly cis?: CiSet;
  /** `false`: no server in this world, and so no operator. */
  readonly smdp?: SmdpPart | false;
  readonly operator?: OperatorPart;
  /** `false`: no network in this world, and no modem in its devices. */
  readonly network?: NetworkPart | false;
  readonly web?: WebPart;
  /** One device, `device-1`, unless given. */
  readonly devices?: readonly DevicePart[];
}

/** An SM-DP+ of a world. */
export interface SmdpPart {
  /** In memory unless given. */
  readonly store?: SmdpStore;
  /** The curve of its certificates, TLS included; P-256 unless given. */
  readonly curve?: 'P-256' | 'brainpoolP256r1';
  /** When its TLS certificate was issued; when it is opened unless given. */
  readonly tlsIssuedAt?: Instant;
  /** A fixed port on loopback and an address that foreign clients can reach, instead of a name of the world. */
  readonly public?: PublicAddress;
  /** Plain HTTP on ES9+. */
  readonly tls?: boolean;
  /** A fixed port on loopback for operators, besides the name of the world. */
  readonly es2plus?: PublicAddress;
  /** Operators besides the world's own that are told of downloads, with the certificate of the SM-DP+. */
  readonly notify?: readonly NotifiedOperator[];
  readonly settings?: Partial<SmdpSettings>;
  /** Transport limits of ES9+, in wall time and octets. */
  readonly limits?: Partial<ServerLimits>;
}

/** Somebody else who is told of downloads. */
export interface NotifiedOperator {
  readonly url: string;
  /** Whose certificates its server may have; the web CA of the world unless given. */
  readonly cas?: readonly X509Certificate[];
}

/** The operator of a world. */
export interface OperatorPart {
  /** Of portal and certificates; `esimlab` unless given. */
  readonly name?: string;
  /** In memory unless given. */
  readonly store?: OperatorStore;
  /** Types of Profiles with numbers of their own; none unless given. */
  readonly profileTypes?: readonly ProfileType[];
  /** A fixed port for the operator API. */
  readonly api?: PublicAddress;
  /** Its web portal; none unless given. */
  readonly portal?: PortalPart;
}

/** The portal of an operator. */
export interface PortalPart {
  /** A fixed port on loopback and an address that browsers can reach, besides the name of the world. */
  readonly public?: PublicAddress;
  /** Sold instead of the usual plans, one for each path. */
  readonly plans?: NonNullable<PortalOptions['plans']>;
  /** URL of the bridge script, for browsers that are not the Mobile Plans window. */
  readonly scriptTag?: NonNullable<PortalOptions['scriptTag']>;
}

/** What is set of the network of a world; what is left out is one cell of 001/01 that all may use. */
export type NetworkPart = Omit<NetworkOptions, 'clock' | 'entropy' | 'trace'>;

/** The web PKI of a world: TLS of ES2+, portal and operator API. */
export interface WebPart {
  /** Drawn unless given. */
  readonly root?: WebIdentity;
  /** Where the keys of its servers are kept; drawn each time unless given. */
  readonly serverKeys?: KeptKeys;
  /** Keys and certificates that worlds have in common: none of them draws its own. */
  readonly shared?: SharedWebPki;
}

/** Where foreign clients find a server. */
export interface PublicAddress {
  /** 0: any free one. */
  readonly port: number;
  /** More names and numbers under which it is asked for. */
  readonly aliases?: readonly string[];
  /** Transport limits, in wall time and octets. */
  readonly limits?: Partial<ServerLimits>;
}

/** A device of a world. */
export interface DevicePart {
  /** `device-1` and the like: the name of its lane in the trace. */
  readonly name: string;
  /** 15 digits; follows from the EID unless given. */
  readonly imei?: string;
  /** In memory unless given. A card that is in it already is used as it is. */
  readonly store?: CardStore;
  readonly card?: CardPart;
  /** CIs whose servers the LPA believes besides the world's own. */
  readonly moreCis?: readonly CertificateIssuer[];
  /** URLs of servers that the LPA does not call at their address. */
  readonly serverUrls?: Readonly<Record<string, string>>;
  /** Octets of a STORE DATA block, 1 to 255; 255 unless given. */
  readonly blockSize?: number;
  /** Its Mobile Plans app; set up for the operator's portal, where there is one, unless told otherwise. */
  readonly mobilePlans?: Partial<MobilePlansSettings>;
  /** Where its app for a portal keeps what it does later; nowhere unless given. */
  readonly appMemory?: (portalUrl: string) => AppMemory;
  /** Whether its pages begin on Wi-Fi; so unless told otherwise. */
  readonly wifi?: boolean;
}

/** The card of a device. */
export interface CardPart {
  /** 32 digits; drawn unless given. */
  readonly eid?: string;
  /** `2.5.0` and the like. */
  readonly svn?: string;
  /** When its certificates were issued; when it is made unless given. */
  readonly issuedAt?: Instant;
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
