import type { Decoded } from '#shared/asn1/index';
import { context, nothing, octets, oid, optional, sequence, sequenceOf, utf8Of } from '#shared/asn1/index';

import { uInt8 } from './pe-header.ts';

/** AID: 5 to 16 octets. */
export const applicationIdentifier = octets({ min: 5, max: 16 });

/** ServicesList in the order of its tags, from [0]; each is NULL when the profile needs it. */
export const serviceNames = [
  'contactless',
  'usim',
  'isim',
  'csim',
  'milenage',
  'tuak128',
  'cave',
  'gba-usim',
  'gba-isim',
  'mbms',
  'eap',
  'javacard',
  'multos',
  'multiple-usim',
  'multiple-isim',
  'multiple-csim',
  'tuak256',
  'usim-test-algorithm',
  'ber-tlv',
  'dfLink',
  'cat-tp',
  'get-identity',
  'profile-a-x25519',
  'profile-b-p256',
  'suciCalculatorApi',
  'dns-resolution',
  'scp11ac',
  'scp11c-authorization-mechanism',
  's16mode',
  'eaka',
] as const;
export type ServiceName = (typeof serviceNames)[number];

const service = (position: number) => optional(context(position, nothing));
type Services = Record<ServiceName, ReturnType<typeof service>>;

/** ServicesList. */
export const ServicesList = sequence(
  'ServicesList',
  Object.fromEntries(serviceNames.map((name, position) => [name, service(position)])) as Services,
);

/** ProfileHeader, the first element of a package. The ICCID is in straight BCD, not nibble-swapped. */
export const ProfileHeader = sequence('ProfileHeader', {
  'major-version': context(0, uInt8),
  'minor-version': context(1, uInt8),
  profileType: optional(context(2, utf8Of({ min: 1, max: 400 }))),
  iccid: context(3, octets({ exactly: 10 })),
  pol: optional(context(4, octets())),
  'eUICC-Mandatory-services': context(5, ServicesList),
  'eUICC-Mandatory-GFSTEList': context(6, sequenceOf(oid)),
  connectivityParameters: optional(context(7, octets())),
  'eUICC-Mandatory-AIDs': optional(
    context(
      8,
      sequenceOf(
        sequence('MandatoryAid', {
          aid: context(0, applicationIdentifier),
          version: context(1, octets({ exactly: 2 })),
        }),
      ),
    ),
  ),
  iotOptions: optional(context(9, sequence('IotOptions', { pix: context(0, octets({ min: 7, max: 11 })) }))),
});
export type ProfileHeader = Decoded<typeof ProfileHeader>;
