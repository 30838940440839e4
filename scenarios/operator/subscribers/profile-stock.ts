import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { Plmn } from '#shared/identifiers/plmn';
import { plmnToBytes } from '#shared/identifiers/plmn';
import type { NotificationEvent, PprIds } from '#shared/rsp/common';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import { profileClasses, StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildProfile } from '#shared/saip/index';

import type { Subscriber } from './subscribers.ts';

/** What people see of a plan, and what the eUICC must keep to. */
export interface ProfileTerms {
  /** At most 16 characters: EF.SPN holds no more. */
  readonly serviceProviderName: string;
  readonly profileName: string;
  readonly profileClass?: ProfileClass;
  readonly profilePolicyRules?: PprIds;
  /** Visited networks that the operator prefers, at most 8. */
  readonly partners?: readonly Plmn[];
  /** The SM-DP+ that wants to hear of enable, disable and delete. */
  readonly notificationAddress: string;
}

/** A Profile for the SM-DP+ to give out: the package and its metadata. */
export interface Profile {
  readonly upp: Bytes;
  readonly metadata: Bytes;
}

const events: readonly NotificationEvent[] = [
  ['notificationEnable'],
  ['notificationDisable'],
  ['notificationDelete'],
];

/** The profile of a subscription, built from our own template: no foreign profile is needed. */
export function profileOf(subscriber: Subscriber, terms: ProfileTerms): Profile {
  const { iccid, imsi, k, opc, algorithm, plmn } = subscriber;
  const { serviceProviderName, profileName, partners } = terms;
  return {
    upp: buildProfile({
      iccid,
      imsi,
      k,
      opc,
      algorithm,
      serviceProviderName,
      profileName,
      plmn,
      ...(partners === undefined ? {} : { partners }),
      ...(terms.profileClass === 'test' ? { testProfile: true } : {}),
    }),
    metadata: metadataFor(iccidToBytes(iccid), plmnToBytes(plmn), terms),
  };
}

/** Metadata for any profile package (SGP.22 §5.5.3): `iccid` is that of EF.ICCID, `mccMnc` the owner's. */
export function metadataFor(iccid: Bytes, mccMnc: Bytes | undefined, terms: ProfileTerms): Bytes {
  const {
    serviceProviderName,
    profileName,
    profileClass = 'operational',
    profilePolicyRules,
    notificationAddress,
  } = terms;
  return encode(StoreMetadataRequest, {
    iccid,
    serviceProviderName,
    profileName,
    profileClass: profileClasses[profileClass],
    notificationConfigurationInfo: events.map((profileManagementOperation) => ({
      profileManagementOperation,
      notificationAddress,
    })),
    ...(mccMnc === undefined ? {} : { profileOwner: { mccMnc } }),
    ...(profilePolicyRules === undefined ? {} : { profilePolicyRules }),
  });
}
