import type { FileNode } from './file-tree.ts';
import { loadFiles } from './load-files.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { ProfileElement } from './profile-elements.ts';
import { TreeBuilder } from './tree-builder.ts';

/** Octets that every file takes besides its content. */
export const octetsPerFile = 32;
/** Octets that a profile takes besides its files: its domain, metadata and keys. */
export const octetsPerProfile = 2048;

/** The non-volatile memory that files take on a card, in octets. A file that stands for another has no content of its own. */
export function filesMemory(files: Iterable<FileNode>): number {
  let octets = octetsPerProfile;
  for (const { linkTo, size } of files) octets += octetsPerFile + (linkTo === undefined ? size : 0);
  return octets;
}

/**
 * The non-volatile memory that a package will take, in octets: what the card counts when it loads it (and the server before it offers it).
 * From the first element on that no card would take, nothing is counted.
 */
export function profileMemory(elements: readonly ProfileElement[]): number {
  const builder = new TreeBuilder();
  try {
    for (const element of elements) loadFiles(builder, element);
  } catch (error) {
    if (!(error instanceof LoadRefusal)) throw error;
  }
  return filesMemory(builder.files());
}
