import type { Bytes } from '#shared/bytes/bytes';

import type { Tag } from './tag.ts';
import { tagLength } from './tag.ts';

/** Writes DER from the last octet to the first, so that every length is known when its turn comes. */
export class Writer {
  #buffer: Bytes;
  #start: number;

  /** @param expected octets for which there is room at first */
  constructor(expected = 512) {
    this.#buffer = new Uint8Array(expected);
    this.#start = expected;
  }

  /** Octets written so far. */
  get length(): number {
    return this.#buffer.length - this.#start;
  }

  /** Puts octets in front of what is there. */
  octets(octets: Bytes): void {
    this.#reserve(octets.length);
    this.#start -= octets.length;
    this.#buffer.set(octets, this.#start);
  }

  /** Puts one octet in front of what is there. */
  octet(octet: number): void {
    this.#reserve(1);
    this.#start -= 1;
    this.#buffer[this.#start] = octet;
  }

  /** Puts tag and length in front of the last `contentLength` octets. */
  header(tag: Tag, contentLength: number): void {
    if (contentLength < 0x80) this.octet(contentLength);
    else {
      let count = 0;
      for (let rest = contentLength; rest > 0; rest = Math.floor(rest / 256)) {
        this.octet(rest & 0xff);
        count += 1;
      }
      this.octet(0x80 | count);
    }
    for (let i = tagLength(tag), rest = tag; i > 0; i -= 1, rest = Math.floor(rest / 256))
      this.octet(rest & 0xff);
  }

  /** Octets for which there is room, written ones included, before it has to grow. */
  get room(): number {
    return this.#buffer.length;
  }

  /** A copy of what was written; the writer is empty then. */
  finish(): Bytes {
    const octets = this.#buffer.slice(this.#start);
    this.#start = this.#buffer.length;
    return octets;
  }

  /** What was written, not copied: nothing may be written any more. */
  whole(): Bytes {
    return this.#start === 0 ? this.#buffer : this.#buffer.subarray(this.#start);
  }

  #reserve(octets: number): void {
    if (this.#start >= octets) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.length + octets));
    const start = grown.length - this.length;
    grown.set(this.#buffer.subarray(this.#start), start);
    this.#start = start;
    this.#buffer = grown;
  }
}

/** A TLV of a tag and ready content octets. */
export function tlv(tag: Tag, ...content: readonly Bytes[]): Bytes {
  let length = 0;
  for (const part of content) length += part.length;
  const writer = new Writer(tagLength(tag) + lengthOctets(length) + length);
  for (let at = content.length - 1; at >= 0; at -= 1) writer.octets(content[at] ?? nothing);
  writer.header(tag, length);
  return writer.whole();
}

const nothing = new Uint8Array();

/** A TLV in parts, its tag and length in front: for content that is not to be copied at each level. */
export function tlvInParts(tag: Tag, content: readonly Bytes[]): readonly Bytes[] {
  let length = 0;
  for (const part of content) length += part.length;
  const header = new Writer(tagLength(tag) + lengthOctets(length));
  header.header(tag, length);
  return [header.whole(), ...content];
}

/** How many octets a length takes in its shortest form. */
function lengthOctets(length: number): number {
  let count = 1;
  if (length >= 0x80) for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) count += 1;
  return count;
}
