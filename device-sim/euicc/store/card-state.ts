import type { Decoded } from '#shared/asn1/index';
import {
  boolean,
  captured,
  context,
  integer,
  namedBits,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  utf8,
} from '#shared/asn1/index';
import {
  CertificateTlv,
  DpProprietaryData,
  Iccid,
  IsdpAid,
  NotificationEvent,
  OperatorId,
  PprIds,
  TransactionId,
  VersionType,
} from '#shared/rsp/common';
import { ProfilePolicyAuthorisationRule } from '#shared/rsp/euicc-configuration';
import { RspCapability, UiccCapability } from '#shared/rsp/euicc-info';

/** One CI under which the card has a certificate: what EuiccIdentity of shared/pki is made of. */
export const StoredIdentity = sequence('StoredIdentity', {
  ci: CertificateTlv,
  eum: CertificateTlv,
  euicc: CertificateTlv,
  /** Private scalar, 32 octets. */
  scalar: octets({ exactly: 32 }),
});
export type StoredIdentity = Decoded<typeof StoredIdentity>;

/** What never changes once the card has been made. */
export const StoredDescription = sequence('StoredDescription', {
  eid: context(0, octets({ exactly: 16 })),
  svn: context(1, VersionType),
  /** In priority order. */
  identities: context(2, sequenceOf(StoredIdentity)),
  /** Certificates of the CIs whose servers the card believes. */
  trustedCis: context(3, sequenceOf(CertificateTlv)),
  /** Octets for profiles. */
  memory: context(4, integer),
  uiccCapability: context(5, UiccCapability),
  rspCapability: context(6, RspCapability),
  rat: context(7, sequenceOf(ProfilePolicyAuthorisationRule)),
  forbiddenProfilePolicyRules: context(8, PprIds),
  /** To which a memory reset returns. */
  factoryDpAddress: optional(context(9, utf8)),
  rootDsAddress: context(10, utf8),
  /**
   * Refuses segments of more than 1020 octets, as SGP.22 §2.5.3 has it, where 1036 is what the field sends; tells no
   * state of Profiles while a REFRESH is awaited.
   */
  strictness: context(11, namedBits(['segmentsOf1020', 'noStateBeforeRefresh'])),
  /** Notifications that wait for delivery at the same time; no limit when absent. */
  mostNotifications: optional(context(12, integer)),
});
export type StoredDescription = Decoded<typeof StoredDescription>;

/** A Profile on the card. */
export const StoredProfile = sequence('StoredProfile', {
  isdpAid: IsdpAid,
  iccid: Iccid,
  /** 0 disabled, 1 enabled. */
  state: context(0, integer),
  /** The whole StoreMetadata command. */
  metadata: context(1, octets()),
  nickname: context(2, utf8),
  /** Of ConfigureISDP, as it came. */
  dpProprietaryData: optional(captured(context(24, DpProprietaryData))),
  /** Whom its files name, for metadata that name nobody. */
  ownerInFiles: optional(context(7, OperatorId)),
  /** The unprotected profile package as it was loaded. */
  profilePackage: context(4, octets()),
  /** Octets it takes of the card's memory. */
  octets: context(5, integer),
  /** Key id of the CI of its download session: its notifications are signed under that one. */
  ciKeyId: context(6, octets()),
});
export type StoredProfile = Decoded<typeof StoredProfile>;

/** A notification that waits to be delivered. */
export const StoredNotification = sequence('StoredNotification', {
  seqNumber: context(0, integer),
  event: context(1, NotificationEvent),
  /** PendingNotification: `BF37` or `30`. */
  der: context(2, octets()),
});
export type StoredNotification = Decoded<typeof StoredNotification>;

/** What a Profile has become since it was loaded: one file's content, one PIN, the sequence numbers of one application. */
export const KeptItem = sequence('KeptItem', {
  isdpAid: IsdpAid,
  /** Unique within the Profile. */
  name: context(0, utf8),
  content: context(1, octets()),
});
export type KeptItem = Decoded<typeof KeptItem>;

/** A one-time key pair kept for a retry, one for each SM-DP+ (SGP.22 §3.1.3.2). */
export const RetainedKey = sequence('RetainedKey', {
  smdpOid: context(0, oid),
  transactionId: context(1, TransactionId),
  curve: context(2, utf8),
  scalar: context(3, octets({ exactly: 32 })),
});
export type RetainedKey = Decoded<typeof RetainedKey>;

/** A load for which an ISD-P has been made: what is needed to tell of its interruption (SGP.22 §5.7.6). */
export const InterruptedLoad = sequence('InterruptedLoad', {
  key: context(0, RetainedKey),
  serverAddress: context(1, utf8),
  ciKeyId: context(2, octets()),
  /** The command that comes next. */
  bppCommandId: context(3, integer),
  iccid: optional(Iccid),
});
export type InterruptedLoad = Decoded<typeof InterruptedLoad>;

/** All that changes and is no list. */
export const Registers = sequence('Registers', {
  /** Of the last notification; never goes back (SGP.22 §3.5). */
  sequenceNumber: context(0, integer),
  /** RSP sessions begun so far. */
  sessionNumber: context(1, integer),
  /** Empty when there is none. */
  defaultDpAddress: context(2, utf8),
  loading: optional(context(3, InterruptedLoad)),
  /** The operational Profile to which disabling a test Profile returns. */
  enabledBeforeTest: optional(context(4, octets())),
});
export type Registers = Decoded<typeof Registers>;

/** A part of a revocation list of a CI, a whole list being its only part (SGP.22 §5.7.12). */
export const StoredCrl = sequence('StoredCrl', {
  ciKeyId: context(0, octets()),
  /** CRLNumber. */
  number: context(1, integer),
  part: context(2, integer),
  /** How many parts the list has. */
  of: context(3, integer),
  /** Whether it adds to an earlier list. */
  delta: context(4, boolean),
  /** Serial numbers. */
  revoked: context(5, sequenceOf(octets())),
  /** Octets it takes of the card's memory. */
  octets: context(6, integer),
});
export type StoredCrl = Decoded<typeof StoredCrl>;

/** All that a card remembers without power. */
export interface CardState {
  readonly description: StoredDescription;
  readonly registers: Registers;
  /** By ISD-P AID. */
  readonly profiles: readonly StoredProfile[];
  /** By sequence number. */
  readonly notifications: readonly StoredNotification[];
  readonly retainedKeys: readonly RetainedKey[];
  /** Of all Profiles, each item once. */
  readonly kept: readonly KeptItem[];
  /** By CI, number and part. */
  readonly crls: readonly StoredCrl[];
}
