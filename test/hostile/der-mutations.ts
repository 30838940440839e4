import { DecodeError, readTlvs } from '#shared/asn1/index';
import type { Tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';

import type { Chance } from './chance.ts';
import { mutateOctets } from './octet-mutations.ts';

/** A TLV taken apart so that it can be put together wrongly. */
interface Node {
  tag: Bytes;
  /** Members of a constructed TLV, or the content of another. */
  content: Node[] | Bytes;
  /** In place of the right length octets. */
  length?: Bytes;
  /** In place of all its octets. */
  whole?: Bytes;
}

/** Octets with one to three things wrong in their structure, tags, lengths or values; any octets will do. */
export function mutateDer(chance: Chance, octets: Bytes): Bytes {
  if (chance.oneIn(6)) return mutateOctets(chance, octets);
  const root: Node = { tag: new Uint8Array(), content: partsOf(octets, 0, octets.length) };
  for (let left = chance.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) change(chance, root);
  return Array.isArray(root.content) ? concat(...root.content.map(written)) : octets;
}

function partsOf(source: Bytes, start: number, end: number): Node[] | Bytes {
  try {
    return readTlvs(source, start, end).map((tlv) => nodeOf(tlv));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return source.slice(start, end);
  }
}

function nodeOf(tlv: Tlv): Node {
  const { source, start, contentStart, end } = tlv;
  const first = source[start] ?? 0;
  const tagEnd = start + tagLength(source, start);
  const content = (first & 0x20) === 0 ? source.slice(contentStart, end) : partsOf(source, contentStart, end);
  return { tag: source.slice(start, tagEnd), content };
}

function tagLength(source: Bytes, start: number): number {
  if (((source[start] ?? 0) & 0x1f) !== 0x1f) return 1;
  let length = 2;
  while ((source[start + length - 1] ?? 0) >= 0x80) length += 1;
  return length;
}

function written(node: Node): Bytes {
  if (node.whole !== undefined) return node.whole;
  const content = Array.isArray(node.content) ? concat(...node.content.map(written)) : node.content;
  return concat(node.tag, node.length ?? lengthOctets(content.length), content);
}

function lengthOctets(length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length & 0xff);
  return Uint8Array.of(0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

/** Every list of members with its own place in it. */
function placesOf(root: Node): { readonly list: Node[]; readonly index: number }[] {
  const places: { list: Node[]; index: number }[] = [];
  const walk = (node: Node): void => {
    if (!Array.isArray(node.content) || node.whole !== undefined) return;
    for (const [index, member] of node.content.entries()) {
      places.push({ list: node.content, index });
      walk(member);
    }
  };
  walk(root);
  return places;
}

function change(chance: Chance, root: Node): void {
  const places = placesOf(root);
  if (places.length === 0) {
    if (!Array.isArray(root.content))
      root.content = [{ tag: root.tag, content: [], whole: mutateOctets(chance, root.content) }];
    return;
  }
  const { list, index } = chance.pick(places);
  const node = list[index];
  if (node !== undefined) chance.pick(changes)(chance, node, list, index);
}

type Change = (chance: Chance, node: Node, list: Node[], index: number) => void;

const tags = [
  '30',
  '31',
  '04',
  '02',
  '0C',
  '80',
  'A0',
  'BF36',
  '5F37',
  '5A',
  '9F70',
  '1F8F7F',
  '00',
  'FF8080808001',
].map((hex) => fromHex(hex));

/** Curve points that are none, and signatures that verify nothing. */
const numbers = [
  new Uint8Array(),
  filled(1, 0x00),
  filled(1, 0xff),
  filled(1, 0x80),
  filled(8, 0xff),
  concat(Uint8Array.of(0x00), filled(8, 0xff)),
  filled(64, 0x00),
  filled(64, 0xff),
  concat(filled(32, 0x00), filled(32, 0x01)),
  concat(filled(32, 0x01), filled(32, 0x00)),
  concat(fromHex('FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551'), filled(32, 0x01)),
  filled(65, 0x00),
  concat(Uint8Array.of(0x04), filled(64, 0x00)),
  concat(Uint8Array.of(0x04), filled(64, 0xff)),
  concat(Uint8Array.of(0x02), filled(32, 0x11)),
  Uint8Array.of(0x00),
  filled(128, 0x7f),
  filled(300, 0x00),
];

const depth1000 = nested(1_000);

function nested(depth: number): Bytes {
  const headers: Bytes[] = [];
  let length = 0;
  for (let level = 0; level < depth; level += 1) {
    const header = concat(Uint8Array.of(0x30), lengthOctets(length));
    headers.unshift(header);
    length += header.length;
  }
  return concat(...headers);
}

const changes: readonly Change[] = [
  (chance, node) => {
    node.tag = chance.pick(tags);
  },
  (chance, node) => {
    const tag = node.tag.slice();
    const last = tag.length - 1;
    tag[last] = (tag[last] ?? 0) ^ (1 << chance.below(7));
    node.tag = tag;
  },
  (chance, node) => {
    node.length = chance.pick(
      [
        '84FFFFFFFF',
        '847FFFFFFF',
        '83FFFFFF',
        '80',
        '00',
        '7F',
        '8100',
        '820000',
        '85FFFFFFFFFF',
        'FF',
        '8400000001',
      ].map((hex) => fromHex(hex)),
    );
  },
  // The right length in a long form.
  (_chance, node) => {
    const length = written({ tag: new Uint8Array(), content: node.content }).slice();
    const right = Array.isArray(node.content) ? length.length : node.content.length;
    node.length = Uint8Array.of(0x84, 0, (right >> 16) & 0xff, (right >> 8) & 0xff, right & 0xff);
  },
  // The indefinite form, ended.
  (_chance, node) => {
    node.whole = concat(node.tag, Uint8Array.of(0x80), contentOf(node), Uint8Array.of(0, 0));
  },
  (_chance, _node, list, index) => {
    list.splice(index, 1);
  },
  (_chance, node, list, index) => {
    list.splice(index, 0, node);
  },
  (chance, node, list) => {
    const many = list.length < 40 && written(node).length < 40 && chance.oneIn(8);
    for (let copies = many ? 500 : chance.pick([2, 3, 8]); copies > 0; copies -= 1) list.push(node);
  },
  (chance, node, list, index) => {
    const other = chance.below(list.length);
    list[index] = list[other] ?? node;
    list[other] = node;
  },
  (_chance, _node, list) => {
    list.reverse();
  },
  (_chance, node, list, index) => {
    list[index] = { tag: node.tag, content: [node] };
  },
  (_chance, node, list, index) => {
    if (Array.isArray(node.content)) list.splice(index, 1, ...node.content);
  },
  (chance, node) => {
    node.content = chance.pick(numbers);
  },
  (chance, node) => {
    node.content = mutateOctets(chance, contentOf(node));
  },
  (_chance, node) => {
    node.content = depth1000;
  },
  (chance, node) => {
    node.content = filled(chance.pick([0, 1, 127, 128, 255, 256, 4_000]), chance.octet());
  },
  (chance, _node, list, index) => {
    list.splice(index, 0, { tag: chance.pick(tags), content: chance.octets(12) });
  },
  (_chance, node) => {
    node.content = new Uint8Array();
  },
];

function contentOf({ content }: Node): Bytes {
  return Array.isArray(content) ? concat(...content.map(written)) : content;
}
