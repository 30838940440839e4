import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

import type { Fcp } from './fcp.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { FileTemplate } from './templates/file-template.ts';

/** What kind of file; an ADF is a directory that is selected by its AID. */
export type FileKind = FileTemplate['kind'];

/** How large a file is and how it is cut. Sizes in octets; a directory has none. */
export interface FileShape {
  readonly kind: FileKind;
  readonly size: number;
  readonly recordLength?: number;
}

/** Largest file that is made, in octets. */
export const maximumFile = 1 << 20;

/** Whether files can lie in it. */
export const isDirectory = (kind: FileKind): boolean => kind === 'MF' || kind === 'DF' || kind === 'ADF';

/** Whether it is read record by record. */
export const hasRecords = (kind: FileKind): boolean => kind === 'linear' || kind === 'cyclic';

/**
 * Kind, size and record length of a file: what its FCP says, else its template.
 * @returns undefined when neither says the size.
 * @throws LoadRefusal when the two do not fit, records do not fill the file (bad-values) or it is too large (not-enough-memory).
 */
export function fileShape(fcp: Fcp, template: FileTemplate | undefined): FileShape | undefined {
  const shape = statedShape(fcp, template);
  if (shape !== undefined && shape.size > maximumFile)
    throw new LoadRefusal('not-enough-memory', `a file of ${shape.size} octets`);
  return shape;
}

function statedShape(fcp: Fcp, template: FileTemplate | undefined): FileShape | undefined {
  const described = fcp.fileDescriptor === undefined ? undefined : kindOf(fcp.fileDescriptor);
  const kind = pickKind(described, template?.kind);
  if (isDirectory(kind)) return { kind, size: 0 };
  const size = statedSize(fcp);
  if (!hasRecords(kind)) {
    const octets = size ?? template?.size;
    return octets === undefined ? undefined : { kind, size: octets };
  }
  const recordLength = recordLengthOf(fcp.fileDescriptor) ?? template?.recordLength;
  if (recordLength === undefined) return undefined;
  const whole = size ?? (template?.records === undefined ? undefined : template.records * recordLength);
  if (whole === undefined) return undefined;
  if (recordLength === 0 || whole % recordLength !== 0)
    throw new LoadRefusal('bad-values', `${whole} octets are no whole number of records of ${recordLength}`);
  return { kind, size: whole, recordLength };
}

function pickKind(described: FileKind | undefined, template: FileKind | undefined): FileKind {
  const kind = template ?? described;
  if (kind === undefined)
    throw new LoadRefusal('bad-values', 'no file descriptor says what kind of file this is');
  if (described === undefined || template === undefined) return kind;
  if (isDirectory(template) !== isDirectory(described))
    throw new LoadRefusal(
      'bad-values',
      `the template has a ${template} here, the file descriptor says ${described}`,
    );
  return isDirectory(template) ? template : described;
}

/** TS 102 222 §6.3.2.2.2: 38 is a directory, 39 BER-TLV, 01, 02 and 06 transparent, linear and cyclic; 40 says shareable. */
function kindOf(descriptor: Bytes): FileKind {
  const octet = (descriptor[0] ?? 0) & 0xbf;
  if (octet === 0x38) return 'DF';
  if (octet === 0x39) return 'ber-tlv';
  const structure = octet & 0xb7;
  if (structure === 0x01) return 'transparent';
  if (structure === 0x02) return 'linear';
  if (structure === 0x06) return 'cyclic';
  throw new LoadRefusal('bad-values', `no kind of file has the descriptor ${toHex(descriptor)}`);
}

function recordLengthOf(descriptor: Bytes | undefined): number | undefined {
  return descriptor === undefined || descriptor.length < 3 ? undefined : numberOf(descriptor, 2);
}

function statedSize(fcp: Fcp): number | undefined {
  const octets = fcp.efFileSize ?? fcp.proprietaryEFInfo?.maximumFileSize;
  return octets === undefined ? undefined : numberOf(octets);
}

function numberOf(octets: Bytes, from = 0): number {
  let number = 0;
  for (let at = from; at < octets.length; at += 1) number = number * 256 + (octets[at] ?? 0);
  return number;
}
