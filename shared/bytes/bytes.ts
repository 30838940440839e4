/** Octets. Always a plain `Uint8Array`, never a `Buffer`, so that values compare equal. */
export type Bytes = Uint8Array;

/** An array of so many octets lies in V8's heap until somebody makes a view of it. */
const mostOnHeap = 64;

const hexDigits = '0123456789ABCDEF';
const hexOctets = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).toUpperCase().padStart(2, '0'),
);

/** Upper-case hex without spaces, as every spec digest writes octets. */
export function toHex(octets: Bytes): string {
  if (octets.length <= 6) {
    // File identifiers and numbers: too short for the way over a Buffer.
    let text = '';
    for (const octet of octets) text += hexOctets[octet] ?? '';
    return text;
  }
  if (octets.length <= mostOnHeap) return hexOfFew(octets);
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex').toUpperCase();
}

/** Digits that are made next, in one place: numbers, keys and digests need no Buffer of their own. */
const digits = Buffer.alloc(2 * mostOnHeap);

function hexOfFew(octets: Bytes): string {
  let length = 0;
  for (const octet of octets) {
    digits[length] = hexDigits.charCodeAt(octet >> 4);
    digits[length + 1] = hexDigits.charCodeAt(octet & 0x0f);
    length += 2;
  }
  return digits.toString('latin1', 0, length);
}

/**
 * Octets from hex digits; white space between them is ignored, so worked examples can be typed as printed.
 * @throws TypeError when a character is not a hex digit or a digit is missing.
 */
export function fromHex(text: string): Bytes {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new TypeError(`not hex: "${shorten(text)}"`);
  return plain(Buffer.from(digits, 'hex'));
}

/** Standard base64 with padding (SGP.22 §6.5.1). */
export function toBase64(octets: Bytes): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

/**
 * Octets from standard base64; white space is ignored (lpac and others fold lines).
 * @throws TypeError when the text is not padded base64.
 */
export function fromBase64(text: string): Bytes {
  const compact = text.replace(/\s+/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw new TypeError(`not base64: "${shorten(text)}"`);
  }
  return plain(Buffer.from(compact, 'base64'));
}

/** The octets of a Buffer that is nobody else's. Few are copied, so that they do not keep Node's pool from being let go. */
const plain = (octets: Buffer): Bytes =>
  octets.length <= mostOnHeap
    ? new Uint8Array(octets)
    : new Uint8Array(octets.buffer, octets.byteOffset, octets.length);

// Made once: each costs more than a short text.
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 octets of a text. */
export function toUtf8(text: string): Bytes {
  return encoder.encode(text);
}

/**
 * The text that UTF-8 octets stand for.
 * @throws TypeError when the octets are not UTF-8.
 */
export function fromUtf8(octets: Bytes): string {
  return decoder.decode(octets);
}

/** One run of octets out of several. For parts whose number others decide there is {@link joined}. */
export function concat(...parts: readonly Bytes[]): Bytes {
  return joined(parts);
}

/** One run of octets out of any number of them: more than a call can have arguments. */
export function joined(parts: readonly Bytes[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether two runs of octets are equal. */
export function sameBytes(a: Bytes, b: Bytes): boolean {
  return Buffer.compare(a, b) === 0;
}

/** `octets` cut into runs of at most `size` octets, which are not copied; nothing for no octets. */
export function chunks(octets: Bytes, size: number): Bytes[] {
  if (octets.length > 0 && octets.length <= size) return [octets];
  const parts: Bytes[] = [];
  for (let offset = 0; offset < octets.length; offset += size)
    parts.push(octets.subarray(offset, offset + size));
  return parts;
}

/** The octets from `start` to `end`, to be read only. Few are copied: a view would move all of them out of V8's heap first. */
export function part(octets: Bytes, start: number, end: number): Bytes {
  return octets.length <= mostOnHeap ? octets.slice(start, end) : octets.subarray(start, end);
}

/** `size` octets of one value. */
export function filled(size: number, value: number): Bytes {
  return new Uint8Array(size).fill(value);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
