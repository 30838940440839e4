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
  const first = Math.min(shape.recordLength ?? shape.size, shape.size);
  if (fillPattern !== undefined) stretch(fillPattern, content, first);
  else if (repeatPattern !== undefined) repeat(repeatPattern, content, first);
  else if (template?.content !== undefined) writeNotation(notationOf(template.content), content, first);
  else return content;
  repeatFirst(content, first, content.length);
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

// Of the functions below each fills the first `length` octets: a view of them for each file costs more than filling them.

/** The pattern, and its last octet in the rest. */
function stretch(pattern: Bytes, octets: Bytes, length: number): void {
  octets.fill(pattern.at(-1) ?? 0xff, Math.min(pattern.length, length), length);
  octets.set(cut(pattern, length));
}

/** The pattern again and again, cut off at the end. */
function repeat(pattern: Bytes, octets: Bytes, length: number): void {
  octets.set(cut(pattern, length));
  repeatFirst(octets, pattern.length, length);
}

/** The first octets again and again, cut off at the end: each step copies all that is there. */
function repeatFirst(octets: Bytes, first: number, length: number): void {
  if (first === 0) return;
  for (let done = first; done < length; done *= 2) octets.copyWithin(done, 0, Math.min(done, length - done));
}

const cut = (octets: Bytes, length: number): Bytes =>
  octets.length <= length ? octets : octets.subarray(0, length);

/** What {@link FileTemplate} writes as `head..tail`, or as a head alone, which is repeated. */
interface Notation {
  readonly head: Bytes;
  readonly tail: Bytes | undefined;
}

/** There are few, for many files. */
const notations = new Map<string, Notation>();

function notationOf(text: string): Notation {
  const known = notations.get(text);
  if (known !== undefined) return known;
  const [head = new Uint8Array(), tail] = text.split('..').map(fromHex);
  const notation = { head, tail };
  notations.set(text, notation);
  return notation;
}

function writeNotation({ head, tail }: Notation, octets: Bytes, length: number): void {
  if (tail === undefined) {
    repeat(head, octets, length);
    return;
  }
  stretch(head, octets, length);
  if (tail.length <= length) octets.set(tail, length - tail.length);
}

function grown(content: Bytes, length: number): Bytes {
  const octets = filled(length, 0xff);
  octets.set(content);
  return octets;
}
