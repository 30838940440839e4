import type { Finding, Json, Schema, Shape, ShapeMember, Tlv } from '#shared/asn1/index';
import {
  childrenOf,
  contentOf,
  decode,
  DecodeError,
  isConstructed,
  printTag,
  readTlv,
  readTlvs,
  wholeOf,
} from '#shared/asn1/index';
import type { DumpNode } from '#shared/asn1/dump';
import { dump } from '#shared/asn1/dump';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { EuiccResponse } from '#shared/saip/index';

import { certificateIn, summaryOfCertificate } from './certificate-summary.ts';
import { meaningOf } from './meanings.ts';
import type { InspectOptions, TreeNode } from './report.ts';
import { recognise } from './structures.ts';

/** Members that are keys. */
const secretMembers: ReadonlySet<string> = new Set(['ppkEnc', 'ppkCmac']);
const hidden = '(hidden; --secrets shows it)';

/** OCTET STRINGs that hold a structure of their own. */
const embedded: Readonly<Record<string, Schema<unknown>>> = { simaResponse: EuiccResponse };

interface Walk extends InspectOptions {
  readonly structure: string;
  readonly findings: Finding[];
}

/**
 * The tree of a structure with the names of its members, and what is odd about their values.
 * @param shift added to every offset, for a structure that stands further in
 */
export function treeOfStructure(
  octets: Bytes,
  { name, schema }: { readonly name: string; readonly schema: Schema<unknown> },
  options: InspectOptions,
  shift = 0,
): { readonly node: TreeNode; readonly findings: readonly Finding[] } {
  const walk: Walk = { ...options, structure: name, findings: [] };
  return { node: shifted(nodeOf(readTlv(octets), schema, name, walk), shift), findings: walk.findings };
}

function shifted(node: TreeNode, shift: number): TreeNode {
  if (shift === 0) return node;
  const children = node.children.map((child) => shifted(child, shift));
  return { ...node, offset: node.offset + shift, children };
}

/** The tree of octets that no schema names; structures and certificates inside it are recognised. */
export function treeOfOctets(
  octets: Bytes,
  options: InspectOptions,
): { readonly nodes: readonly TreeNode[]; readonly findings: readonly Finding[] } {
  const walk: Walk = { ...options, structure: '', findings: [] };
  return { nodes: readTlvs(octets).map((tlv) => unnamed(tlv, walk)), findings: walk.findings };
}

function nodeOf(tlv: Tlv, schema: Schema<unknown> | undefined, name: string, walk: Walk): TreeNode {
  if (schema?.shape?.kind === 'choice') {
    const chosen = find(schema.shape.alternatives, tlv);
    return nodeOf(tlv, chosen?.schema, chosen === undefined ? name : `${name}.${chosen.name}`, walk);
  }
  const head = { offset: tlv.start, tag: printTag(tlv.tag), octets: tlv.end - tlv.contentStart, name };
  if (schema === undefined) return { ...unnamed(tlv, walk), name };
  if (schema.shape === undefined || !isConstructed(tlv.tag))
    return { ...head, ...leaf(tlv, schema, name, walk) };
  try {
    return { ...head, children: membersOf(tlv, schema.shape, name, walk) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...head, problem: error.reason, children: [] };
  }
}

type Built = Exclude<Shape, { kind: 'choice' }>;

function membersOf(tlv: Tlv, shape: Built, name: string, walk: Walk): TreeNode[] {
  const children = childrenOf(tlv);
  if (shape.kind === 'list')
    return children.map((child, index) => nodeOf(child, shape.element, `${name}[${index}]`, walk));
  if (shape.kind === 'wrapped') return children.map((child) => inWrapper(child, shape.inner, walk));
  const left = new Set(shape.members);
  return children.map((child) => {
    const member = find([...left], child);
    if (member === undefined) return { ...unnamed(child, walk), name: '(unknown)' };
    left.delete(member);
    return nodeOf(child, member.schema, member.name, walk);
  });
}

