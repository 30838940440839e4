import { toHex } from '#shared/bytes/bytes';
import { tacFromBytes } from '#shared/identifiers/imei';
import type { Tac } from '#shared/identifiers/imei';
import { decode } from '#shared/asn1/index';
import type { ServiceName } from '#shared/saip/profile-header';
import type { DeviceInfo } from '#shared/rsp/authenticate-server';
import type { EuiccInfo2, UiccCapability } from '#shared/rsp/euicc-info';
import type { StoreMetadataRequest as Metadata } from '#shared/rsp/store-metadata';
import { profileClassOf, StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { ProfileStock } from '../orders/order.ts';
import type { PackageFacts } from './package-facts.ts';
import { packageFacts } from './package-facts.ts';

/** A Profile with the terms of its order, and the eUICC and device that it is to go to. */
export interface Candidate {
  readonly order: { readonly profile: ProfileStock; readonly tacs: readonly Tac[] };
  readonly euiccInfo2: EuiccInfo2;
  readonly deviceInfo: DeviceInfo;
  readonly settings: { readonly minimumSvn: string };
}

interface Facts extends Candidate {
  readonly asked: PackageFacts;
  readonly metadata: Metadata;
}

/** Why a Profile and an eUICC do not go together; undefined where they do, or nothing is known. */
type Rule = (facts: Facts) => string | undefined;

/** The eUICC loads packages up to its own major version. */
const packageVersion: Rule = ({ asked: { majorVersion = 0 }, euiccInfo2 }) => {
  const [major = 0] = euiccInfo2.profileVersion;
  return majorVersion > major
    ? `profile package version ${majorVersion}, the eUICC loads ${major}`
    : undefined;
};

const mandatoryServices: Rule = ({ asked, euiccInfo2 }) => {
  const missing = asked.mandatoryServices.find((service) => {
    const bit = bitOf[service];
    return bit !== undefined && !euiccInfo2.uiccCapability.includes(bit);
  });
  return missing === undefined ? undefined : `the eUICC does not support ${missing}`;
};

const leastSvn: Rule = ({ euiccInfo2, settings }) => {
  const svn = [...euiccInfo2.svn];
  const least = settings.minimumSvn.split('.').map(Number);
  const first = svn.findIndex((part, place) => part !== least[place]);
  return first !== -1 && (svn[first] ?? 0) < (least[first] ?? 0)
    ? `SVN ${svn.join('.')} is below ${settings.minimumSvn}`
    : undefined;
};

/** lpac sends the digits of a TAC as they are read, not swapped: either reading may be meant. */
const deviceType: Rule = ({ order: { tacs }, deviceInfo }) => {
  const digits = toHex(deviceInfo.tac);
  if (tacs.length === 0 || !/^\d{8}$/.test(digits)) return undefined;
  const readings: readonly string[] = [tacFromBytes(deviceInfo.tac), digits];
  return tacs.some((tac) => readings.includes(tac))
    ? undefined
    : `not for devices of TAC ${readings[0] ?? ''}`;
};

const policyRules: Rule = ({ metadata, euiccInfo2 }) => {
  const forbidden: readonly string[] = euiccInfo2.forbiddenProfilePolicyRules ?? [];
  const rule = (metadata.profilePolicyRules ?? []).find(
    (name) => name !== 'pprUpdateControl' && forbidden.includes(name),
  );
  return rule === undefined ? undefined : `the eUICC forbids ${rule}`;
};

const testClass: Rule = ({ metadata, euiccInfo2 }) =>
  profileClassOf(metadata) === 'test' && !euiccInfo2.rspCapability.includes('testProfileSupport')
    ? 'the eUICC takes no test profiles'
    : undefined;

const rules = [packageVersion, mandatoryServices, leastSvn, deviceType, policyRules, testClass];

/** Why the Profile is not for this eUICC and device; undefined when it is (es9plus.md §4.3). */
export function ineligibility(candidate: Candidate): string | undefined {
  const { upp, metadata } = candidate.order.profile;
  const facts = { ...candidate, asked: packageFacts(upp), metadata: decode(StoreMetadataRequest, metadata) };
  for (const rule of rules) {
    const reason = rule(facts);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The capability that a mandatory service asks for; services without one are not judged. */
const bitOf: Readonly<Partial<Record<ServiceName, UiccCapability[number]>>> = {
  contactless: 'contactlessSupport',
  usim: 'usimSupport',
  isim: 'isimSupport',
  csim: 'csimSupport',
  milenage: 'akaMilenage',
  tuak128: 'akaTuak128',
  tuak256: 'akaTuak256',
  cave: 'akaCave',
  'gba-usim': 'gbaAuthenUsim',
  'gba-isim': 'gbaAuthenISim',
  mbms: 'mbmsAuthenUsim',
  eap: 'eapClient',
  javacard: 'javacard',
  multos: 'multos',
  'multiple-usim': 'multipleUsimSupport',
  'multiple-isim': 'multipleIsimSupport',
  'multiple-csim': 'multipleCsimSupport',
  'ber-tlv': 'berTlvFileSupport',
  dfLink: 'dfLinkSupport',
  'cat-tp': 'catTp',
  'get-identity': 'getIdentity',
  'profile-a-x25519': 'profile-a-x25519',
  'profile-b-p256': 'profile-b-p256',
  suciCalculatorApi: 'suciCalculatorApi',
};
