import type { Bytes } from '#shared/bytes/bytes';
import type { FileNode, FileTree } from '#shared/saip/file-tree';
import { directoryOf, fileAt, filesIn } from '#shared/saip/file-tree';

import type { Keep, Kept } from '../kept.ts';

/** The MF of a card on which no profile is enabled: nothing lies in it. */
export const emptyTree: FileTree = {
  nodes: [
    {
      path: '3F00',
      fid: '3F00',
      kind: 'MF',
      size: 0,
      lifeCycle: 5,
      special: 0,
      content: new Uint8Array(),
    },
  ],
};

const longestChain = 8;

/** The files of a profile as they are now. Files that stand for others have one content with them. */
export class FileSystem {
  readonly #tree: FileTree;
  readonly #contents = new Map<string, Bytes>();
  readonly #keep: Keep;
  readonly mf: FileNode;

  /** @throws Error for a tree without an MF: a bug of ours. */
  constructor(tree: FileTree, kept: Kept, keep: Keep) {
    const mf = fileAt(tree, '3F00');
    if (mf === undefined) throw new Error('a profile without an MF');
    this.#tree = tree;
    this.#keep = keep;
    this.mf = mf;
    for (const [name, content] of kept) {
      if (name.startsWith('file/')) this.#contents.set(name.slice('file/'.length), content);
    }
  }

  /** The applications, in the order in which they were made. */
  get applications(): readonly FileNode[] {
    return this.#tree.nodes.filter(({ kind }) => kind === 'ADF');
  }

  /** The files that lie in a directory, an ADF never: it is found by its AID alone. */
  in(directory: FileNode): readonly FileNode[] {
    return filesIn(this.#tree, this.#target(directory).path).filter(({ kind }) => kind !== 'ADF');
  }

  /** The file of a FID that lies in a directory. */
  child(directory: FileNode, fid: string): FileNode | undefined {
    return filesIn(this.#tree, this.#target(directory).path).find(
      (node) => node.fid === fid && node.kind !== 'ADF',
    );
  }

  /** The directory that a file or directory lies in; none for the MF. */
  parentOf({ path }: FileNode): FileNode | undefined {
    return path === this.mf.path ? undefined : fileAt(this.#tree, directoryOf(path));
  }

  /** Records back to back, or the octets of a transparent file; not to be changed in place. */
  contentOf(node: FileNode): Bytes {
    const target = this.#target(node);
    return this.#contents.get(target.path) ?? target.content;
  }

  /** Replaces the content for good; it has the size of the old one. */
  async write(node: FileNode, content: Bytes): Promise<void> {
    const { path } = this.#target(node);
    await this.#keep([{ name: `file/${path}`, content }]);
    this.#contents.set(path, content);
  }

  /** The file whose content it is: that which a link stands for in the end. */
  #target(node: FileNode): FileNode {
    let target = node;
    for (let hops = 0; hops < longestChain && target.linkTo !== undefined; hops += 1) {
      const next = fileAt(this.#tree, target.linkTo);
      if (next === undefined) break;
      target = next;
    }
    return target;
  }
}
