import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromHeaderBytes } from '#shared/identifiers/iccid';

import type { File } from './fcp.ts';
import { fileContent } from './file-content.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { ProfileElement } from './profile-elements.ts';
import { elementName } from './profile-elements.ts';
import type { ProfileHeader, ServiceName } from './profile-header.ts';
import { serviceNames } from './profile-header.ts';
import { parseProfile } from './profile-package.ts';
import { spnFromFile } from './service-provider-name.ts';
import { imsiFromFile } from './subscriber-encodings.ts';
import type { FileTemplate } from './templates/file-template.ts';
import { optUsimFiles } from './templates/opt-usim-files.ts';
import { usimFiles } from './templates/usim-files.ts';

/** What a package says about itself; no keys. */
export interface ProfileFacts {
  readonly iccid: Iccid;
  /** Of the first USIM; absent when the profile has none. */
  readonly imsi?: string;
  readonly profileType?: string;
  /** Content of EF.SPN. */
  readonly serviceProviderName?: string;
  readonly version: { readonly major: number; readonly minor: number };
  readonly mandatoryServices: readonly ServiceName[];
  /** OIDs of the templates the header names. */
  readonly templates: readonly string[];
  /** Of the first keys: 1 Milenage, 2 TUAK, 3 the test algorithm. */
  readonly algorithmId?: number;
  readonly elements: number;
  /** Content of EF.GID1 and EF.GID2 without trailing FF, when there is any. */
  readonly gid1?: Bytes;
  readonly gid2?: Bytes;
}

/** Keys of an application. Never part of a log, a trace or an answer. */
export interface ProfileKeys {
  readonly algorithmId: number;
  readonly key: Bytes;
  /** OPc or TOPc. */
  readonly opc: Bytes;
}

/**
 * Reads what a package says about itself.
 * @throws DecodeError when it is no package, begins with no header, or its header's ICCID is none.
 */
export function profileFacts(profile: Bytes | readonly ProfileElement[]): ProfileFacts {
  const elements = elementsOf(profile);
  const header = headerOf(elements);
  const services = header['eUICC-Mandatory-services'];
  const imsi = imsiOf(elements);
  const algorithmId = profileKeys(elements)[0]?.algorithmId;
  return {
    iccid: headerIccid(header),
    ...(imsi === undefined ? {} : { imsi }),
    ...(header.profileType === undefined ? {} : { profileType: header.profileType }),
    ...serviceProvider(elements),
    version: { major: header['major-version'], minor: header['minor-version'] },
    mandatoryServices: serviceNames.filter((name) => services[name] !== undefined),
    templates: header['eUICC-Mandatory-GFSTEList'],
    ...(algorithmId === undefined ? {} : { algorithmId }),
    elements: elements.length,
    ...groupIdentifiers(elements),
  };
}

/** The authentication keys in a package, in its order. @throws DecodeError when it is no package. */
export function profileKeys(profile: Bytes | readonly ProfileElement[]): readonly ProfileKeys[] {
  return elementsOf(profile).flatMap((element) => {
    const parameter = element.akaParameter?.algoConfiguration.algoParameter;
    return parameter === undefined
      ? []
      : [{ algorithmId: parameter.algorithmID, key: parameter.key, opc: parameter.opc }];
  });
}

/** The header a package begins with. @throws DecodeError when it begins with something else. */
export function headerOf(elements: readonly ProfileElement[]): ProfileHeader {
  const [first] = elements;
  if (first?.header !== undefined) return first.header;
  const found = first === undefined ? 'nothing' : elementName(first);
  throw new DecodeError(`a profile package begins with its header, not with ${found}`, 0);
}

/** The IMSI of the first USIM in a package. */
export function imsiOf(elements: readonly ProfileElement[]): string | undefined {
  for (const element of elements) {
    const content = contentOf((element.usim ?? element.iot)?.['ef-imsi'], usimFiles['ef-imsi']);
    if (content !== undefined) return imsiFromFile(content);
  }
  return undefined;
}

function serviceProvider(elements: readonly ProfileElement[]): { readonly serviceProviderName?: string } {
  const usim = elements.find((element) => element.usim !== undefined)?.usim;
  const content = contentOf(usim?.['ef-spn'], usimFiles['ef-spn']);
  const name = content === undefined ? undefined : spnFromFile(content);
  return name === undefined ? {} : { serviceProviderName: name };
}

/** Contents of EF.GID1 and EF.GID2 of the first USIM without trailing FF; absent when nothing is left. */
export function groupIdentifiers(elements: readonly ProfileElement[]): {
  readonly gid1?: Bytes;
  readonly gid2?: Bytes;
} {
  const options = elements.find((element) => element['opt-usim'] !== undefined)?.['opt-usim'];
  const gid1 = stated(contentOf(options?.['ef-gid1'], optUsimFiles['ef-gid1']));
  const gid2 = stated(contentOf(options?.['ef-gid2'], optUsimFiles['ef-gid2']));
  return { ...(gid1 === undefined ? {} : { gid1 }), ...(gid2 === undefined ? {} : { gid2 }) };
}

function headerIccid(header: ProfileHeader): Iccid {
  try {
    return iccidFromHeaderBytes(header.iccid);
  } catch (cause) {
    throw new DecodeError('the ICCID of the header is none', 0, ['[0]', 'header', 'iccid'], { cause });
  }
}

function contentOf(file: File | undefined, template: FileTemplate): Bytes | undefined {
  if (file === undefined) return undefined;
  try {
    return fileContent(file, template);
  } catch (error) {
    if (error instanceof LoadRefusal) return undefined;
    throw error;
  }
}

function stated(content: Bytes | undefined): Bytes | undefined {
  if (content === undefined) return undefined;
  const end = content.findLastIndex((octet) => octet !== 0xff) + 1;
  return end === 0 ? undefined : content.slice(0, end);
}

const elementsOf = (profile: Bytes | readonly ProfileElement[]): readonly ProfileElement[] =>
  profile instanceof Uint8Array ? parseProfile(profile) : profile;
