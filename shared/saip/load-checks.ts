import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import { swapNibbles } from '#shared/bytes/bcd';
import { mccOf, mncOf, plmnFromBytes } from '#shared/identifiers/plmn';

import type { FileTree } from './file-tree.ts';
import { fileAt } from './file-tree.ts';
import type { LoadedProfile } from './loaded-profile.ts';
import { LoadRefusal } from './load-refusal.ts';
import { naaKeyIsForTests } from './naa-key.ts';
import type { ProfileElement } from './profile-elements.ts';
import { elementHeader } from './profile-elements.ts';
import type { ProfileHeader, ServiceName } from './profile-header.ts';
import { serviceNames } from './profile-header.ts';
import { templateByOid } from './templates/templates.ts';

/** The operator that the metadata names as owner (SGP.22 OperatorId). */
export interface ProfileOwner {
  /** 3 octets, 001/01 is 00F110. */
  readonly mccMnc: Bytes;
  readonly gid1?: Bytes;
  readonly gid2?: Bytes;
}

/** Version, templates and services of the header. */
export function checkHeader(
  header: ProfileHeader,
  supportedMajor: number,
  supportedServices: readonly ServiceName[],
): void {
  const major = header['major-version'];
  if (major > supportedMajor || major < 1)
    throw new LoadRefusal('unsupported-profile-version', `version ${major} is newer than ${supportedMajor}`);
  for (const oid of header['eUICC-Mandatory-GFSTEList']) {
    if (templateByOid(oid) === undefined)
      throw new LoadRefusal('template-not-supported', `no template is known by ${oid}`);
  }
  const services = header['eUICC-Mandatory-services'];
  const missing = serviceNames.find(
    (name) => services[name] !== undefined && !supportedServices.includes(name),
  );
  if (missing !== undefined) throw new LoadRefusal('feature-not-supported', `the profile needs ${missing}`);
}

/** The header's ICCID is that of the metadata, which has its nibbles swapped. */
export function checkHeaderIccid(header: ProfileHeader, iccid: Bytes): void {
  if (!sameBytes(swapNibbles(header.iccid), iccid))
    throw new LoadRefusal(
      'dataMismatch',
      `the header's ICCID ${toHex(header.iccid)} is not ${toHex(swapNibbles(iccid))} of the metadata`,
    );
}

/** EF.ICCID holds the ICCID of the metadata. */
export function checkFileIccid(files: FileTree, iccid: Bytes): void {
  const content = fileAt(files, '3F00/2FE2')?.content;
  if (content === undefined || !sameBytes(content, iccid))
    throw new LoadRefusal(
      'dataMismatch',
      `EF.ICCID ${content === undefined ? 'is missing' : `holds ${toHex(content)}`}, the metadata ${toHex(iccid)}`,
    );
}

/** The first element whose number an earlier one has. */
export function repeatedIdentification(elements: readonly ProfileElement[]): ProfileElement | undefined {
  const seen = new Set<number>();
  return elements.find((element) => {
    const identification = elementHeader(element)?.identification;
    if (identification === undefined) return false;
    if (seen.has(identification)) return true;
    seen.add(identification);
    return false;
  });
}

/** The owner of the metadata fits IMSI and group identifiers (SGP.22 §2.4.5.1). */
export function checkOwner(profile: LoadedProfile, owner: ProfileOwner): void {
  const plmn = networkOf(owner.mccMnc);
  if (profile.imsi === undefined || plmn === undefined || !profile.imsi.startsWith(plmn))
    throw new LoadRefusal(
      'dataMismatch',
      `the IMSI ${profile.imsi ?? '(none)'} is not of the owner ${plmn ?? toHex(owner.mccMnc)}`,
    );
  const usim = profile.files.nodes.find((node) => node.name === 'adf-usim')?.path ?? '';
  checkGroup(profile.files, `${usim}/6F3E`, 'GID1', owner.gid1);
  checkGroup(profile.files, `${usim}/6F3F`, 'GID2', owner.gid2);
}

/** Keys of a profile of class test (SGP.22 §2.4.5.3). */
export function checkTestKeys(profile: LoadedProfile): void {
  for (const { parameter, application } of profile.aka) {
    const algorithm = parameter.algoConfiguration.algoParameter;
    if (algorithm !== undefined && !naaKeyIsForTests(algorithm.algorithmID, algorithm.key))
      throw new LoadRefusal('invalidNaaKey', `the key of ${application} is none of those for test profiles`);
  }
}

function networkOf(mccMnc: Bytes): string | undefined {
  try {
    const plmn = plmnFromBytes(mccMnc);
    return mccOf(plmn) + mncOf(plmn);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function checkGroup(files: FileTree, path: string, name: string, wanted: Bytes | undefined): void {
  if (wanted === undefined || wanted.length === 0) return;
  const content = fileAt(files, path)?.content ?? new Uint8Array(0);
  if (!sameBytes(withoutFilling(content), withoutFilling(wanted)))
    throw new LoadRefusal(
      'dataMismatch',
      `EF.${name} holds ${toHex(content) || 'nothing'}, the owner ${toHex(wanted)}`,
    );
}

function withoutFilling(octets: Bytes): Bytes {
  return octets.subarray(0, octets.findLastIndex((octet) => octet !== 0xff) + 1);
}
