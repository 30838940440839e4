import type { Finding, Json } from '#shared/asn1/index';
import { DecodeError, decode, encode, readTlvs, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';

import type { ProfileElement } from './profile-elements.ts';
import { ProfileElementChoice, elementName } from './profile-elements.ts';

/** Longest package that is read, in octets. */
const maximumPackage = 1 << 20;
const maximumElements = 10_000;

/** A deviation from DER, or a member that is not in the definitions and is lost when the element is written again. */
export interface ElementFinding extends Finding {
  /** Place of the element in the package, from 0. */
  readonly index: number;
}

/**
 * The elements of an unprotected profile package (TCA SAIP §8.1: elements back to back, no outer wrapper) as plain values.
 * Elements with a tag that is not in the definitions are kept as octets under `unknown`.
 * @throws DecodeError whose path begins with the element's place and name; offsets count from the first octet.
 */
export function parseProfile(octets: Bytes, findings?: ElementFinding[]): readonly ProfileElement[] {
  if (octets.length > maximumPackage)
    throw new DecodeError(`${octets.length} octets are more than ${maximumPackage}`, 0);
  const tlvs = readTlvs(octets);
  if (tlvs.length > maximumElements)
    throw new DecodeError(`${tlvs.length} elements are more than ${maximumElements}`, 0);
  return tlvs.map((tlv, index) => {
    if (!ProfileElementChoice.tags?.includes(tlv.tag)) return { unknown: wholeOf(tlv) };
    const found: Finding[] = [];
    try {
      return decode(ProfileElementChoice, octets.subarray(tlv.start, tlv.end), { findings: found });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const path = [`[${index}]`, ...error.path.filter((step) => step !== ProfileElementChoice.name)];
      throw new DecodeError(error.reason, tlv.start + error.offset, path, { cause: error });
    } finally {
      if (findings !== undefined && found.length > 0)
        for (const { what, offset } of distinct(found))
          findings.push({ what, offset: tlv.start + offset, index });
    }
  });
}

/** A CHOICE and the type chosen in it may both report an octet. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.offset} ${finding.what}`, finding])).values()];
}

/** The package of the elements. @throws TypeError when a value is outside the bounds of its type. */
export function encodeProfile(elements: readonly ProfileElement[]): Bytes {
  return concat(...elements.map((element) => element.unknown ?? encode(ProfileElementChoice, element)));
}

/** The elements as JSON: `{ name: value }` each, octets in upper-case hex. */
export function profileToJson(elements: readonly ProfileElement[]): Json {
  return elements.map((element) =>
    element.unknown === undefined
      ? ProfileElementChoice.toJson(element)
      : { [elementName(element)]: toHex(element.unknown) },
  );
}

/** The elements that {@link profileToJson} wrote. @throws TypeError when the JSON is something else. */
export function profileFromJson(json: Json): readonly ProfileElement[] {
  if (!Array.isArray(json)) throw new TypeError('a profile package is a list of elements');
  return (json as readonly Json[]).map((element) => {
    const unknown = unknownOctets(element);
    return unknown === undefined ? ProfileElementChoice.fromJson(element) : { unknown };
  });
}

function unknownOctets(element: Json): Bytes | undefined {
  if (typeof element !== 'object' || element === null || !('unknown' in element)) return undefined;
  const octets = element['unknown'];
  if (typeof octets !== 'string') throw new TypeError('an unknown element is written as hex text');
  return fromHex(octets);
}
