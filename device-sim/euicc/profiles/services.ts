import type { UiccCapability } from '#shared/rsp/euicc-info';
import type { ServiceName } from '#shared/saip/index';

/** The version of the profile package format that the card interprets (EUICCInfo2); newer major versions are refused. */
export const profileVersion = { major: 2, minor: 3, revision: 1 } as const;

/** The service of a profile header that a bit of UICCCapability stands for. */
const serviceOfBit: Readonly<Partial<Record<string, ServiceName>>> = {
  contactlessSupport: 'contactless',
  usimSupport: 'usim',
  isimSupport: 'isim',
  csimSupport: 'csim',
  akaMilenage: 'milenage',
  akaCave: 'cave',
  akaTuak128: 'tuak128',
  akaTuak256: 'tuak256',
  gbaAuthenUsim: 'gba-usim',
  gbaAuthenISim: 'gba-isim',
  mbmsAuthenUsim: 'mbms',
  eapClient: 'eap',
  javacard: 'javacard',
  multos: 'multos',
  multipleUsimSupport: 'multiple-usim',
  multipleIsimSupport: 'multiple-isim',
  multipleCsimSupport: 'multiple-csim',
  berTlvFileSupport: 'ber-tlv',
  dfLinkSupport: 'dfLink',
  catTp: 'cat-tp',
  getIdentity: 'get-identity',
  'profile-a-x25519': 'profile-a-x25519',
  'profile-b-p256': 'profile-b-p256',
  suciCalculatorApi: 'suciCalculatorApi',
};

/** The services a profile may need on a card with these capabilities; the test algorithm has no bit. */
export const servicesOf = (capability: UiccCapability): readonly ServiceName[] => [
  'usim-test-algorithm',
  ...capability.map((bit) => serviceOfBit[bit]).filter((service) => service !== undefined),
];
