import { readDownlink, readUplink } from '#device-sim/network/index';
import type { Json } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { printable } from '#shared/runtime/printable';

import { inspectOctets } from '../../inspect/inspect-octets.ts';
import type { InspectReport, TreeNode } from '../../inspect/report.ts';
import { InspectError } from '../../inspect/report.ts';
import type { Decoded, Node } from './row.ts';

/** Longer values are cut short; the octets stand beside. */
const longestValue = 200;

/** What octets or a text say, as `esimlab inspect` has it; undefined where it has nothing to say. */
export function decodedOf(given: Bytes | string): Decoded | undefined {
  try {
    return fromReport(inspectOctets(given));
  } catch (error) {
    if (error instanceof InspectError) return undefined;
    throw error;
  }
}

/** A JSON body, as text and by its members where `esimlab inspect` knows them. @param title what it is */
export function decodedJson(body: string, title: string): Decoded | undefined {
  const text = printedJson(body);
  if (text === undefined) return undefined;
  return { ...(title.startsWith('ES9+') ? decodedOf(body) : undefined), title, text };
}

/** A message between terminal and network (TS 24.301), with what is read of it. */
export function decodedNas(octets: Bytes, down: boolean): Decoded | undefined {
  const reading = down ? readDownlink(octets) : readUplink(octets);
  if (!('read' in reading)) return { title: reading.unread };
  const { title, read } = reading;
  // One member, by the name of the message.
  const [content = {}] = Object.values(printable(read, true) as object) as (object | undefined)[];
  const facts = Object.entries(content).map(([name, value]) => [name, cut(inWords(value as Json))] as const);
  return { title, section: 'TS 24.301', facts };
}

function fromReport({ title, section, facts, findings, tree, parts }: InspectReport): Decoded {
  const said = Object.entries(facts).map(([name, value]) => [name, cut(inWords(value))] as const);
  return {
    title,
    ...(section === undefined ? {} : { section }),
    ...(said.length === 0 ? {} : { facts: said }),
    ...(tree.length === 0 ? {} : { tree: tree.map(fromNode) }),
    ...(findings.length === 0 ? {} : { findings: findings.map(({ what }) => what) }),
    ...(parts.length === 0 ? {} : { parts: parts.map(fromReport) }),
  };
}

function fromNode({ tag, name, type, value, meaning, problem, children }: TreeNode): Node {
  const says = [meaning, problem].filter((each) => each !== undefined).join('; ');
  return {
    t: tag,
    n: name ?? type ?? '',
    ...(value === undefined ? {} : { v: cut(inWords(value)) }),
    ...(says === '' ? {} : { m: says }),
    ...(children.length === 0 ? {} : { c: children.map(fromNode) }),
  };
}

function inWords(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return JSON.stringify(value);
}

/** With members of more than a line cut short. */
function printedJson(body: string): string | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return JSON.stringify(
      value,
      (_name, member: unknown) => (typeof member === 'string' ? cut(member) : member),
      2,
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
