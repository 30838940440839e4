import type { Decoded } from '#shared/asn1/index';
import {
  context,
  integer,
  namedBits,
  octets,
  optional,
  sequence,
  sequenceOf,
  utf8,
} from '#shared/asn1/index';

import { PprIds, SubjectKeyIdentifier, VersionType } from './common.ts';

/** SGP.22 §5.7.8, `BF20`. */
export const EuiccInfo1 = context(
  32,
  sequence('EUICCInfo1', {
    svn: context(2, VersionType),
    euiccCiPKIdListForVerification: context(9, sequenceOf(SubjectKeyIdentifier)),
    /** Highest priority first. */
    euiccCiPKIdListForSigning: context(10, sequenceOf(SubjectKeyIdentifier)),
  }),
);
export type EuiccInfo1 = Decoded<typeof EuiccInfo1>;

/** Bits of UICCCapability (PE definitions of the TCA interoperable profile). */
export const UiccCapability = namedBits([
  'contactlessSupport',
  'usimSupport',
  'isimSupport',
  'csimSupport',
  'akaMilenage',
  'akaCave',
  'akaTuak128',
  'akaTuak256',
  'rfu1',
  'rfu2',
  'gbaAuthenUsim',
  'gbaAuthenISim',
  'mbmsAuthenUsim',
  'eapClient',
  'javacard',
  'multos',
  'multipleUsimSupport',
  'multipleIsimSupport',
  'multipleCsimSupport',
  'berTlvFileSupport',
  'dfLinkSupport',
  'catTp',
  'getIdentity',
  'profile-a-x25519',
  'profile-b-p256',
  'suciCalculatorApi',
]);
export type UiccCapability = Decoded<typeof UiccCapability>;

/** Bits of RspCapability (SGP.22 §5.7.8). */
export const RspCapability = namedBits([
  'additionalProfile',
  'crlSupport',
  'rpmSupport',
  'testProfileSupport',
  'deviceInfoExtensibilitySupport',
  'serviceSpecificDataSupport',
]);
export type RspCapability = Decoded<typeof RspCapability>;

/** SGP.22 §5.7.8. */
const CertificationDataObject = sequence('CertificationDataObject', {
  platformLabel: context(0, utf8),
  discoveryBaseUrl: context(1, utf8),
});

/** SGP.22 §5.7.8, `BF22`. The field sends members out of order. */
export const EuiccInfo2 = context(
  34,
  sequence(
    'EUICCInfo2',
    {
      profileVersion: context(1, VersionType),
      svn: context(2, VersionType),
      euiccFirmwareVer: context(3, VersionType),
      /** TS 102 226 §8.2.1.7.2: `81` applications, `82` free non-volatile octets, `83` free volatile octets. */
      extCardResource: context(4, octets()),
      uiccCapability: context(5, UiccCapability),
      ts102241Version: optional(context(6, VersionType)),
      globalplatformVersion: optional(context(7, VersionType)),
      rspCapability: context(8, RspCapability),
      euiccCiPKIdListForVerification: context(9, sequenceOf(SubjectKeyIdentifier)),
      euiccCiPKIdListForSigning: context(10, sequenceOf(SubjectKeyIdentifier)),
      euiccCategory: optional(context(11, integer)),
      forbiddenProfilePolicyRules: optional(context(25, PprIds)),
      ppVersion: VersionType,
      sasAcreditationNumber: utf8,
      certificationDataObject: optional(context(12, CertificationDataObject)),
      treProperties: optional(context(13, octetBits())),
      treProductReference: optional(context(14, utf8)),
      additionalProfilePackageVersions: optional(context(15, sequenceOf(VersionType))),
    },
    { anyOrder: true },
  ),
);
export type EuiccInfo2 = Decoded<typeof EuiccInfo2>;

function octetBits() {
  return namedBits(['isDiscrete', 'isIntegrated', 'usesRemoteMemory']);
}
