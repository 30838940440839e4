import { contentOf, DecodeError, encode, printable, readTlv, utf8 } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toHex } from '#shared/bytes/bytes';

import type { Name } from './x509.ts';

const attributeTypes = {
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
} as const;

/** An attribute of the names in RSP certificates, by its usual short name. */
export type Attribute = keyof typeof attributeTypes;

/** A name to be written: its attributes in the order in which the certificate shall carry them. */
export type DistinguishedName = Readonly<Partial<Record<Attribute, string>>>;

/**
 * The X.509 name; C and serialNumber are PrintableStrings, the rest is UTF-8.
 * @throws TypeError when those two hold characters outside their type.
 */
export function nameOf(attributes: DistinguishedName): Name {
  return Object.entries(attributes).map(([attribute, text]) => {
    const type = attribute === 'C' || attribute === 'serialNumber' ? printable : utf8;
    return [{ type: attributeTypes[attribute as Attribute], value: encode(type, text) }];
  });
}

/** `CN=Test CI, OU=TESTCERT`, in the order of the octets; attributes without a short name are dotted. */
export function printName(name: Name): string {
  return name
    .flat()
    .map(({ type, value }) => `${shortNames.get(type) ?? type}=${textOf(value) ?? `#${toHex(value)}`}`)
    .join(', ');
}

/** The text of the first attribute of that kind, or undefined. */
export function attributeOf(name: Name, attribute: Attribute): string | undefined {
  const found = name.flat().find(({ type }) => type === attributeTypes[attribute]);
  return found === undefined ? undefined : textOf(found.value);
}

const shortNames = new Map<string, string>(
  Object.entries(attributeTypes).map(([short, type]) => [type, short]),
);

const utf8Types = new Set([0x0c, 0x12, 0x13, 0x16]);

/** The text of a DirectoryString; undefined for what is none. */
function textOf(value: Bytes): string | undefined {
  const tlv = readTlv(value);
  const content = contentOf(tlv);
  if (utf8Types.has(tlv.tag)) {
    try {
      return fromUtf8(content);
    } catch (cause) {
      throw new DecodeError('an attribute of a name is not UTF-8', tlv.contentStart, [], { cause });
    }
  }
  if (tlv.tag === 0x14) return Buffer.from(content).toString('latin1');
  if (tlv.tag === 0x1e) return new TextDecoder('utf-16be').decode(content);
  return undefined;
}
