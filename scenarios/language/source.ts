import type { Document, Node } from 'yaml';
import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';

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
  const refusal = (wrong: readonly Wrong[]): ScenarioFileWrong =>
    new ScenarioFileWrong(wrong.map(({ offset, message }) => ({ position: at(offset), message })));
  const wrong = document.errors.map(({ pos, code, message }) => ({
    offset: pos[0],
    message: said(code, message),
  }));
  if (wrong.length > 0) throw refusal(wrong);
  const endless = withinThemselves(document);
  if (endless.length > 0) throw refusal(endless);
  const data = plainValues(document);
  if (data === tooMany) throw refusal([{ offset: 0, message: 'too many aliases of aliases' }]);
  return {
    file,
    data,
    locate: (path) => at(offsetsOf(document, path).member),
    locateValue: (path) => at(offsetsOf(document, path).value),
  };
}

interface Wrong {
  readonly offset: number;
  readonly message: string;
}

/** What the parser says in words of its interface is said in ours. */
const said = (code: string, message: string): string =>
  code === 'MULTIPLE_DOCS'
    ? 'a file holds one scenario: put what follows "---" in a file of its own'
    : message;

/** Aliases of what they stand in: there would be no end to reading them. */
function withinThemselves(document: Document): readonly Wrong[] {
  const found: Wrong[] = [];
  visit(document, {
    Alias: (_, alias, path) => {
      const meant = alias.resolve(document);
      if (path.some((each) => each === meant))
        found.push({ offset: startOf(alias) ?? 0, message: `*${alias.source} stands within itself` });
    },
  });
  return found;
}

const tooMany = Symbol('aliases of aliases');

/** `tooMany` where aliases of aliases would grow without end: the parser stops there. */
function plainValues(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return tooMany;
    throw error;
  }
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
