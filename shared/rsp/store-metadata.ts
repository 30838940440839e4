import type { Decoded } from '#shared/asn1/index';
import { anything, context, integer, octets, optional, sequence, sequenceOf, utf8 } from '#shared/asn1/index';

import { Iccid, NotificationEvent, OperatorId, PprIds } from './common.ts';

/** SGP.22 §2.4a.1.2. */
export const NotificationConfigurationInformation = sequence('NotificationConfigurationInformation', {
  profileManagementOperation: context(0, NotificationEvent),
  notificationAddress: context(1, utf8),
});
export type NotificationConfigurationInformation = Decoded<typeof NotificationConfigurationInformation>;

/** SGP.22 §2.4a.1.3: the class of a Profile. */
export const profileClasses = { test: 0, provisioning: 1, operational: 2 } as const;
export type ProfileClass = keyof typeof profileClasses;

/** SGP.22 §5.5.3, `BF25`; an absent profileClass means operational. */
export const StoreMetadataRequest = context(
  37,
  sequence('StoreMetadataRequest', {
    iccid: Iccid,
    serviceProviderName: context(17, utf8),
    profileName: context(18, utf8),
    iconType: optional(context(19, integer)),
    icon: optional(context(20, octets({ max: 1024 }))),
    profileClass: optional(context(21, integer)),
    notificationConfigurationInfo: optional(context(22, sequenceOf(NotificationConfigurationInformation))),
    profileOwner: optional(context(23, OperatorId)),
    profilePolicyRules: optional(context(25, PprIds)),
    serviceSpecificDataStoredInEuicc: optional(context(34, sequenceOf(anything))),
    serviceSpecificDataNotStoredInEuicc: optional(context(35, sequenceOf(anything))),
  }),
);
export type StoreMetadataRequest = Decoded<typeof StoreMetadataRequest>;

/** The class that metadata state, operational when they state none. */
export function profileClassOf(metadata: { readonly profileClass?: number }): ProfileClass | undefined {
  const code = metadata.profileClass ?? profileClasses.operational;
  return (['test', 'provisioning', 'operational'] as const)[code];
}
