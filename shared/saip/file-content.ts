import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex } from '#shared/bytes/bytes';

import type { Fcp, File } from './fcp.ts';
import type { FileShape } from './file-shape.ts';
import { fileShape } from './file-shape.ts';
import { LoadRefusal } from './load-refusal.ts';
import type { FileTemplate } from './templates/file-template.ts';

/** The FCP of a template's file; a later one adds to an earlier one. */
export function fcpOf(file: File): Fcp {
  let fcp: Fcp | undefined;
  for (const { fileDescriptor } of file)
    if (fileDescriptor !== undefined)
      fcp = fcp === undefined ? fileDescriptor : { ...fcp, ...fileDescriptor };
  return fcp ?? {};
}

/**
 * The content a new file begins with: its fill pattern, else its repeat pattern, else the template's, else FF. Patterns fill each record
 * of a file that has records (TS 102 222 §6.3.2.2; TS.48 fills free SMS records so). A BER-TLV file begins empty.
 */
export function freshContent(shape: FileShape, fcp: Fcp, template: FileTemplate | undefined): Bytes {
  if (shape.kind === 'ber-tlv') return new Uint8Array(0);
  const { fillPattern, repeatPattern } = fcp.proprietaryEFInfo ?? {};
  const content = filled(shape.size, 0xff);
  const first = content.subarray(0, shape.recordLength ?? shape.size);
  if (fillPattern !== undefined) stretch(fillPattern, first);
  else if (repeatPattern !== undefined) repeat(repeatPattern, first);
  else if (template?.content !== undefined) writeNotation(template.content, first);
  else return content;
  repeatFirst(content, first.length);
  return content;
}

/** Writes and skips in a file's content. Offsets are relative to where the last write ended. */
export class ContentCursor {
  #content: Bytes;
  #position = 0;
  readonly #limit: number;

  constructor(content: Bytes, limit: number) {
    this.#content = content;
    this.#limit = limit;
  }

  /** What was written so far. */
  get content(): Bytes {
    return this.#content;
  }

  /** Moves forward. */
  skip(octets: number): void {
    this.#position += octets;
  }

  /** Writes and moves behind. @throws LoadRefusal (bad-values) beyond the end of the file. */
  write(octets: Bytes): void {
    const end = this.#position + octets.length;
    if (end > this.#limit)
      throw new LoadRefusal(
        'bad-values',
        `content up to octet ${end} is longer than the file of ${this.#limit}`,
      );
    if (end > this.#content.length) this.#content = grown(this.#content, end);
    this.#content.set(octets, this.#position);
    this.#position = end;
  }
}

/**
 * The content of a template's file as the element fills it; undefined when nobody says its size.
 * @throws LoadRefusal (bad-values)
 */
export function fileContent(file: File, template: FileTemplate | undefined): Bytes | undefined {
  const fcp = fcpOf(file);
  const shape = fileShape(fcp, template);
  return shape === undefined ? undefined : filledContent(shape, fcp, file, template);
}

/** The content of a file of known shape. @throws LoadRefusal (bad-values) when the content is longer than the file. */
export function filledContent(
  shape: FileShape,
  fcp: Fcp,
  file: File,
  template: FileTemplate | undefined,
): Bytes {
  const cursor = new ContentCursor(freshContent(shape, fcp, template), shape.size);
  for (const step of file) {
    if (step.fillFileOffset !== undefined) cursor.skip(step.fillFileOffset);
    if (step.fillFileContent !== undefined) cursor.write(step.fillFileContent);
  }
  return cursor.content;
}

/** The pattern, and its last octet in the rest. */
function stretch(pattern: Bytes, octets: Bytes): void {
  octets.fill(pattern.at(-1) ?? 0xff, Math.min(pattern.length, octets.length));
  octets.set(pattern.subarray(0, octets.length));
}

/** The pattern again and again, cut off at the end. */
function repeat(pattern: Bytes, octets: Bytes): void {
  octets.set(pattern.subarray(0, octets.length));
  repeatFirst(octets, pattern.length);
}

/** The first octets again and again, cut off at the end: each step copies all that is there. */
function repeatFirst(octets: Bytes, first: number): void {
  if (first === 0) return;
  for (let done = first; done < octets.length; done *= 2) octets.copyWithin(done, 0, done);
}

/** What {@link FileTemplate} writes as `head..tail`. */
function writeNotation(notation: string, octets: Bytes): void {
  const [head = new Uint8Array(), tail] = notation.split('..').map(fromHex);
  if (tail === undefined) {
    repeat(head, octets);
    return;
  }
  stretch(head, octets);
  if (tail.length <= octets.length) octets.set(tail, octets.length - tail.length);
}

function grown(content: Bytes, length: number): Bytes {
  const octets = filled(length, 0xff);
  octets.set(content);
  return octets;
}
