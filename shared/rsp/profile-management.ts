import type { Decoded, TaggedSchema } from '#shared/asn1/index';
import {
  anything,
  application,
  boolean,
  captured,
  choice,
  context,
  integer,
  namedBits,
  octets,
  optional,
  privateClass,
  sequence,
  sequenceOf,
  utf8,
} from '#shared/asn1/index';

import { DpProprietaryData, Iccid, IsdpAid, OperatorId, PprIds } from './common.ts';
import { NotificationConfigurationInformation } from './store-metadata.ts';

/** SGP.22 §5.7.15, `E3`. */
export const ProfileInfo = privateClass(
  3,
  sequence('ProfileInfo', {
    iccid: optional(Iccid),
    isdpAid: optional(IsdpAid),
    /** 0 disabled, 1 enabled. */
    profileState: optional(context(112, integer)),
    profileNickname: optional(context(16, utf8)),
    serviceProviderName: optional(context(17, utf8)),
    profileName: optional(context(18, utf8)),
    iconType: optional(context(19, integer)),
    icon: optional(context(20, octets())),
    profileClass: optional(context(21, integer)),
    notificationConfigurationInfo: optional(context(22, sequenceOf(NotificationConfigurationInformation))),
    profileOwner: optional(context(23, OperatorId)),
    /** As ConfigureISDP brought it: data objects of the SM-DP+ may follow the OID. */
    dpProprietaryData: optional(captured(context(24, DpProprietaryData))),
    profilePolicyRules: optional(context(25, PprIds)),
    serviceSpecificDataStoredInEuicc: optional(context(34, sequenceOf(anything))),
    /** Carrier privilege rules (GlobalPlatform Secure Element Access Control, REF-AR-DO). */
    refArDo: optional(context(118, sequenceOf(anything))),
  }),
);
export type ProfileInfo = Decoded<typeof ProfileInfo>;

/** SGP.22 §5.7.15, `BF2D`. Criteria behind the tag list count too: passed over, they would list every Profile. */
export const ProfileInfoListRequest = context(
  45,
  sequence(
    'ProfileInfoListRequest',
    {
      searchCriteria: optional(
        context(
          0,
          choice('SearchCriteria', { isdpAid: IsdpAid, iccid: Iccid, profileClass: context(21, integer) }),
        ),
      ),
      /** Tags one after the other, without separators. */
      tagList: optional(application(28, octets())),
    },
    { anyOrder: true },
  ),
);

/** SGP.22 §5.7.15, `BF2D`; 1 is incorrectInputValues. */
export const ProfileInfoListResponse = context(
  45,
  choice('ProfileInfoListResponse', {
    profileInfoListOk: context(0, sequenceOf(ProfileInfo)),
    profileInfoListError: context(1, integer),
  }),
);

/** A Profile by ISD-P AID or ICCID. */
export const ProfileIdentifier = choice('ProfileIdentifier', { isdpAid: IsdpAid, iccid: Iccid });
export type ProfileIdentifier = Decoded<typeof ProfileIdentifier>;

const stateChange = (number: number, name: string) =>
  context(
    number,
    sequence(name, { profileIdentifier: context(0, ProfileIdentifier), refreshFlag: context(1, boolean) }),
  );

const result = (number: number, name: string): TaggedSchema<{ readonly result: number }> =>
  context(number, sequence(name, { result: context(0, integer) }));

/** SGP.22 §5.7.16, `BF31`. */
export const EnableProfileRequest = stateChange(49, 'EnableProfileRequest');
export const EnableProfileResponse = result(49, 'EnableProfileResponse');

/** SGP.22 §5.7.17, `BF32`. */
export const DisableProfileRequest = stateChange(50, 'DisableProfileRequest');
export const DisableProfileResponse = result(50, 'DisableProfileResponse');

/** SGP.22 §5.7.18, `BF33`: the identifier stands without a wrapper of its own. */
export const DeleteProfileRequest = context(51, ProfileIdentifier);
export const DeleteProfileResponse = result(51, 'DeleteProfileResponse');

/** Results of enable, disable and delete; `wrongState` is the state the function does not start from. */
export const profileResults = {
  ok: 0,
  iccidOrAidNotFound: 1,
  wrongState: 2,
  disallowedByPolicy: 3,
  wrongProfileReenabling: 4,
  catBusy: 5,
  undefinedError: 127,
} as const;

/** SGP.22 §5.7.19, `BF34`. */
export const ResetOptions = namedBits([
  'deleteOperationalProfiles',
  'deleteFieldLoadedTestProfiles',
  'resetDefaultSmdpAddress',
]);
export const EuiccMemoryResetRequest = context(
  52,
  sequence('EuiccMemoryResetRequest', { resetOptions: context(2, ResetOptions) }),
);
export const EuiccMemoryResetResponse = result(52, 'EuiccMemoryResetResponse');

/** SGP.22 §5.7.20, `BF3E`; only the tag list `5A` is defined. */
export const GetEuiccDataRequest = context(
  62,
  sequence('GetEuiccDataRequest', { tagList: application(28, octets()) }),
);
export const GetEuiccDataResponse = context(
  62,
  sequence('GetEuiccDataResponse', { eidValue: application(26, octets({ exactly: 16 })) }),
);

/** SGP.22 §5.7.21, `BF29`; an empty nickname removes it. */
export const SetNicknameRequest = context(
  41,
  sequence('SetNicknameRequest', { iccid: Iccid, profileNickname: context(16, utf8) }),
);
export const SetNicknameResponse = result(41, 'SetNicknameResponse');
