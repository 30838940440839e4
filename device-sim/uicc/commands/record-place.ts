import { hasRecords } from '#shared/saip/file-shape';
import type { FileNode } from '#shared/saip/file-tree';
import { recordCount } from '#shared/saip/file-tree';

import type { Command } from '../apdu/command.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';

/** A record of the current EF. */
export interface RecordPlace {
  readonly file: FileNode;
  /** From 1. */
  readonly record: number;
  /** By its number, or counted from the current one. */
  readonly mode: RecordMode;
}
export type RecordMode = 'next' | 'previous' | 'absolute';

/** The current EF, or that of the short identifier in P2. @throws StatusError when it has no records */
export function recordFileOf(channel: UiccChannel, { p2 }: Pick<Command, 'p2'>): FileNode {
  const sfi = p2 >> 3;
  if (sfi === 0x1f) throw new StatusError('incorrectP1P2', `P2 ${p2}`);
  const file = sfi === 0 ? channel.file : channel.selection.bySfi(sfi);
  if (!hasRecords(file.kind)) throw new StatusError('incompatibleFile', `${file.path} is ${file.kind}`);
  return file;
}

/**
 * The record that P1 and P2 name (TS 102 221 §11.1.5.2): 02 next, 03 previous, 04 by number, 00 the current one. A ring goes on at its other end.
 * @throws StatusError recordNotFound, incorrectP1P2
 */
export function recordPlaceOf(channel: UiccChannel, file: FileNode, { p1, p2 }: Command): RecordPlace {
  const mode = modes[p2 & 0x07];
  if (mode === undefined || (mode !== 'absolute' && p1 !== 0)) {
    throw new StatusError('incorrectP1P2', `P1 ${p1}, P2 ${p2}`);
  }
  const count = recordCount(file);
  const current = channel.selection.record;
  const record = mode === 'absolute' ? p1 || current : moved(file, mode, current, count);
  if (record < 1 || record > count) throw new StatusError('recordNotFound', `${file.path} record ${record}`);
  return { file, record, mode };
}

const modes: Readonly<Partial<Record<number, RecordMode>>> = { 2: 'next', 3: 'previous', 4: 'absolute' };

function moved({ kind }: FileNode, mode: 'next' | 'previous', current: number, count: number): number {
  if (current === 0) return mode === 'next' ? 1 : count;
  const record = mode === 'next' ? current + 1 : current - 1;
  if (kind !== 'cyclic') return record;
  return record === 0 ? count : record > count ? 1 : record;
}
