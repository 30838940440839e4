import { sameBytes } from '#shared/bytes/bytes';

import type { FileNode } from './file-tree.ts';

/** By path, those that were loaded last. */
const known = new Map<string, FileNode>();
const mostKnown = 1_024;
const largestKnown = 4_096;

const plainMembers = [
  'fid',
  'kind',
  'name',
  'aid',
  'sfi',
  'rule',
  'size',
  'recordLength',
  'lifeCycle',
  'special',
  'linkTo',
] as const satisfies readonly (keyof FileNode)[];

/**
 * The file itself, or its equal among those that were loaded last: the profiles of one operator have nearly all of their files in
 * common, and many cards together hold each of these once.
 */
export function knownFile(file: FileNode): FileNode {
  if (file.content.length > largestKnown) return file;
  const last = known.get(file.path);
  if (last !== undefined && areEqual(last, file)) return last;
  if (known.size >= mostKnown) known.clear();
  known.set(file.path, file);
  return file;
}

function areEqual(one: FileNode, other: FileNode): boolean {
  return (
    plainMembers.every((member) => one[member] === other[member]) &&
    one.arr?.fid === other.arr?.fid &&
    one.arr?.record === other.arr?.record &&
    one.pinStatus?.join() === other.pinStatus?.join() &&
    sameBytes(one.content, other.content)
  );
}
