import type { Decoded } from '#shared/asn1/index';
import {
  anything,
  choice,
  context,
  integer,
  namedBits,
  octets,
  optional,
  sequence,
  sequenceOf,
  utf8,
} from '#shared/asn1/index';

import { OperatorId, PprIds } from './common.ts';

/** SGP.22 §5.7.3, `BF3C`. */
export const EuiccConfiguredAddressesRequest = context(60, sequence('EuiccConfiguredAddressesRequest', {}));
export const EuiccConfiguredAddressesResponse = context(
  60,
  sequence('EuiccConfiguredAddressesResponse', {
    defaultDpAddress: optional(context(0, utf8)),
    rootDsAddress: context(1, utf8),
  }),
);

/** SGP.22 §5.7.4, `BF3F`; an empty address removes the default. */
export const SetDefaultDpAddressRequest = context(
  63,
  sequence('SetDefaultDpAddressRequest', { defaultDpAddress: context(0, utf8) }),
);
export const SetDefaultDpAddressResponse = context(
  63,
  sequence('SetDefaultDpAddressResponse', { setDefaultDpAddressResult: context(0, integer) }),
);

/** SGP.22 §5.7.7, `BF2E`. */
export const GetEuiccChallengeRequest = context(46, sequence('GetEuiccChallengeRequest', {}));
export const GetEuiccChallengeResponse = context(
  46,
  sequence('GetEuiccChallengeResponse', { euiccChallenge: context(0, octets({ exactly: 16 })) }),
);

/** SGP.22 §5.7.22: a rule of the Rules Authorisation Table. */
export const ProfilePolicyAuthorisationRule = sequence('ProfilePolicyAuthorisationRule', {
  pprIds: context(0, PprIds),
  allowedOperators: context(1, sequenceOf(OperatorId)),
  pprFlags: context(2, namedBits(['consentRequired'])),
});
export type ProfilePolicyAuthorisationRule = Decoded<typeof ProfilePolicyAuthorisationRule>;

/** SGP.22 §5.7.22, `BF43`. */
export const GetRatRequest = context(67, sequence('GetRatRequest', {}));
export const GetRatResponse = context(
  67,
  sequence('GetRatResponse', { rat: context(0, sequenceOf(ProfilePolicyAuthorisationRule)) }),
);

/** SGP.22 §5.7.12, `BF35`: the members of the CertificateList without its own tag. */
export const LoadCrlRequest = context(
  53,
  sequence('LoadCRLRequest', { crl: context(0, sequenceOf(anything)) }),
);

/** SGP.22 §5.7.12; undefinedError where CRLs are not supported. */
export const loadCrlErrors = {
  invalidSignature: 1,
  invalidCRLFormat: 2,
  notEnoughMemorySpace: 3,
  verificationKeyNotFound: 4,
  fresherCrlAlreadyLoaded: 5,
  baseCrlMissing: 6,
  undefinedError: 127,
} as const;

/** SGP.22 §5.7.12, `BF35`. */
export const LoadCrlResponse = context(
  53,
  choice('LoadCRLResponse', {
    loadCRLResponseOk: context(
      0,
      sequence('LoadCRLResponseOk', {
        /** Of a list in parts: those that have not come yet. */
        missingParts: optional(context(0, sequenceOf(integer))),
      }),
    ),
    loadCRLResponseError: context(1, integer),
  }),
);
