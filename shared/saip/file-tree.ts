import type { Bytes } from '#shared/bytes/bytes';

import type { FileKind } from './file-shape.ts';
import { knownFile } from './known-files.ts';

/** One file of a loaded profile. Plain values. */
export interface FileNode {
  /** FIDs from the MF in upper-case hex, an ADF by the FID it had while loading: `3F00/7FD0/6F07`. */
  readonly path: string;
  readonly fid: string;
  readonly kind: FileKind;
  /** Its name in the template, `ef-imsi`; absent when file management made it. */
  readonly name?: string | undefined;
  /** AID of an ADF, upper-case hex. */
  readonly aid?: string | undefined;
  readonly sfi?: number | undefined;
  /** The EF.ARR and the record in it that guard the file. */
  readonly arr?: { readonly fid: string; readonly record: number } | undefined;
  /** Without `arr`: the template's access rule, see `accessRules`. */
  readonly rule?: number | undefined;
  /** Octets; for BER-TLV what may be stored; 0 for directories. */
  readonly size: number;
  readonly recordLength?: number | undefined;
  /** TS 102 222; 5 is activated. */
  readonly lifeCycle: number;
  /** specialFileInformation: 80 high update activity, 40 readable when deactivated. */
  readonly special: number;
  /** Key references that a directory's PIN status template lists. */
  readonly pinStatus?: readonly number[] | undefined;
  /** Path of the file it stands for; its size and content are that file's, the very same octets. */
  readonly linkTo?: string | undefined;
  /** Octets of an EF, records back to back; never changed in place. */
  readonly content: Bytes;
}

/** The files of a profile in the order in which they were made; the MF is the first. */
export interface FileTree {
  readonly nodes: readonly FileNode[];
}

class Index {
  readonly byPath: ReadonlyMap<string, FileNode>;
  readonly #nodes: readonly FileNode[];
  #byDirectory: ReadonlyMap<string, readonly FileNode[]> | undefined;

  constructor(nodes: readonly FileNode[]) {
    this.byPath = new Map(nodes.map((node) => [node.path, node]));
    this.#nodes = nodes;
  }

  /** Made when first asked for: the load of a package never asks. */
  get byDirectory(): ReadonlyMap<string, readonly FileNode[]> {
    this.#byDirectory ??= byDirectoryOf(this.#nodes);
    return this.#byDirectory;
  }
}

function byDirectoryOf(nodes: readonly FileNode[]): ReadonlyMap<string, readonly FileNode[]> {
  const byDirectory = new Map<string, FileNode[]>();
  for (const node of nodes) {
    const directory = directoryOf(node.path);
    const siblings = byDirectory.get(directory);
    if (siblings === undefined) byDirectory.set(directory, [node]);
    else siblings.push(node);
  }
  return byDirectory;
}

const indexes = new WeakMap<FileTree, Index>();

function indexOf(tree: FileTree): Index {
  const known = indexes.get(tree);
  if (known !== undefined) return known;
  const index = new Index(tree.nodes);
  indexes.set(tree, index);
  return index;
}

/** The path of the directory that a path lies in; empty for the MF. */
export const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The file at a path; directories that stand for others are followed. */
export function fileAt(tree: FileTree, path: string): FileNode | undefined {
  const { byPath } = indexOf(tree);
  return lookUp((exact) => byPath.get(exact), path);
}

/** Finds a path with the help of an exact search; follows directories that stand for others. */
export function lookUp(exact: (path: string) => FileNode | undefined, path: string): FileNode | undefined {
  let node: FileNode | undefined;
  for (const fid of path.split('/')) {
    const at: string = node === undefined ? fid : `${targetPath(exact, node)}/${fid}`;
    node = exact(at);
    if (node === undefined) return undefined;
  }
  return node;
}

function targetPath(exact: (path: string) => FileNode | undefined, node: FileNode): string {
  let path = node.linkTo ?? node.path;
  for (let hops = 0; hops < 8; hops += 1) {
    const next = exact(path)?.linkTo;
    if (next === undefined) break;
    path = next;
  }
  return path;
}

/** The files that lie in a directory. */
export function filesIn(tree: FileTree, directory: string): readonly FileNode[] {
  return indexOf(tree).byDirectory.get(directory) ?? [];
}

/** The ADFs of a profile. */
export const applicationsIn = (tree: FileTree): readonly FileNode[] =>
  tree.nodes.filter((node) => node.kind === 'ADF');

/** How many records a file has. */
export const recordCount = (node: FileNode): number =>
  node.recordLength === undefined ? 0 : node.size / node.recordLength;

/** A record's octets, a view into the content; records count from 1. */
export function recordOf(node: FileNode, record: number): Bytes | undefined {
  const length = node.recordLength ?? 0;
  if (length === 0 || record < 1 || record > recordCount(node)) return undefined;
  return node.content.subarray((record - 1) * length, record * length);
}

/**
 * The tree of these files, each of which may be shared with other trees. Those that stand for others have their size and very content;
 * links to nothing are left alone.
 */
export function shareLinks(byPath: ReadonlyMap<string, FileNode>): FileTree {
  const exact = (path: string) => byPath.get(path);
  const nodes = Array.from(byPath.values(), (node) => {
    if (node.linkTo === undefined) return knownFile(node);
    const direct = lookUp(exact, node.linkTo);
    const target = direct === undefined ? undefined : exact(targetPath(exact, direct));
    if (target === undefined) return node;
    const { size, content, recordLength } = knownFile(target);
    return { ...node, size, content, ...(recordLength === undefined ? {} : { recordLength }) };
  });
  return { nodes };
}
