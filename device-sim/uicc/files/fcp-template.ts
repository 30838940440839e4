import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import { accessRules } from '#shared/saip/access-rules';
import { isDirectory } from '#shared/saip/file-shape';
import type { FileNode } from '#shared/saip/file-tree';
import { recordCount } from '#shared/saip/file-tree';

/** TS 102 221 §11.1.1.4.3: shareable; directories, and files by their structure. */
const descriptors = {
  MF: 0x78,
  DF: 0x78,
  ADF: 0x78,
  transparent: 0x41,
  linear: 0x42,
  cyclic: 0x46,
  'ber-tlv': 0x79,
} as const satisfies Record<FileNode['kind'], number>;

/** UICC characteristics: the clock may be stopped, at either level (TS 102 221 §11.1.1.4.6.1). */
const uiccCharacteristics = member(0xa5, ...member(0x80, 0x71));

/** FID of the ADF of the active application. */
const adfFid = 0x7fff;

/** FCP template of a file (TS 102 221 §11.1.1.3); `enabled` says which PINs are. */
export function fcpTemplate(node: FileNode, enabled: (keyReference: number) => boolean): Bytes {
  const members = isDirectory(node.kind) ? directoryMembers(node, enabled) : fileMembers(node);
  return tlv(0x62, new Uint8Array(members));
}

function directoryMembers(node: FileNode, enabled: (keyReference: number) => boolean): Octets {
  const { kind, aid, pinStatus = [] } = node;
  return [
    ...member(0x82, descriptors[kind], 0x21),
    ...number(0x83, kind === 'ADF' ? adfFid : fidOf(node)),
    ...(aid === undefined ? [] : member(0x84, ...fromHex(aid))),
    ...(kind === 'DF' ? [] : uiccCharacteristics),
    ...lifeCycle(node),
    ...securityAttributes(node),
    ...(pinStatus.length === 0 ? [] : pinStatusTemplate(pinStatus, enabled)),
  ];
}

function fileMembers(node: FileNode): Octets {
  const { special, sfi, size } = node;
  return [
    ...fileDescriptor(node),
    ...number(0x83, fidOf(node)),
    ...(special === 0 ? [] : member(0xa5, ...member(0xc0, special))),
    ...lifeCycle(node),
    ...securityAttributes(node),
    ...(size > 0xffff ? member(0x80, size >> 16, high(size), size & 0xff) : number(0x80, size)),
    ...(sfi === undefined ? member(0x88) : member(0x88, sfi << 3)),
  ];
}

function fileDescriptor(node: FileNode): Octets {
  const { kind, recordLength } = node;
  const descriptor = descriptors[kind];
  if (recordLength === undefined) return member(0x82, descriptor, 0x21);
  return member(0x82, descriptor, 0x21, high(recordLength), recordLength & 0xff, recordCount(node) & 0xff);
}

const lifeCycle = (node: FileNode): Octets => member(0x8a, node.lifeCycle);

/** Where the rule is, or the rule itself when it is that of a template. */
function securityAttributes({ arr, rule }: FileNode): Octets {
  if (arr !== undefined) {
    const fid = fidOf(arr);
    return member(0x8b, high(fid), fid & 0xff, arr.record);
  }
  const attributes = rule === undefined ? undefined : accessRules[rule];
  return attributes === undefined ? [] : member(0xab, ...fromHex(attributes));
}

/** PIN status template (TS 102 221 §9.5.2): one bit a key reference, the first is the top one; 1 says enabled. */
function pinStatusTemplate(listed: readonly number[], enabled: (keyReference: number) => boolean): Octets {
  const references = listed.toSorted((a, b) => rank(a) - rank(b));
  const bits = new Array<number>(Math.ceil(references.length / 8)).fill(0);
  references.forEach((reference, at) => {
    if (enabled(reference)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (0x80 >> (at & 7));
  });
  const members = member(0x90, ...bits).concat(references.flatMap((each) => member(0x83, each)));
  return members.length > 127 ? Array.from(tlv(0xc6, new Uint8Array(members))) : member(0xc6, ...members);
}

/** Application PINs first, then second PINs, then administrative ones. */
function rank(keyReference: number): number {
  if (keyReference <= 8) return 0;
  return keyReference >= 0x81 && keyReference <= 0x88 ? 1 : 2;
}

/** Numbers, not arrays of octets: a template has a dozen members, and terminals ask for hundreds of templates. */
type Octets = readonly number[];

/** A member of at most 127 octets. */
function member(tag: number, ...content: Octets): Octets {
  return [tag, content.length, ...content];
}

/** A member of two octets. */
const number = (tag: number, value: number): Octets => [tag, 2, high(value), value & 0xff];

const high = (value: number): number => (value >> 8) & 0xff;

const fidOf = ({ fid }: Pick<FileNode, 'fid'>): number => Number.parseInt(fid, 16);
