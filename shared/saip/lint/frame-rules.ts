import { iccidCheckDigitIsRight, iccidFromHeaderBytes } from '#shared/identifiers/iccid';

import { elementHeader, templateOf } from '../profile-elements.ts';
import type { ProfileHeader, ServiceName } from '../profile-header.ts';
import { templateByOid } from '../templates/templates.ts';
import type { Placed, ProfileFinding } from './finding.ts';
import { about } from './finding.ts';

/** Rules about the package as a whole: its header, its order, its numbers, its templates. */
export function frameFindings(placed: readonly Placed[]): readonly ProfileFinding[] {
  return [
    ...orderFindings(placed),
    ...identificationFindings(placed),
    ...placed.flatMap((place) => headerFindings(place)),
    ...templateFindings(placed),
    ...placed.flatMap((place) =>
      place.element.unknown === undefined
        ? []
        : [about(place, 'element-known', 'the definitions have no element with this tag')],
    ),
  ];
}

function orderFindings(placed: readonly Placed[]): ProfileFinding[] {
  const [first] = placed;
  const last = placed.at(-1);
  if (first === undefined || last === undefined) return [{ rule: 'not-empty', what: 'the package is empty' }];
  return [
    ...(first.element.header === undefined
      ? [about(first, 'header-first', 'a package begins with its header')]
      : []),
    ...placed
      .slice(1)
      .filter(({ element }) => element.header !== undefined)
      .map((place) => about(place, 'header-first', 'a second header')),
    ...(last.element.end === undefined ? [about(last, 'end-last', 'a package ends with End')] : []),
    ...placed
      .slice(0, -1)
      .filter(({ element }) => element.end !== undefined)
      .map((place) => about(place, 'end-last', 'elements follow the End')),
  ];
}

function identificationFindings(placed: readonly Placed[]): ProfileFinding[] {
  const owners = new Map<number, number>();
  return placed.flatMap((place) => {
    const identification = elementHeader(place.element)?.identification;
    if (identification === undefined) return [];
    const owner = owners.get(identification);
    if (owner !== undefined)
      return [about(place, 'identification-unique', `element ${owner} has the number ${identification} too`)];
    owners.set(identification, place.index);
    return [];
  });
}

function headerFindings(place: Placed): ProfileFinding[] {
  const header = place.element.header;
  if (header === undefined) return [];
  return [
    ...iccidFindings(place, header),
    ...header['eUICC-Mandatory-GFSTEList']
      .filter((oid) => templateByOid(oid) === undefined)
      .map((oid) => about(place, 'template-known', `no template is known by ${oid}`)),
  ];
}

function iccidFindings(place: Placed, header: ProfileHeader): ProfileFinding[] {
  try {
    if (iccidCheckDigitIsRight(iccidFromHeaderBytes(header.iccid))) return [];
    return [about(place, 'iccid-check-digit', 'the last digit of the ICCID is not its check digit')];
  } catch (error) {
    if (error instanceof TypeError) return [about(place, 'iccid-digits', 'the ICCID has other than digits')];
    throw error;
  }
}

function templateFindings(placed: readonly Placed[]): ProfileFinding[] {
  const header = placed[0]?.element.header;
  const listed = header?.['eUICC-Mandatory-GFSTEList'] ?? [];
  return placed.flatMap((place) => {
    const template = templateOf(place.element);
    if (template === undefined) return [];
    const oid = template.value.templateID;
    const known = templateByOid(oid);
    if (known === undefined) return [about(place, 'template-known', `no template is known by ${oid}`)];
    return [
      ...(known.element === template.name
        ? []
        : [about(place, 'template-fits', `${oid} is the template of ${known.element}`)]),
      ...(listed.includes(oid) ? [] : [about(place, 'template-listed', `the header does not list ${oid}`)]),
    ];
  });
}

const algorithmServices: Readonly<Record<number, readonly ServiceName[]>> = {
  1: ['milenage'],
  2: ['tuak128', 'tuak256'],
  3: ['usim-test-algorithm'],
};

/** Rules about keys: an algorithm that exists, keys of its length, its service in the header. */
export function keyFindings(placed: readonly Placed[]): readonly ProfileFinding[] {
  const services = placed[0]?.element.header?.['eUICC-Mandatory-services'] ?? {};
  return placed.flatMap((place) => {
    const parameter = place.element.akaParameter?.algoConfiguration.algoParameter;
    if (parameter === undefined) return [];
    const { algorithmID, key, opc } = parameter;
    const names = algorithmServices[algorithmID];
    if (names === undefined) return [about(place, 'algorithm', `no algorithm has the number ${algorithmID}`)];
    const tuak = algorithmID === 2;
    return [
      ...(key.length === 16 || (tuak && key.length === 32)
        ? []
        : [about(place, 'key-length', `a key of ${key.length} octets`)]),
      ...(opc.length === (tuak ? 32 : 16) || algorithmID === 3
        ? []
        : [about(place, 'key-length', `an OPc of ${opc.length} octets`)]),
      ...(names.some((name) => services[name] !== undefined)
        ? []
        : [about(place, 'service-listed', `the header does not list ${names.join(' or ')}`)]),
    ];
  });
}
