import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, fromUtf8, toHex, toUtf8 } from '#shared/bytes/bytes';

import { octetsOfJson } from './captured.ts';
import { DecodeError } from './errors.ts';
import type { Schema, TaggedSchema } from './schema.ts';
import { tagged } from './schema.ts';
import { contentOf, wholeOf } from './tlv.ts';

/** Bounds in octets (texts: in UTF-8 octets). */
export interface Bounds {
  readonly exactly?: number;
  readonly min?: number;
  readonly max?: number;
}

function outOf(bounds: Bounds, length: number): string | undefined {
  const { exactly, min = 0, max = Infinity } = bounds;
  if (exactly !== undefined && length !== exactly) return `${length} octets instead of ${exactly}`;
  if (length < min) return `${length} octets are fewer than ${min}`;
  return length > max ? `${length} octets are more than ${max}` : undefined;
}

function checkBounds(name: string, bounds: Bounds, length: number): void {
  const wrong = outOf(bounds, length);
  if (wrong !== undefined) throw new TypeError(`${name}: ${wrong}`);
}

/** OCTET STRING. */
export const octets = (bounds: Bounds = {}): TaggedSchema<Bytes> =>
  tagged(0x04, {
    name: 'OCTET STRING',
    writeContent: (value, out) => {
      checkBounds('OCTET STRING', bounds, value.length);
      out.octets(value);
    },
    readContent: (tlv) => {
      const wrong = outOf(bounds, tlv.end - tlv.contentStart);
      if (wrong !== undefined) throw new DecodeError(wrong, tlv.start);
      return tlv.source.slice(tlv.contentStart, tlv.end);
    },
    toJson: toHex,
    fromJson: octetsOfJson,
  });

const text = (tag: number, name: string, bounds: Bounds, shape: RegExp): TaggedSchema<string> =>
  tagged(tag, {
    name,
    writeContent: (value, out) => {
      const content = toUtf8(value);
      checkBounds(name, bounds, content.length);
      if (!shape.test(value)) throw new TypeError(`${name}: characters outside the type`);
      out.octets(content);
    },
    readContent: (tlv) => {
      const wrong = outOf(bounds, tlv.end - tlv.contentStart);
      if (wrong !== undefined) throw new DecodeError(wrong, tlv.start);
      const value = utf8OrError(contentOf(tlv), tlv.contentStart);
      if (!shape.test(value)) throw new DecodeError(`characters outside ${name}`, tlv.contentStart);
      return value;
    },
    toJson: (value) => value,
    fromJson: (json) => {
      if (typeof json !== 'string') throw new TypeError(`${name} is a text`);
      return json;
    },
  });

function utf8OrError(content: Bytes, offset: number): string {
  try {
    return fromUtf8(content);
  } catch (cause) {
    throw new DecodeError('not UTF-8', offset, [], { cause });
  }
}

/** UTF8String with bounds in octets. */
export const utf8Of = (bounds: Bounds): TaggedSchema<string> =>
  text(0x0c, 'UTF8String', bounds, /^\P{Surrogate}*$/u);

/** UTF8String. */
export const utf8 = utf8Of({});