/** A wrapped CHOICE is known by its alternative alone. */
function inWrapper(child: Tlv, inner: Schema<unknown>, walk: Walk): TreeNode {
  const chosen = inner.shape?.kind === 'choice' ? find(inner.shape.alternatives, child) : undefined;
  return nodeOf(child, chosen?.schema ?? inner, chosen?.name ?? inner.name, walk);
}

function find(members: readonly ShapeMember[], tlv: Tlv): ShapeMember | undefined {
  return members.find(({ schema: { tags } }) => tags === null || tags.includes(tlv.tag));
}

type Leaf = Omit<TreeNode, 'offset' | 'tag' | 'octets' | 'name'>;

function leaf(tlv: Tlv, schema: Schema<unknown>, name: string, walk: Walk): Leaf {
  if (schema.name === 'Certificate') return { meaning: summaryOfCertificate(wholeOf(tlv)), children: [] };
  if (schema.name === 'ANY') return unnamed(tlv, walk);
  if (secretMembers.has(name) && !walk.secrets) return { value: hidden, children: [] };
  let value: Json;
  try {
    value = schema.toJson(decode(schema, wholeOf(tlv)));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { value: toHex(contentOf(tlv)), problem: error.reason, children: [] };
  }
  const meaning = meaningOf(name, value, walk.structure);
  if (meaning?.finding !== undefined) walk.findings.push({ what: meaning.finding, offset: tlv.start });
  const says = meaning === undefined || meaning.says === '' ? {} : { meaning: meaning.says };
  return { value, ...says, children: within(tlv, embedded[name], walk) };
}

function within(tlv: Tlv, schema: Schema<unknown> | undefined, walk: Walk): readonly TreeNode[] {
  if (schema === undefined || tlv.end === tlv.contentStart) return [];
  try {
    return [nodeOf(readTlv(tlv.source, tlv.contentStart, tlv.end), schema, schema.name, walk)];
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

function unnamed(tlv: Tlv, walk: Walk): TreeNode {
  try {
    const [node] = dump(wholeOf(tlv));
    if (node !== undefined) return fromDump(node, tlv, walk);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return plain(tlv);
}

/** Without types, for what asn1js does not read. */
function plain(tlv: Tlv): TreeNode {
  const head = { offset: tlv.start, tag: printTag(tlv.tag), octets: tlv.end - tlv.contentStart };
  try {
    if (isConstructed(tlv.tag)) return { ...head, children: childrenOf(tlv).map(plain) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return { ...head, value: toHex(contentOf(tlv)), children: [] };
}

/** `within` is where the dump was made: its offsets count from there. */
function fromDump(node: DumpNode, within: Tlv, walk: Walk): TreeNode {
  const start = within.start + node.offset;
  return (
    named(within.source.slice(start, within.start + node.end), start, walk) ?? {
      offset: start,
      tag: printTag(node.tag),
      octets: node.end - node.contentOffset,
      type: node.type,
      ...(node.text === undefined ? {} : { value: node.text }),
      children: node.children.map((child) => fromDump(child, within, walk)),
    }
  );
}

/** A structure of SGP.22 or a certificate among TLVs that nobody named. */
function named(octets: Bytes, start: number, walk: Walk): TreeNode | undefined {
  const { tag, contentStart, end } = readTlv(octets);
  if (tag === 0x30) {
    const certificate = certificateIn(octets);
    const head = { offset: start, tag: '30', octets: end - contentStart, name: 'Certificate', children: [] };
    if (typeof certificate !== 'string') return { ...head, meaning: summaryOfCertificate(octets) };
  }
  if (tag < 0x100 && tag !== 0x30) return undefined;
  const found = recognise(octets);
  if (found === undefined || found.error !== undefined) return undefined;
  const { node, findings } = treeOfStructure(octets, found, walk, start);
  walk.findings.push(...findings.map(({ what, offset }) => ({ what, offset: offset + start })));
  return node;
}
