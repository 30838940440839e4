import type { Document, Node } from 'yaml';
import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';

import type { Path } from './path.ts';
import type { Position } from './position.ts';
import { ScenarioFileWrong } from './scenario-file-wrong.ts';

/** What a file says, and where it says it. */
export interface Source {
  readonly file: string;
  /** Plain values, lists and mappings. */
  readonly data: unknown;
  /** Where the member at a path begins: its name in a mapping, its value in a list; the nearest that is there. */
  locate(path: Path): Position;
  /** Where the value at a path begins. */
  locateValue(path: Path): Position;
}

/** Reads YAML 1.2. @throws ScenarioFileWrong with every error of the syntax */
export function readSource(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (document.errors.length > 0) {
    throw new ScenarioFileWrong(
      document.errors.map(({ pos, message }) => ({ position: at(pos[0]), message })),
    );
  }
  return {
    file,
    data: document.toJS() as unknown,
    locate: (path) => at(offsetsOf(document, path).member),
    locateValue: (path) => at(offsetsOf(document, path).value),
  };
}

interface Offsets {
  readonly member: number;
  readonly value: number;
}

function offsetsOf(document: Document, path: Path): Offsets {
  let node: unknown = document.contents;
  let offsets = { member: startOf(node) ?? 0, value: startOf(node) ?? 0 };
  for (const part of path) {
    const next = childOf(node, part);
    if (next === undefined) return offsets;
    const value = startOf(next.value) ?? next.member;
    offsets = { member: next.member, value };
    node = next.value;
  }
  return offsets;
}

function childOf(node: unknown, part: string | number): { member: number; value: unknown } | undefined {
  if (isSeq(node) && typeof part === 'number') {
    const value = node.items[part];
    const member = startOf(value);
    return member === undefined ? undefined : { member, value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  const member = startOf(pair?.key);
  return pair === undefined || member === undefined ? undefined : { member, value: pair.value };
}

const startOf = (node: unknown): number | undefined =>
  isNode(node) ? ((node as Node).range ?? undefined)?.[0] : undefined;