/** PrintableString. */
export const printable = text(0x13, 'PrintableString', {}, /^[A-Za-z0-9 '()+,\-./:=?]*$/);

/** IA5String. */
export const ia5 = text(0x16, 'IA5String', {}, /^\p{ASCII}*$/u);

/** BOOLEAN; TRUE other than FF is accepted with a finding. */
export const boolean: TaggedSchema<boolean> = tagged(0x01, {
  name: 'BOOLEAN',
  writeContent: (value, out) => {
    out.octet(value ? 0xff : 0x00);
  },
  readContent: (tlv, reading) => {
    const content = contentOf(tlv);
    if (content.length !== 1) throw new DecodeError(`a BOOLEAN of ${content.length} octets`, tlv.start);
    if (content[0] !== 0x00 && content[0] !== 0xff)
      reading.finding('TRUE is not written as FF', tlv.contentStart);
    return content[0] !== 0x00;
  },
  toJson: (value) => value,
  fromJson: (json) => {
    if (typeof json !== 'boolean') throw new TypeError('BOOLEAN is true or false');
    return json;
  },
});

/** NULL, `null` as a value. */
export const nothing: TaggedSchema<null> = tagged(0x05, {
  name: 'NULL',
  writeContent: () => undefined,
  readContent: (tlv) => {
    if (tlv.end !== tlv.contentStart) throw new DecodeError('NULL with content', tlv.start);
    return null;
  },
  toJson: () => null,
  fromJson: (json) => {
    if (json !== null) throw new TypeError('NULL is null');
    return null;
  },
});

/** INTEGER within JavaScript's exact range; `min` and `max` are values. */
export const integerOf = (bounds: { readonly min?: number; readonly max?: number }): TaggedSchema<number> => {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds;
  const fits = (value: number): boolean => Number.isSafeInteger(value) && value >= min && value <= max;
  return tagged(0x02, {
    name: 'INTEGER',
    writeContent: (value, out) => {
      if (!fits(value)) throw new TypeError(`INTEGER: ${value} is outside ${min}..${max}`);
      let rest = value;
      let octet: number;
      do {
        octet = ((rest % 256) + 256) % 256;
        out.octet(octet);
        rest = Math.floor(rest / 256);
      } while (!((rest === 0 && octet < 0x80) || (rest === -1 && octet >= 0x80)));
    },
    readContent: (tlv, reading) => {
      const { source, contentStart, end } = tlv;
      if (contentStart === end) throw new DecodeError('an INTEGER without octets', tlv.start);
      const first = source[contentStart] ?? 0;
      const second = source[contentStart + 1] ?? 0;
      const longer = (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
      if (longer && end > contentStart + 1) reading.finding('an INTEGER is longer than needed', contentStart);
      let value = first >= 0x80 ? -1 : 0;
      for (let at = contentStart; at < end; at += 1) value = value * 256 + (source[at] ?? 0);
      if (!fits(value)) throw new DecodeError(`INTEGER outside ${min}..${max}`, tlv.start);
      return value;
    },
    toJson: (value) => value,
    fromJson: (json) => {
      if (typeof json !== 'number' || !fits(json))
        throw new TypeError(`INTEGER is a number in ${min}..${max}`);
      return json;
    },
  });
};

/** INTEGER. */
export const integer = integerOf({});

/** INTEGER of any size, as its content octets (certificate serial numbers). */
export const integerOctets: TaggedSchema<Bytes> = tagged(0x02, { ...octets({ min: 1 }), name: 'INTEGER' });

/** OBJECT IDENTIFIER in dotted form. */
export const oid: TaggedSchema<string> = tagged(0x06, {
  name: 'OBJECT IDENTIFIER',
  writeContent: (value, out) => {
    out.octets(oidContent(value));
  },
  readContent: (tlv) => dottedOid(contentOf(tlv), tlv.contentStart),
  toJson: (value) => value,
  fromJson: (json) => {
    if (typeof json !== 'string') throw new TypeError('OBJECT IDENTIFIER is a dotted text');
    oidContent(json);
    return json;
  },
});

/** Content octets of a dotted OID: 2.999.10 is 88370A. @throws TypeError when it is no OID. */
export function oidContent(dotted: string): Bytes {
  const [first = 3, second = 0, ...rest] = /^[0-2](?:\.(?:0|[1-9]\d{0,15}))+$/.test(dotted)
    ? dotted.split('.').map(Number)
    : [];
  const arcs = [first * 40 + second, ...rest];
  if (first > 2 || (first < 2 && second > 39) || !arcs.every(Number.isSafeInteger))
    throw new TypeError(`not an object identifier: "${dotted}"`);
  return fromHex(arcs.map(base128).join(''));
}

function base128(arc: number): string {
  let hex = (arc % 128).toString(16).padStart(2, '0');
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    hex = (0x80 | (rest % 128)).toString(16) + hex;
  }
  return hex;
}

/** The dotted form of an OID's content octets. @throws DecodeError */
export function dottedOid(content: Bytes, offset = 0): string {
  let dotted = '';
  let arc = 0;
  let open = true;
  for (const octet of content) {
    if (open && arc === 0 && octet === 0x80)
      throw new DecodeError('an arc of an OID begins with zero', offset);
    arc = arc * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DecodeError('an arc of an OID is too large', offset);
    open = octet < 0x80;
    if (open) {
      dotted = dotted === '' ? firstArcs(arc) : `${dotted}.${arc}`;
      arc = 0;
    }
  }
  if (dotted === '' || !open) throw new DecodeError('an OID is cut off', offset);
  return dotted;
}

/** The two arcs that the first number of an OID stands for (X.690 §8.19.4). */
function firstArcs(number: number): string {
  const first = Math.min(2, Math.floor(number / 40));
  return `${first}.${number - first * 40}`;
}

/** Any TLV, kept as its octets. */
export const anything: Schema<Bytes> = {
  name: 'ANY',
  tags: null,
  write: (value, out) => {
    out.octets(value);
  },
  read: wholeOf,
  toJson: toHex,
  fromJson: octetsOfJson,
};

/** A TLV of one tag, kept as its octets: certificates and whatever else another layer reads. */
export const anythingTagged = (name: string, tag: number): Schema<Bytes> => ({
  ...anything,
  name,
  tags: [tag],
});
