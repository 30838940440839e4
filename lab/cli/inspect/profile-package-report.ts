import type { Json } from '#shared/asn1/index';
import type { Tlv } from '#shared/asn1/index';
import { DecodeError, printTag, readTlvs, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { iccidCheckDigitIsRight } from '#shared/identifiers/iccid';
import type { ElementFinding, ProfileElement, ProfileFacts } from '#shared/saip/index';
import {
  elementHeader,
  elementName,
  parseProfile,
  profileFacts,
  profileKeys,
  profileMemory,
} from '#shared/saip/index';
import { ProfileElementChoice } from '#shared/saip/profile-elements';

import type { InspectOptions, InspectReport, ReportFinding, TreeNode } from './report.ts';
import { InspectError, report } from './report.ts';
import { treeOfStructure } from './tree.ts';

const algorithms: Readonly<Record<number, string>> = { 1: 'Milenage', 2: 'TUAK', 3: 'test algorithm (XOR)' };

/** An unprotected profile package, or a few of its elements: what it says of itself. No keys unless asked. */
export function profilePackageReport(octets: Bytes, options: InspectOptions): InspectReport {
  const found: ElementFinding[] = [];
  const elements = orExplain(() => parseProfile(octets, found));
  const whole = elements[0]?.header !== undefined;
  const about = whole ? orExplain(() => profileFacts(elements)) : undefined;
  const facts = about === undefined ? { elements: elements.length } : factsOf(about);
  return report({
    kind: 'profilePackage',
    title: whole ? 'Unprotected Profile Package' : 'Elements of a profile package',
    section: 'TCA SAIP §8',
    octets: octets.length,
    facts: {
      ...facts,
      ...keysOf(elements, options),
      ...(whole ? { memory: `${profileMemory(elements)} octets` } : {}),
    },
    findings: [...findingsOf(elements, about), ...found.map(({ what, offset }) => ({ what, offset }))],
    tree: readTlvs(octets).map((tlv, index) => elementNode(tlv, elements[index], options)),
  });
}

function orExplain<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new InspectError(
      `a profile package that is not well formed: ${error.message}; the element at fault is named first`,
      { cause: error },
    );
  }
}

function factsOf(facts: ProfileFacts): Record<string, Json> {
  const { version, algorithmId } = facts;
  const given: Record<string, Json | undefined> = {
    version: `${version.major}.${version.minor}`,
    profileType: facts.profileType,
    iccid: facts.iccid,
    imsi: facts.imsi,
    serviceProviderName: facts.serviceProviderName,
    gid1: facts.gid1 && toHex(facts.gid1),
    gid2: facts.gid2 && toHex(facts.gid2),
    algorithm: algorithmId === undefined ? undefined : (algorithms[algorithmId] ?? `number ${algorithmId}`),
    mandatoryServices: facts.mandatoryServices.join(', ') || undefined,
    elements: facts.elements,
  };
  return Object.fromEntries(
    Object.entries(given).filter((fact): fact is [string, Json] => fact[1] !== undefined),
  );
}

function keysOf(elements: readonly ProfileElement[], { secrets }: InspectOptions): Record<string, Json> {
  const keys = profileKeys(elements);
  if (keys.length === 0) return {};
  if (!secrets) return { keys: `${keys.length} (--secrets prints them)` };
  return Object.fromEntries(
    keys.map(({ key, opc }, index) => [`keys[${index}]`, `K ${toHex(key)}, OPc ${toHex(opc)}`]),
  );
}

function findingsOf(elements: readonly ProfileElement[], about: ProfileFacts | undefined): ReportFinding[] {
  const findings: ReportFinding[] = [];
  if (about !== undefined && elements.at(-1)?.end === undefined)
    findings.push({ what: 'the package does not close with PE-End' });
  if (about !== undefined && !iccidCheckDigitIsRight(about.iccid))
    findings.push({ what: `the check digit of ICCID ${about.iccid} is wrong` });
  const seen = new Set<number>();
  for (const element of elements) {
    const identification = elementHeader(element)?.identification;
    if (identification === undefined) continue;
    if (seen.has(identification))
      findings.push({ what: `two elements have the identification ${identification}` });
    seen.add(identification);
  }
  return findings;
}

/** The content of elements holds keys, PINs and PUKs: it is shown on request only. */
function elementNode(tlv: Tlv, element: ProfileElement | undefined, options: InspectOptions): TreeNode {
  const identification = element === undefined ? undefined : elementHeader(element)?.identification;
  const whole = {
    name: element === undefined ? 'unknown' : elementName(element),
    schema: ProfileElementChoice,
  };
  return {
    offset: tlv.start,
    tag: printTag(tlv.tag),
    octets: tlv.end - tlv.contentStart,
    name: whole.name,
    ...(identification === undefined ? {} : { meaning: `identification ${identification}` }),
    children: options.secrets ? treeOfStructure(wholeOf(tlv), whole, options, tlv.start).node.children : [],
  };
}
