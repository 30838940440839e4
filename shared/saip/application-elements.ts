import {
  application,
  context,
  octets,
  oid,
  optional,
  privateClass,
  sequence,
  sequenceOf,
} from '#shared/asn1/index';

import { PeHeader, uInt16, uInt8 } from './pe-header.ts';
import { applicationIdentifier } from './profile-header.ts';

const aid = application(15, applicationIdentifier);
const quota = octets({ min: 2, max: 4 });

const ApplicationSystemParameters = sequence('ApplicationSystemParameters', {
  volatileMemoryQuotaC7: optional(privateClass(7, quota)),
  nonVolatileMemoryQuotaC8: optional(privateClass(8, quota)),
  globalServiceParameters: optional(privateClass(11, octets())),
  implicitSelectionParameter: optional(privateClass(15, octets())),
  volatileReservedMemory: optional(privateClass(23, quota)),
  nonVolatileReservedMemory: optional(privateClass(24, quota)),
  ts102226SIMFileAccessToolkitParameter: optional(privateClass(10, octets())),
  ts102226AdditionalContactlessParameters: optional(
    context(
      0,
      sequence('TS102226AdditionalContactlessParameters', { protocolParameterData: context(0, octets()) }),
    ),
  ),
  contactlessProtocolParameters: optional(privateClass(25, octets())),
  userInteractionContactlessParameters: optional(privateClass(26, octets())),
  cumulativeGrantedVolatileMemory: optional(context(2, quota)),
  cumulativeGrantedNonVolatileMemory: optional(context(3, quota)),
});

const UiccApplicationParameters = sequence('UICCApplicationParameters', {
  uiccToolkitApplicationSpecificParametersField: optional(context(0, octets())),
  uiccAccessApplicationSpecificParametersField: optional(context(1, octets())),
  uiccAdministrativeAccessApplicationSpecificParametersField: optional(context(2, octets())),
});

/** ApplicationInstance: its tags are written out in the definitions, so nothing in it is tagged by position. */
const ApplicationInstance = sequence('ApplicationInstance', {
  applicationLoadPackageAID: aid,
  classAID: aid,
  instanceAID: aid,
  extraditeSecurityDomainAID: optional(aid),
  applicationPrivileges: context(2, octets()),
  lifeCycleState: optional(context(3, octets({ exactly: 1 }))),
  applicationSpecificParametersC9: privateClass(9, octets()),
  systemSpecificParameters: optional(privateClass(15, ApplicationSystemParameters)),
  applicationParameters: optional(privateClass(10, UiccApplicationParameters)),
  processData: optional(sequenceOf(octets(), { min: 1 })),
  controlReferenceTemplate: optional(
    context(
      16,
      sequence('ControlReferenceTemplate', { applicationProviderIdentifier: application(32, octets()) }),
    ),
  ),
});

const KeyObject = sequence('KeyObject', {
  keyUsageQualifier: context(21, octets({ min: 1, max: 2 })),
  keyAccess: optional(context(22, octets({ exactly: 1 }))),
  keyIdentifier: context(2, octets({ exactly: 1 })),
  keyVersionNumber: context(3, octets({ exactly: 1 })),
  keyCounterValue: optional(context(5, octets())),
  keyComponents: sequenceOf(
    sequence('KeyComponent', {
      keyType: context(0, octets()),
      keyData: context(6, octets()),
      macLength: optional(context(7, uInt8)),
    }),
    { min: 1 },
  ),
});

/** PE-SecurityDomain. */
export const SecurityDomain = sequence('PE-SecurityDomain', {
  header: context(0, PeHeader),
  instance: context(1, ApplicationInstance),
  keyList: optional(context(2, sequenceOf(KeyObject, { min: 1 }))),
  sdPersoData: optional(context(3, sequenceOf(octets(), { min: 1 }))),
  openPersoData: optional(
    context(
      4,
      sequence('OpenPersoData', {
        restrictParameter: optional(privateClass(25, octets({ exactly: 1 }))),
        contactlessProtocolParameters: optional(octets()),
      }),
    ),
  ),
  catTpParameters: optional(
    context(
      5,
      sequence('CatTpParameters', {
        catTpMaxSduSize: context(0, uInt16),
        catTpMaxPduSize: context(1, uInt16),
      }),
    ),
  ),
});

/** PE-RFM: remote file management. Header and TAR list both have the tag A0; their order tells them apart. */
export const Rfm = sequence('PE-RFM', {
  header: context(0, PeHeader),
  instanceAID: aid,
  securityDomainAID: optional(aid),
  tarList: optional(context(0, sequenceOf(octets({ exactly: 3 }), { min: 1 }))),
  minimumSecurityLevel: context(1, octets({ exactly: 1 })),
  uiccAccessDomain: octets(),
  uiccAdminAccessDomain: octets(),
  adfRFMAccess: optional(
    sequence('ADFRFMAccess', {
      adfAID: context(0, applicationIdentifier),
      adfAccessDomain: context(1, octets()),
      adfAdminAccessDomain: context(2, octets()),
    }),
  ),
});

/** PE-Application: a load package, instances of it, or both. */
export const Application = sequence('PE-Application', {
  header: context(0, PeHeader),
  loadBlock: optional(
    context(
      1,
      sequence('ApplicationLoadPackage', {
        loadPackageAID: aid,
        securityDomainAID: optional(aid),
        nonVolatileCodeLimitC6: optional(privateClass(6, octets())),
        volatileDataLimitC7: optional(privateClass(7, octets())),
        nonVolatileDataLimitC8: optional(privateClass(8, octets())),
        hashValue: optional(privateClass(1, octets())),
        loadBlockObject: privateClass(4, octets()),
      }),
    ),
  ),
  instanceList: optional(context(2, sequenceOf(ApplicationInstance, { min: 1 }))),
});

/** PE-NonStandard. */
export const NonStandard = sequence('PE-NonStandard', {
  header: context(0, PeHeader),
  issuerID: context(1, oid),
  content: context(2, octets()),
});
