import { StatusError } from '../apdu/status-word.ts';
import type { FileNode } from '#shared/saip/file-tree';
import { isDirectory } from '#shared/saip/file-shape';

import type { FileSystem } from './file-system.ts';

/** The FID by which the ADF of the active application is named (TS 102 221 §8.6). */
const currentAdf = '7FFF';

/** What is selected on a logical channel (TS 102 221 §8.4). */
export class Selection {
  readonly #files: FileSystem;
  /** From the MF, or the ADF, down to the current directory. */
  #trail: readonly FileNode[];
  #application: FileNode | undefined;
  #file: FileNode | undefined;
  /** Number of the current record, from 1; 0 while there is none. */
  record = 0;

  constructor(files: FileSystem) {
    this.#files = files;
    this.#trail = [files.mf];
  }

  get directory(): FileNode {
    return this.#trail.at(-1) ?? this.#files.mf;
  }

  /** The ADF of the active application. */
  get application(): FileNode | undefined {
    return this.#application;
  }

  /** The current EF. */
  get file(): FileNode | undefined {
    return this.#file;
  }

  /** Directories from the current one up; what guards a file is looked for in them in this order. */
  get upwards(): readonly FileNode[] {
    const top = this.#trail[0];
    const above = top === undefined || top === this.#files.mf ? [] : [this.#files.mf];
    return [...this.#trail.toReversed(), ...above];
  }

  /** Starts an application anew. */
  activate(application: FileNode): FileNode {
    this.#application = application;
    return this.#enter([application]);
  }

  /** Ends the active application; the MF is selected then. */
  terminate(): void {
    this.#application = undefined;
    this.#enter([this.#files.mf]);
  }

  /** @throws StatusError fileNotFound when no file of the FID is near (TS 102 221 §8.4.1). */
  byFid(fid: string): FileNode {
    if (fid === this.#files.mf.fid) return this.#enter([this.#files.mf]);
    if (fid === currentAdf) return this.#enter([this.#activeApplication()]);
    const child = this.#files.child(this.directory, fid);
    if (child !== undefined) return this.#go(this.#trail, child);
    if (this.directory.fid === fid) return this.#enter(this.#trail);
    const above = this.#above();
    const sibling = above.at(-1) && this.#files.child(above.at(-1) ?? this.#files.mf, fid);
    if (sibling !== undefined && isDirectory(sibling.kind)) return this.#go(above, sibling);
    if (above.at(-1)?.fid === fid) return this.#enter(above);
    throw notFound(fid);
  }

  /** @throws StatusError fileNotFound when the current directory has no such directory in it. */
  childDirectory(fid: string): FileNode {
    const child = this.#files.child(this.directory, fid);
    if (child === undefined || !isDirectory(child.kind)) throw notFound(fid);
    return this.#go(this.#trail, child);
  }

  /** @throws StatusError fileNotFound in the MF. */
  parentDirectory(): FileNode {
    const above = this.#above();
    if (above.length === 0) throw notFound('the parent of the MF');
    return this.#enter(above);
  }

  /** Nothing moves unless the whole path is there. @throws StatusError fileNotFound */
  byPath(from: 'MF' | 'directory', fids: readonly string[]): FileNode {
    const begin = from === 'directory' ? this.#trail : [this.#files.mf];
    let trail = fids[0] === currentAdf && from === 'MF' ? [this.#activeApplication()] : begin;
    const steps = trail === begin ? fids : fids.slice(1);
    if (steps.length === 0) return this.#enter(trail);
    for (const fid of steps.slice(0, -1)) {
      const directory = this.#files.child(trail.at(-1) ?? this.#files.mf, fid);
      if (directory === undefined || !isDirectory(directory.kind)) throw notFound(fid);
      trail = [...trail, directory];
    }
    const last = steps.at(-1) ?? '';
    const node = this.#files.child(trail.at(-1) ?? this.#files.mf, last);
    if (node === undefined) throw notFound(last);
    return this.#go(trail, node);
  }

  /** @throws StatusError fileNotFound when no EF in the current directory has the short identifier. */
  bySfi(sfi: number): FileNode {
    const node = this.#files.in(this.directory).find((file) => file.sfi === sfi && !isDirectory(file.kind));
    if (node === undefined) throw notFound(`short file identifier ${sfi}`);
    return this.#go(this.#trail, node);
  }

  #activeApplication(): FileNode {
    if (this.#application === undefined) throw notFound('no application is active');
    return this.#application;
  }

  /** The way to the parent of the current directory; empty for the MF. */
  #above(): readonly FileNode[] {
    if (this.directory === this.#files.mf) return [];
    return this.#trail.length > 1 ? this.#trail.slice(0, -1) : [this.#files.mf];
  }

  #go(trail: readonly FileNode[], node: FileNode): FileNode {
    if (isDirectory(node.kind)) return this.#enter([...trail, node]);
    this.#trail = trail;
    this.#file = node;
    this.record = 0;
    return node;
  }

  #enter(trail: readonly FileNode[]): FileNode {
    this.#trail = trail;
    this.#file = undefined;
    this.record = 0;
    return this.directory;
  }
}

const notFound = (what: string): StatusError => new StatusError('fileNotFound', what);
