import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import type { Document, Node } from 'yaml';

import { didYouMean } from './did-you-mean.ts';

/** The text of a setting and where it stands. */
export interface Given {
  readonly source: string;
  readonly text: string;
  /** All of it, where it may be more than one value. */
  readonly tree?: SettingTree;
}

/** A setting that is more than one value. */
export interface SettingTree {
  readonly data: unknown;
  /** Where something in it stands, as a message begins with it: `esimlab.yaml:3:5: profileTypes`. */
  where(path: readonly PropertyKey[]): string;
}

/** Which settings there are, and whether they may be more than one value. */
export type Known = ReadonlyMap<string, { readonly takesTrees: boolean }>;

const FILE = 'esimlab.yaml';

/**
 * The settings of the nearest `esimlab.yaml` from `folder` upward, by name; nothing when there is none.
 * What is wrong with the file itself is added to `problems`, each with its line and column.
 */
export async function fromFile(
  folder: string,
  known: Known,
  problems: string[],
): Promise<Map<string, Given>> {
  const given = new Map<string, Given>();
  const file = nearest(folder);
  if (file === undefined) return given;
  const { LineCounter, isMap, isNode, isScalar, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(await readFile(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  for (const error of document.errors) problems.push(`${place(error.pos[0])}: ${error.message}`);
  const { contents } = document;
  if (document.errors.length > 0 || contents === null) return given;
  if (!isMap(contents)) {
    problems.push(`${place(contents.range[0])}: must be a list of "setting: value" lines`);
    return given;
  }
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const at = isScalar(key) ? key.range[0] : contents.range[0];
    const offset = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? at) : at);
    const where = (path: readonly PropertyKey[]): string => {
      const nearest = path.map((_, index) =>
        document.getIn([name, ...path.slice(0, path.length - index)], true),
      );
      return `${place(offset(nearest.find(isNode) ?? value))}: ${name}`;
    };
    const setting = known.get(name);
    if (setting === undefined) problems.push(`${place(at)}: ${unknown(name, [...known.keys()])}`);
    else if (setting.takesTrees)
      given.set(name, { source: where([]), text: '', tree: { data: asData(value, document), where } });
    else if (!isScalar(value)) problems.push(`${place(at)}: ${name}: must be one value`);
    else given.set(name, { source: where([]), text: value.source });
  }
  return given;
}

/** Without what stands for something else in YAML. */
function asData(node: unknown, document: Document): unknown {
  return (node as Node | null)?.toJS(document) ?? null;
}

function unknown(name: string, known: readonly string[]): string {
  const meant = didYouMean(name, known);
  return `there is no setting "${name}"${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function nearest(folder: string): string | undefined {
  let dir = resolve(folder);
  while (!existsSync(join(dir, FILE))) {
    const up = dirname(dir);
    if (up === dir) return undefined;
    dir = up;
  }
  return join(dir, FILE);
}
