import type { Json } from '#shared/asn1/index';

import type { InspectReport, TreeNode } from './report.ts';

/** Characters of a value that are printed in a tree; the rest is counted. */
const longestValue = 96;

/** A report for people. */
export function printReport(report: InspectReport): string {
  return `${linesOf(report).join('\n')}\n`;
}

function linesOf({ title, section, octets, facts, findings, tree, parts }: InspectReport): string[] {
  const head = [title, section, octets === undefined ? undefined : `${octets} octets`];
  return [
    head.filter((part) => part !== undefined).join(' · '),
    ...factLines(facts),
    ...treeLines(tree),
    ...findings.map(
      ({ what, offset }) => `  ! ${what}${offset === undefined ? '' : ` (at octet ${offset})`}`,
    ),
    ...parts.flatMap((part) => ['', ...linesOf(part)]),
  ];
}

function factLines(facts: Readonly<Record<string, Json>>): string[] {
  const width = Math.max(0, ...Object.keys(facts).map(({ length }) => length));
  return Object.entries(facts).map(([name, value]) => `  ${name.padEnd(width)}  ${inWords(value)}`);
}

function treeLines(tree: readonly TreeNode[]): string[] {
  const last = tree.at(-1);
  const width = last === undefined ? 0 : `${last.offset + last.octets}`.length;
  return tree.flatMap((node) => nodeLines(node, width, 0));
}

function nodeLines(node: TreeNode, width: number, depth: number): string[] {
  const { offset, tag, octets, name, type, value, meaning, problem, children } = node;
  const said = [
    `${name ?? type ?? ''}${value === undefined ? '' : ` ${shorten(inWords(value))}`}`.trim(),
    meaning === undefined ? undefined : `= ${meaning}`,
    problem === undefined ? undefined : `! ${problem}`,
  ];
  const line = `  ${`${offset}`.padStart(width)}  ${'  '.repeat(depth)}${tag} ${octets}  ${said.filter((part) => part !== undefined).join('  ')}`;
  return [line.trimEnd(), ...children.flatMap((child) => nodeLines(child, width, depth + 1))];
}

function inWords(value: Json): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(inWords).join(', ');
  return JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
