import * as asn1js from 'asn1js';

import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

import { DecodeError } from './errors.ts';
import type { Tag, TagClass } from './tag.ts';
import { tagOf } from './tag.ts';

/** One TLV of octets whose type nobody declared. Offsets count from the first octet handed to {@link dump}. */
export interface DumpNode {
  readonly tag: Tag;
  readonly offset: number;
  readonly contentOffset: number;
  /** One past its last octet. */
  readonly end: number;
  /** `SEQUENCE`, `UTF8String`, `[5]`, `[APPLICATION 26]`. */
  readonly type: string;
  /** The value of a primitive: in words where its type is universal, else in hex. */
  readonly text?: string;
  /** Members; of an OCTET STRING or BIT STRING, the TLV that fills it. */
  readonly children: readonly DumpNode[];
}

/**
 * Octets as a tree, by tags alone. They hold TLVs one after the other; indefinite lengths are accepted.
 * @throws DecodeError when they are no BER, or nested deeper than 100 levels.
 */
export function dump(octets: Bytes): readonly DumpNode[] {
  const nodes: DumpNode[] = [];
  for (let offset = 0; offset < octets.length;) {
    const { offset: end, result } = blockAt(octets, offset);
    if (end === -1) throw new DecodeError(result.error || 'not BER', offset);
    nodes.push(nodeOf(result, offset));
    offset += end;
  }
  return nodes;
}

/** asn1js reports most of what it cannot read and throws on the rest. */
function blockAt(octets: Bytes, offset: number): ReturnType<typeof asn1js.fromBER> {
  try {
    return asn1js.fromBER(octets.slice(offset));
  } catch (cause) {
    throw new DecodeError('not BER', offset, [], { cause });
  }
}

function nodeOf(block: asn1js.AsnType, offset: number): DumpNode {
  const { idBlock, lenBlock } = block;
  const contentOffset = offset + idBlock.blockLength + lenBlock.blockLength;
  const members = membersOf(block);
  const children: DumpNode[] = [];
  let next = contentOffset + (block instanceof asn1js.BitString ? 1 : 0);
  for (const member of members) {
    const child = nodeOf(member, next);
    children.push(child);
    next = child.end;
  }
  const tagClass = classes[idBlock.tagClass - 1] ?? 'universal';
  return {
    tag: tagOf(tagClass, idBlock.tagNumber, idBlock.isConstructed),
    offset,
    contentOffset,
    end: offset + block.blockLength,
    type: typeOf(block, tagClass),
    ...(idBlock.isConstructed || children.length > 0 ? {} : { text: textOf(block) }),
    children,
  };
}

const classes = ['universal', 'application', 'context', 'private'] as const satisfies readonly TagClass[];

/** asn1js looks into strings of octets by itself; what it finds there counts when it fills the string. */
function membersOf(block: asn1js.AsnType): readonly asn1js.AsnType[] {
  if (block instanceof asn1js.Constructed) return block.valueBlock.value;
  if (!(block instanceof asn1js.OctetString || block instanceof asn1js.BitString)) return [];
  const inner = block.valueBlock.value as asn1js.AsnType[];
  const room = block.lenBlock.length - (block instanceof asn1js.BitString ? 1 : 0);
  const filled = inner.reduce((sum, { blockLength }) => sum + blockLength, 0);
  return filled === room && inner.every(({ idBlock }) => idBlock.tagClass === 1) ? inner : [];
}

function typeOf(block: asn1js.AsnType, tagClass: TagClass): string {
  const { tagNumber } = block.idBlock;
  if (tagClass === 'universal') return universal.get(tagNumber) ?? `[UNIVERSAL ${tagNumber}]`;
  return tagClass === 'context' ? `[${tagNumber}]` : `[${tagClass.toUpperCase()} ${tagNumber}]`;
}

const universal: ReadonlyMap<number, string> = new Map([
  [1, 'BOOLEAN'],
  [2, 'INTEGER'],
  [3, 'BIT STRING'],
  [4, 'OCTET STRING'],
  [5, 'NULL'],
  [6, 'OBJECT IDENTIFIER'],
  [10, 'ENUMERATED'],
  [12, 'UTF8String'],
  [16, 'SEQUENCE'],
  [17, 'SET'],
  [18, 'NumericString'],
  [19, 'PrintableString'],
  [20, 'TeletexString'],
  [22, 'IA5String'],
  [23, 'UTCTime'],
  [24, 'GeneralizedTime'],
  [26, 'VisibleString'],
  [30, 'BMPString'],
]);

function textOf(block: asn1js.AsnType): string {
  if (block instanceof asn1js.Null) return '';
  if (block instanceof asn1js.Boolean) return block.getValue() ? 'TRUE' : 'FALSE';
  if (block instanceof asn1js.ObjectIdentifier) return block.getValue();
  const octets = block.valueBeforeDecodeView.slice(block.idBlock.blockLength + block.lenBlock.blockLength);
  const content = toHex(octets);
  if (block instanceof asn1js.UTCTime) return timeOf(block, String.fromCharCode(...octets)) ?? content;
  if (block instanceof asn1js.BaseStringBlock) return block.getValue();
  if (!(block instanceof asn1js.Integer) || content === '' || content.length > 12) return content;
  return BigInt.asIntN(content.length * 4, BigInt(`0x${content}`)).toString();
}

/** asn1js makes a date of anything; DER has seconds and Z (X.690 §11.7, §11.8). */
function timeOf(block: asn1js.UTCTime, text: string): string | undefined {
  const date = block.toDate();
  return /^\d{12}(?:\d\d)?Z$/.test(text) && Number.isFinite(date.getTime()) ? date.toISOString() : undefined;
}
