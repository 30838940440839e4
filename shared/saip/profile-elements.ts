import type { Bytes } from '#shared/bytes/bytes';
import type { Decoded } from '#shared/asn1/index';
import {
  choice,
  context,
  decode,
  DecodeError,
  childrenOf,
  readTlv,
  sequence,
  wholeOf,
} from '#shared/asn1/index';

import { AkaParameter, CdmaParameter } from './aka-element.ts';
import { Application, NonStandard, Rfm, SecurityDomain } from './application-elements.ts';
import { GenericFileManagement } from './file-management-element.ts';
import { PeHeader } from './pe-header.ts';
import { PinCodes, PukCodes } from './pins-element.ts';
import { ProfileHeader } from './profile-header.ts';
import type { TemplateElement } from './template-element.ts';
import { templateElement } from './template-element.ts';
import { csimFiles } from './templates/csim-files.ts';
import { fiveGProseFiles, fiveGsFiles, saipFiles, snpnFiles } from './templates/five-g-files.ts';
import { iotFiles, optIotFiles } from './templates/iot-files.ts';
import { isimFiles, optIsimFiles } from './templates/isim-files.ts';
import { cdFiles, mfFiles } from './templates/mf-files.ts';
import { optCsimFiles } from './templates/opt-csim-files.ts';
import { optUsimFiles } from './templates/opt-usim-files.ts';
import { phonebookFiles, telecomFiles } from './templates/telecom-files.ts';
import { eapFiles, gsmAccessFiles, usimFiles } from './templates/usim-files.ts';

/** The file tables by element. */
export const templateFiles = {
  mf: mfFiles,
  cd: cdFiles,
  telecom: telecomFiles,
  usim: usimFiles,
  'opt-usim': optUsimFiles,
  isim: isimFiles,
  'opt-isim': optIsimFiles,
  phonebook: phonebookFiles,
  'gsm-access': gsmAccessFiles,
  csim: csimFiles,
  'opt-csim': optCsimFiles,
  eap: eapFiles,
  'df-5gs': fiveGsFiles,
  'df-saip': saipFiles,
  'df-snpn': snpnFiles,
  'df-5gprose': fiveGProseFiles,
  iot: iotFiles,
  'opt-iot': optIotFiles,
} as const;

/** An element that brings the files of a template. */
export type TemplateName = keyof typeof templateFiles;

/** ProfileElement, tagged by position; [11] to [15] are reserved. */
export const ProfileElementChoice = choice('ProfileElement', {
  header: context(0, ProfileHeader),
  genericFileManagement: context(1, GenericFileManagement),
  pinCodes: context(2, PinCodes),
  pukCodes: context(3, PukCodes),
  akaParameter: context(4, AkaParameter),
  cdmaParameter: context(5, CdmaParameter),
  securityDomain: context(6, SecurityDomain),
  rfm: context(7, Rfm),
  application: context(8, Application),
  nonStandard: context(9, NonStandard),
  end: context(10, sequence('PE-End', { header: context(0, PeHeader) })),
  mf: context(16, templateElement('PE-MF', mfFiles)),
  cd: context(17, templateElement('PE-CD', cdFiles)),
  telecom: context(18, templateElement('PE-TELECOM', telecomFiles)),
  usim: context(19, templateElement('PE-USIM', usimFiles)),
  'opt-usim': context(20, templateElement('PE-OPT-USIM', optUsimFiles)),
  isim: context(21, templateElement('PE-ISIM', isimFiles)),
  'opt-isim': context(22, templateElement('PE-OPT-ISIM', optIsimFiles)),
  phonebook: context(23, templateElement('PE-PHONEBOOK', phonebookFiles)),
  'gsm-access': context(24, templateElement('PE-GSM-ACCESS', gsmAccessFiles)),
  csim: context(25, templateElement('PE-CSIM', csimFiles)),
  'opt-csim': context(26, templateElement('PE-OPT-CSIM', optCsimFiles)),
  eap: context(27, templateElement('PE-EAP', eapFiles)),
  'df-5gs': context(28, templateElement('PE-DF-5GS', fiveGsFiles)),
  'df-saip': context(29, templateElement('PE-DF-SAIP', saipFiles)),
  'df-snpn': context(30, templateElement('PE-DF-SNPN', snpnFiles)),
  'df-5gprose': context(31, templateElement('PE-DF-5GPROSE', fiveGProseFiles)),
  iot: context(32, templateElement('PE-IoT', iotFiles)),
  'opt-iot': context(33, templateElement('PE-OPT-IoT', optIotFiles)),
});

type Known = Decoded<typeof ProfileElementChoice>;
type Name = Known extends infer K ? (K extends unknown ? keyof K : never) : never;

/** Name of an element as the definitions spell it. */
export type ElementName = Name | 'unknown';

/** One element, as `{ name: value }`; one whose tag is not in the definitions is kept as its octets. */
export type ProfileElement =
  | (Known & { readonly unknown?: never })
  | ({ readonly unknown: Bytes } & Partial<Readonly<Record<Name, never>>>);

/** What an element is called. */
export function elementName(element: ProfileElement): ElementName {
  return Object.keys(element)[0] as ElementName;
}

/** The PEHeader of an element; the profile's own header has none. */
export function elementHeader(element: ProfileElement): PeHeader | undefined {
  if (element.header !== undefined) return undefined;
  if (element.unknown !== undefined) return unknownHeader(element.unknown);
  return (Object.values(element)[0] as { readonly header: PeHeader }).header;
}

/** The element's name, table and value when it brings the files of a template. */
export function templateOf(
  element: ProfileElement,
): { readonly name: TemplateName; readonly value: TemplateElement } | undefined {
  const name = elementName(element);
  if (!(name in templateFiles)) return undefined;
  return { name: name as TemplateName, value: Object.values(element)[0] as TemplateElement };
}

function unknownHeader(octets: Bytes): PeHeader | undefined {
  try {
    const [first] = childrenOf(readTlv(octets));
    if (first === undefined) return undefined;
    return decode(context(0, PeHeader), wholeOf(first));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
