import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex } from '#shared/bytes/bytes';
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
const uiccCharacteristics = tlv(0xa5, tlv(0x80, Uint8Array.of(0x71)));

/** FID of the ADF of the active application. */
const adfFid = fromHex('7FFF');

/** FCP template of a file (TS 102 221 §11.1.1.3); `enabled` says which PINs are. */
export function fcpTemplate(node: FileNode, enabled: (keyReference: number) => boolean): Bytes {
  return tlv(0x62, ...(isDirectory(node.kind) ? directoryMembers(node, enabled) : fileMembers(node)));
}

function directoryMembers(node: FileNode, enabled: (keyReference: number) => boolean): readonly Bytes[] {
  const { kind, aid, pinStatus = [] } = node;
  return [
    tlv(0x82, Uint8Array.of(descriptors[kind], 0x21)),
    tlv(0x83, kind === 'ADF' ? adfFid : fromHex(node.fid)),
    ...(aid === undefined ? [] : [tlv(0x84, fromHex(aid))]),
    ...(kind === 'DF' ? [] : [uiccCharacteristics]),
    lifeCycle(node),
    ...securityAttributes(node),
    ...(pinStatus.length === 0 ? [] : [pinStatusTemplate(pinStatus, enabled)]),
  ];
}

function fileMembers(node: FileNode): readonly Bytes[] {
  const { special, sfi, size } = node;
  return [
    fileDescriptor(node),
    tlv(0x83, fromHex(node.fid)),
    ...(special === 0 ? [] : [tlv(0xa5, tlv(0xc0, Uint8Array.of(special)))]),
    lifeCycle(node),
    ...securityAttributes(node),
    tlv(0x80, size > 0xffff ? Uint8Array.of(size >> 16, (size >> 8) & 0xff, size & 0xff) : twoOctets(size)),
    tlv(0x88, sfi === undefined ? new Uint8Array() : Uint8Array.of(sfi << 3)),
  ];
}

function fileDescriptor(node: FileNode): Bytes {
  const descriptor = Uint8Array.of(descriptors[node.kind], 0x21);
  if (node.recordLength === undefined) return tlv(0x82, descriptor);
  return tlv(0x82, concat(descriptor, twoOctets(node.recordLength), Uint8Array.of(recordCount(node) & 0xff)));
}

const lifeCycle = (node: FileNode): Bytes => tlv(0x8a, Uint8Array.of(node.lifeCycle));

/** Where the rule is, or the rule itself when it is that of a template. */
function securityAttributes({ arr, rule }: FileNode): readonly Bytes[] {
  if (arr !== undefined) return [tlv(0x8b, concat(fromHex(arr.fid), Uint8Array.of(arr.record)))];
  const attributes = rule === undefined ? undefined : accessRules[rule];
  return attributes === undefined ? [] : [tlv(0xab, fromHex(attributes))];
}

/** PIN status template (TS 102 221 §9.5.2): one bit a key reference, the first is the top one; 1 says enabled. */
function pinStatusTemplate(listed: readonly number[], enabled: (keyReference: number) => boolean): Bytes {
  const references = listed.toSorted((a, b) => rank(a) - rank(b));
  const bits = new Uint8Array(Math.ceil(references.length / 8));
  for (const [at, reference] of references.entries()) {
    if (enabled(reference)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (0x80 >> (at & 7));
  }
  return tlv(0xc6, tlv(0x90, bits), ...references.map((each) => tlv(0x83, Uint8Array.of(each))));
}

/** Application PINs first, then second PINs, then administrative ones. */
function rank(keyReference: number): number {
  if (keyReference <= 8) return 0;
  return keyReference >= 0x81 && keyReference <= 0x88 ? 1 : 2;
}

const twoOctets = (number: number): Bytes => Uint8Array.of((number >> 8) & 0xff, number & 0xff);
