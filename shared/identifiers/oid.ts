import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

/** An object identifier in dotted form, `2.999.10`. */
export type Oid = string & { readonly brand: 'Oid' };

/** The object identifier in a dotted text. @throws TypeError for another shape or arcs X.660 does not have. */
export function parseOid(text: string): Oid {
  const fits = /^(?:[01]\.(?:[1-3]?\d)|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/.test(text);
  if (!fits || text.length > 255) throw new TypeError(`not an object identifier: "${text}"`);
  return text as Oid;
}

/** The content octets of a DER OBJECT IDENTIFIER (X.690 §8.19), without tag and length. */
export function oidToBytes(oid: Oid): Bytes {
  const [first = 0n, second = 0n, ...rest] = oid.split('.').map(BigInt);
  return new Uint8Array([first * 40n + second, ...rest].flatMap(toBase128));
}

/** The object identifier in the content octets of a DER OBJECT IDENTIFIER. @throws TypeError when they are none. */
export function oidFromBytes(octets: Bytes): Oid {
  if (octets.length > 128) throw new TypeError(`an object identifier of ${octets.length} octets`);
  const [head, ...rest] = fromBase128(octets);
  if (head === undefined) throw new TypeError('an object identifier has at least one octet');
  const first = head < 80n ? head / 40n : 2n;
  return parseOid([first, head - first * 40n, ...rest].join('.'));
}

function toBase128(arc: bigint): number[] {
  const septets = [Number(arc & 0x7fn)];
  for (let left = arc >> 7n; left > 0n; left >>= 7n) septets.unshift(Number(left & 0x7fn) | 0x80);
  return septets;
}

function fromBase128(octets: Bytes): bigint[] {
  const arcs: bigint[] = [];
  let arc: bigint | undefined;
  for (const octet of octets) {
    if (arc === undefined && octet === 0x80)
      throw new TypeError(`an arc with leading zeros: ${toHex(octets)}`);
    arc = ((arc ?? 0n) << 7n) | BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = undefined;
  }
  if (arc !== undefined)
    throw new TypeError(`an object identifier that ends within an arc: ${toHex(octets)}`);
  return arcs;
}
