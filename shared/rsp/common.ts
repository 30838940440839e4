import type { Decoded } from '#shared/asn1/index';
import {
  anythingTagged,
  application,
  context,
  namedBits,
  octets,
  oid,
  optional,
  sequence,
} from '#shared/asn1/index';

/** SGP.22 §5.6.1: 1 to 16 octets, upper-case hex in JSON. */
export const TransactionId = octets({ min: 1, max: 16 });

/** A version as three octets: major, minor, revision. */
export const VersionType = octets({ exactly: 3 });

/** The key id of a CI: SHA-1 of its public key (pki.md §1). */
export const SubjectKeyIdentifier = octets();

/** ICCID as EF.ICCID holds it: nibble-swapped, padded with F. */
export const Iccid = application(26, octets({ exactly: 10 }));

/** AID of an ISD-P. */
export const IsdpAid = application(15, octets({ min: 5, max: 16 }));

/** A certificate, kept as its octets: shared/pki reads it. */
export const CertificateTlv = anythingTagged('Certificate', 0x30);

/** `5F37`: ECDSA signature r‖s of 64 octets (BSI TR-03111). */
export const Signature = application(55, octets({ exactly: 64 }));

/** `5F49`: one-time public key, uncompressed point of 65 octets. */
export const OneTimePublicKey = application(73, octets({ exactly: 65 }));

/** SGP.22 §2.4a.1: MCC/MNC of TS 24.008, GID1 and GID2. */
export const OperatorId = sequence('OperatorId', {
  mccMnc: context(0, octets({ exactly: 3 })),
  gid1: optional(context(1, octets())),
  gid2: optional(context(2, octets())),
});
export type OperatorId = Decoded<typeof OperatorId>;

/** SGP.22 §5.5.2: the server that owns a Profile. */
export const DpProprietaryData = sequence('DpProprietaryData', { dpOid: context(0, oid) });

/** SGP.22 §2.8.1.2: Profile Policy Rules. */
export const PprIds = namedBits(['pprUpdateControl', 'ppr1', 'ppr2']);
export type PprIds = Decoded<typeof PprIds>;

/** SGP.22 §2.4a.1.2: events a notification is about. */
export const NotificationEvent = namedBits([
  'notificationInstall',
  'notificationEnable',
  'notificationDisable',
  'notificationDelete',
]);
export type NotificationEvent = Decoded<typeof NotificationEvent>;
