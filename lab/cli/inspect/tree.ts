import type { Finding, Json, Schema, ShapeMember, Tlv } from '#shared/asn1/index';
import {
  childrenOf,
  contentOf,
  decode,
  DecodeError,
  isConstructed,
  printTag,
  readTlv,
  wholeOf,
} from '#shared/asn1/index';
import type { DumpNode } from '#shared/asn1/dump';
import { dump } from '#shared/asn1/dump';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { EuiccResponse } from '#shared/rsp/notifications';

import { summaryOfCertificate } from './certificate-summary.ts';
import { meaningOf } from './meanings.ts';
import type { InspectOptions, TreeNode } from './report.ts';

/** Members that are keys. */
const secretMembers: ReadonlySet<string> = new Set(['ppkEnc', 'ppkCmac']);
export const hidden = '(hidden; --secrets shows it)';

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

/** The tree of octets that no schema names. */
export function treeOfOctets(octets: Bytes): readonly TreeNode[] {
  return dump(octets).map((node) => fromDump(node, 0));
}

function nodeOf(tlv: Tlv, schema: Schema<unknown> | undefined, name: string, walk: Walk): TreeNode {
  if (schema?.shape?.kind === 'choice') {
    const chosen = find(schema.shape.alternatives, tlv);
    return nodeOf(tlv, chosen?.schema, chosen === undefined ? name : `${name}.${chosen.name}`, walk);
  }
  const head = { offset: tlv.start, tag: printTag(tlv.tag), octets: tlv.end - tlv.contentStart, name };
  if (schema === undefined) return { ...unnamed(tlv), name };
  if (schema.shape === undefined || !isConstructed(tlv.tag))
    return { ...head, ...leaf(tlv, schema, name, walk) };
  try {
    return { ...head, children: membersOf(tlv, schema.shape, walk) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { ...head, problem: error.reason, children: [] };
  }
}

type Built = Exclude<NonNullable<Schema<unknown>['shape']>, { kind: 'choice' }>;

function membersOf(tlv: Tlv, shape: Built, walk: Walk): TreeNode[] {
  const children = childrenOf(tlv);
  if (shape.kind === 'list')
    return children.map((child, index) => nodeOf(child, shape.element, `[${index}]`, walk));
  if (shape.kind === 'wrapped') return children.map((child) => inWrapper(child, shape.inner, walk));
  const left = new Set(shape.members);
  return children.map((child) => {
    const member = find([...left], child);
    if (member === undefined) return { ...unnamed(child), name: '(unknown)' };
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
  if (schema.name === 'ANY') return unnamed(tlv);
  if (secretMembers.has(name) && !walk.secrets) return { value: hidden, children: [] };
  let value: Json;
  try {
    value = schema.toJson(decode(schema, wholeOf(tlv)));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { value: toHex(contentOf(tlv)), problem: error.reason, children: [] };
  }
  const meaning = meaningOf(name.split('.').at(-1) ?? name, value, walk.structure);
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

function unnamed(tlv: Tlv): TreeNode {
  try {
    const [node] = dump(wholeOf(tlv));
    if (node !== undefined) return fromDump(node, tlv.start);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  const octets = tlv.end - tlv.contentStart;
  return { offset: tlv.start, tag: printTag(tlv.tag), octets, value: toHex(contentOf(tlv)), children: [] };
}

function fromDump(node: DumpNode, shift: number): TreeNode {
  return {
    offset: node.offset + shift,
    tag: printTag(node.tag),
    octets: node.end - node.contentOffset,
    type: node.type,
    ...(node.text === undefined ? {} : { value: node.text }),
    children: node.children.map((child) => fromDump(child, shift)),
  };
}
