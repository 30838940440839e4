import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

import type { Fcp } from './fcp.ts';
import { isDirectory, maximumFile } from './file-shape.ts';
import type { FileShape } from './file-shape.ts';
import type { FileNode, FileTree } from './file-tree.ts';
import { lookUp, shareLinks } from './file-tree.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { FileTemplate } from './templates/file-template.ts';

/** A file about to be made. */
export interface NewFile {
  readonly parent: string;
  readonly fcp: Fcp;
  readonly shape: FileShape;
  readonly content: Bytes;
  readonly template?: FileTemplate;
  readonly name?: string;
}

/** The MF's path. */
export const mfPath = '3F00';

/** Collects the files of a profile while its elements are worked off, with the two pointers that elements move. */
export class TreeBuilder {
  readonly #byPath = new Map<string, FileNode>();
  #octets = 0;
  #lastParent: string | undefined;
  /** The directory that PIN codes and file management refer to. */
  directory = mfPath;
  /** The application that optional files, its directories and keys belong to. */
  application: string | undefined;

  /** How many files there are. */
  get count(): number {
    return this.#byPath.size;
  }

  /** Whether there is such a directory; links are followed. */
  directoryAt(path: string): FileNode | undefined {
    const node = this.at(path);
    return node !== undefined && isDirectory(node.kind) ? node : undefined;
  }

  /** The file at a path. */
  at(path: string): FileNode | undefined {
    return lookUp((exact) => this.#byPath.get(exact), path);
  }

  /** Makes a file. @throws LoadRefusal when its parent is missing, its FID is taken or absent, or memory runs out. */
  add(file: NewFile): FileNode {
    const node = nodeOf(file);
    if (node.kind !== 'MF' && !this.#isParent(file.parent))
      throw new LoadRefusal('bad-values', `there is no directory ${file.parent} for ${node.path}`);
    if (this.#byPath.has(node.path)) throw new LoadRefusal('bad-values', `${node.path} exists already`);
    this.#octets += node.size;
    if (this.#octets > maximumFile)
      throw new LoadRefusal('not-enough-memory', `the files are larger than ${maximumFile} octets in all`);
    this.#byPath.set(node.path, node);
    if (node.kind === 'ADF') this.application = node.path;
    return node;
  }

  /** Whether files can be made there; most files lie where the one before them does. */
  #isParent(path: string): boolean {
    if (path === this.#lastParent) return true;
    if (this.directoryAt(path) === undefined) return false;
    this.#lastParent = path;
    return true;
  }

  /** Replaces the content of a file that is being filled. */
  fill(node: FileNode, content: Bytes): void {
    this.#byPath.set(node.path, { ...node, content });
  }

  /** The files so far, as they were made. */
  files(): Iterable<FileNode> {
    return this.#byPath.values();
  }

  /** All files; those that stand for others share their content. */
  tree(): FileTree {
    return shareLinks(this.#byPath);
  }

  /** @throws LoadRefusal (bad-values) when a file stands for one that does not exist. */
  checkLinks(): void {
    for (const { path, linkTo } of this.#byPath.values()) {
      if (linkTo !== undefined && this.at(linkTo) === undefined)
        throw new LoadRefusal('bad-values', `${path} stands for ${linkTo}, which does not exist`);
    }
  }
}

/** The path that a filePath's octets name: FIDs from the MF. @throws LoadRefusal (bad-values) for half a FID. */
export function pathOf(octets: Bytes): string {
  if (octets.length % 2 === 1) throw new LoadRefusal('bad-values', `half a FID in the path ${toHex(octets)}`);
  const fids = toHex(octets).match(/.{4}/g) ?? [];
  if (fids[0] === mfPath) fids.shift();
  return [mfPath, ...fids].join('/');
}

function nodeOf({ parent, fcp, shape, content, template, name }: NewFile): FileNode {
  const fid = fidOf(fcp, template);
  const path = shape.kind === 'MF' ? mfPath : `${parent}/${fid}`;
  const directory = isDirectory(shape.kind);
  const aid = shape.kind === 'ADF' ? aidOf(fcp) : undefined;
  const sfi = directory ? undefined : sfiOf(fcp, fid, template);
  const link = fcp.linkPath !== undefined && fcp.linkPath.length > 0 ? pathOf(fcp.linkPath) : undefined;
  const high = shape.kind === 'MF' || shape.kind === 'ADF' || parent === mfPath;
  // All members in one literal, whether there is something in them or not: a profile has hundreds of files.
  return {
    path,
    fid,
    kind: shape.kind,
    name,
    aid,
    sfi,
    arr: arrOf(fcp, high),
    rule: fcp.securityAttributesReferenced === undefined ? template?.rule : undefined,
    size: shape.size,
    recordLength: shape.recordLength,
    lifeCycle: fcp.lcsi?.[0] ?? 5,
    special: fcp.proprietaryEFInfo?.specialFileInformation?.[0] ?? 0,
    pinStatus: directory ? [...(fcp.pinStatusTemplateDO ?? [])] : undefined,
    linkTo: link,
    content,
  };
}

function fidOf(fcp: Fcp, template: FileTemplate | undefined): string {
  if (template?.kind === 'MF') return mfPath;
  const fid = fcp.fileID === undefined ? template?.fid : toHex(fcp.fileID);
  if (fid === undefined) throw new LoadRefusal('bad-values', 'a file without a FID');
  return fid;
}

function aidOf(fcp: Fcp): string {
  if (fcp.dfName === undefined) throw new LoadRefusal('bad-values', 'an application without an AID');
  return toHex(fcp.dfName);
}

/** Fcp: absent is the template's, in file management the low bits of the FID; present and empty is none. */
function sfiOf(fcp: Fcp, fid: string, template: FileTemplate | undefined): number | undefined {
  if (fcp.shortEFID !== undefined) {
    const [octet] = fcp.shortEFID;
    return octet === undefined ? undefined : octet >> 3;
  }
  if (template !== undefined) return template.sfi;
  const sfi = Number.parseInt(fid, 16) & 0x1f;
  return sfi === 0 || sfi === 31 ? undefined : sfi;
}

/** A single octet is a record of 2F06 for the MF, applications and what lies in the MF, of 6F06 otherwise. */
function arrOf(fcp: Fcp, high: boolean): FileNode['arr'] {
  const octets = fcp.securityAttributesReferenced;
  if (octets === undefined) return undefined;
  const record = octets[octets.length - 1] ?? 0;
  if (octets.length === 1) return { fid: high ? '2F06' : '6F06', record };
  if (octets.length === 3) return { fid: toHex(octets).slice(0, 4), record };
  throw new LoadRefusal('bad-values', `no access rule is referenced by ${toHex(octets)}`);
}
