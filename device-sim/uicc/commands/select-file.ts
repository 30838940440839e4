import type { Bytes } from '#shared/bytes/bytes';
import { chunks, toHex } from '#shared/bytes/bytes';
import { isDirectory } from '#shared/saip/file-shape';
import type { FileNode } from '#shared/saip/file-tree';

import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { done, onlyStatus, waiting } from '../apdu/reply.ts';
import { StatusError, statusWords } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';
import { fcpOf } from './fcp-of.ts';

const deactivated = 0x04;

/** What P2 of SELECT says (TS 102 221 §11.1.1.2). */
interface Wanted {
  readonly answer: 'fcp' | 'nothing';
  readonly occurrence: 'first' | 'last' | 'next' | 'previous';
  /** The application ends; without it, it begins anew. */
  readonly terminate: boolean;
}

/** SELECT (TS 102 221 §11.1.1) of what is no ISD-R. @throws StatusError */
export function selectFile(channel: UiccChannel, { p1, p2, data }: Command): Reply {
  const wanted = wantedBy(p2);
  if (p1 === 0x04) return byName(channel, data, wanted);
  const { selection } = channel;
  const node = byFile(selection, p1, data);
  if (wanted.answer === 'fcp') return waiting(fcpOf(channel, node));
  return node.lifeCycle === deactivated && !isDirectory(node.kind)
    ? onlyStatus(statusWords.fileDeactivated)
    : done;
}

/** @throws StatusError incorrectP1P2 */
export function wantedBy(p2: number): Wanted {
  const answer = p2 & 0x1c;
  if ((p2 & 0xa0) !== 0 || (answer !== 0x00 && answer !== 0x04 && answer !== 0x0c)) {
    throw new StatusError('incorrectP1P2', `SELECT with P2 ${p2}`);
  }
  return {
    answer: answer === 0x0c ? 'nothing' : 'fcp',
    occurrence: (['first', 'last', 'next', 'previous'] as const)[p2 & 0x03] ?? 'first',
    terminate: (p2 & 0x40) !== 0,
  };
}

function byFile(selection: UiccChannel['selection'], p1: number, data: Bytes): FileNode {
  const fids = chunks(data, 2).map(toHex);
  if (p1 === 0x08 || p1 === 0x09) {
    if (data.length === 0 || data.length % 2 === 1) throw wrongLength(data);
    return selection.byPath(p1 === 0x08 ? 'MF' : 'directory', fids);
  }
  if (p1 === 0x03) {
    if (data.length !== 0) throw wrongLength(data);
    return selection.parentDirectory();
  }
  if (p1 !== 0x00 && p1 !== 0x01) throw new StatusError('incorrectP1P2', `SELECT with P1 ${p1}`);
  const [fid = ''] = fids;
  if (data.length !== 2) throw wrongLength(data);
  return p1 === 0x00 ? selection.byFid(fid) : selection.childDirectory(fid);
}

const wrongLength = ({ length }: Bytes): StatusError =>
  new StatusError('wrongLength', `SELECT with ${length} octets`);

function byName(channel: UiccChannel, name: Bytes, wanted: Wanted): Reply {
  const { selection } = channel;
  const application = occurrenceOf(channel, name, wanted.occurrence);
  if (application === undefined) throw new StatusError('fileNotFound', `no application ${toHex(name)}`);
  if (wanted.terminate && application === selection.application) selection.terminate();
  else selection.activate(application);
  return wanted.answer === 'fcp' ? waiting(fcpOf(channel, application)) : done;
}

/** Among the applications whose AID begins with the name, the wanted one; next and previous count from the active one. */
function occurrenceOf(
  { uicc, selection }: UiccChannel,
  name: Bytes,
  occurrence: Wanted['occurrence'],
): FileNode | undefined {
  const wanted = toHex(name);
  const found = uicc.files.applications.filter(({ aid = '' }) => aid.startsWith(wanted));
  if (name.length === 0) return undefined;
  const current = found.findIndex((each) => each === selection.application);
  switch (occurrence) {
    case 'first':
      return found[0];
    case 'last':
      return found.at(-1);
    case 'next':
      return found[current + 1];
    case 'previous':
      return current === -1 ? found.at(-1) : found[current - 1];
  }
}
