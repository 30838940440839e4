import type { Tlv } from '#shared/asn1/index';
import { contentOf, DecodeError, printTag, readTlv, readTlvs, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import type { PemBlock } from '#shared/pki/pem';
import { ProfileElementChoice } from '#shared/saip/profile-elements';

import { activationCodeReport } from './activation-code-report.ts';
import { boundProfilePackageReport } from './bound-profile-package-report.ts';
import { certificateReport } from './certificate-report.ts';
import { certificateIn } from './certificate-summary.ts';
import { commandReport } from './command-report.ts';
import { parseCommand } from './command.ts';
import { es9plusReport } from './es9plus-report.ts';
import { profilePackageReport } from './profile-package-report.ts';
import type { InspectOptions, InspectReport } from './report.ts';
import { InspectError, report } from './report.ts';
import { isPartOfResponse, lastTwo, responseIn, responseReport } from './response-report.ts';
import type { Direction } from './structures.ts';
import { recognise } from './structures.ts';
import { readText } from './text.ts';
import { treeOfOctets, treeOfStructure } from './tree.ts';

/**
 * Says what octets or a text are: a structure of SGP.22 or other TLVs, an APDU, a certificate, a Bound Profile
 * Package, a profile package, a JSON body of ES9+, an activation code. A text may be hex, base64 or PEM.
 * @throws InspectError when they are nothing of the kind.
 */
export function inspectOctets(
  input: Bytes | string,
  options: InspectOptions = { secrets: false },
): InspectReport {
  if (typeof input !== 'string') return octetsReport(input, options);
  const text = readText(input);
  switch (text.kind) {
    case 'activationCode':
      return activationCodeReport(text.text);
    case 'json':
      return es9plusReport(text.body, (octets) => octetsReport(octets, options));
    case 'octets':
      return text.form === 'hex' ? octetsReport(text.octets, options) : base64Report(text.octets, options);
    case 'pem':
      return pemReport(text.blocks, options);
  }
}

function octetsReport(octets: Bytes, options: InspectOptions, direction?: Direction): InspectReport {
  const inner =
    (way: Direction) =>
    (content: Bytes): InspectReport =>
      octetsReport(content, options, way);
  if (octets.length === 0) throw new InspectError('nothing to inspect: no octets');
  const status = responseIn(octets);
  if (status !== undefined) return responseReport(octets, status, inner('Response'));
  const command = parseCommand(octets);
  if (command !== undefined) return commandReport(command, octets.length, inner('Request'));
  if (isPartOfResponse(octets)) return responseReport(octets, lastTwo(octets));
  const tlvs = readOrExplain(octets);
  if (isProfile(octets)) return profilePackageReport(octets, options);
  const [first] = tlvs;
  return first !== undefined && tlvs.length === 1
    ? tlvReport(octets, options, direction)
    : rowReport(octets, options);
}

/** A word such as "test" is base64 too. */
function base64Report(octets: Bytes, options: InspectOptions): InspectReport {
  try {
    return octetsReport(octets, options);
  } catch (error) {
    if (!(error instanceof InspectError)) throw error;
    throw new InspectError(`${error.message} (the text is no file here and was read as base64)`, {
      cause: error,
    });
  }
}

function readOrExplain(octets: Bytes): ReturnType<typeof readTlvs> {
  try {
    return readTlvs(octets);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new InspectError(
      `neither an APDU nor TLVs: ${error.message}; the ${octets.length} octets begin with ${toHex(octets.subarray(0, 8))}: is a part missing?`,
      { cause: error },
    );
  }
}

/**
 * A header and more, or any row with an element of a profile package in it: what else the row holds, its keys are
 * not shown by accident.
 */
function isProfile(octets: Bytes): boolean {
  const tlvs = readTlvs(octets);
  return (tlvs.length > 1 && tlvs[0]?.tag === 0xa0) || tlvs.some(isElement);
}

/** Every element but the first begins with its PEHeader: `A0 … 81`. */
function isElement(tlv: Tlv): boolean {
  if (tlv.tag >= 0x100 || ProfileElementChoice.tags?.includes(tlv.tag) !== true) return false;
  return /^A0(?:03|04|05|06|07)(?:8000)?81/.test(toHex(contentOf(tlv).subarray(0, 5)));
}

function tlvReport(octets: Bytes, options: InspectOptions, direction?: Direction): InspectReport {
  const { tag } = readTlv(octets);
  if (tag === 0xbf36) return boundProfilePackageReport(octets, options);
  const recognised = recognise(octets, direction);
  if (recognised !== undefined) {
    const { name, section, error, orElse } = recognised;
    const { node, findings } = treeOfStructure(octets, recognised, options);
    const problem =
      error === undefined
        ? []
        : [{ what: `does not decode: ${[...error.path, error.reason].join(': ')}`, offset: error.offset }];
    return report({
      kind: 'structure',
      title: `${[name, ...orElse].join(' or ')} (${printTag(tag)})`,
      section,
      octets: octets.length,
      findings: [...problem, ...recognised.findings, ...findings],
      tree: [node],
    });
  }
  const certificate = tag === 0x30 ? certificateIn(octets) : 'not a SEQUENCE';
  if (typeof certificate !== 'string') return certificateReport(certificate);
  return rowReport(octets, options);
}

function rowReport(octets: Bytes, options: InspectOptions): InspectReport {
  const tlvs = readTlvs(octets);
  const certificates = tlvs.map((tlv) => certificateIn(wholeOf(tlv)));
  const real = certificates.filter((each) => typeof each !== 'string');
  if (real.length === tlvs.length) return severalReport(real.map((each) => certificateReport(each, real)));
  const tags = tlvs.map(({ tag }) => printTag(tag));
  const { nodes, findings } = treeOfOctets(octets, options);
  return report({
    kind: 'tlv',
    title:
      tlvs.length === 1
        ? `a TLV with the tag ${tags.join('')}`
        : `${tlvs.length} TLVs (${tags.slice(0, 8).join(', ')})`,
    octets: octets.length,
    findings,
    tree: nodes,
  });
}

function severalReport(reports: readonly InspectReport[]): InspectReport {
  const [only, ...more] = reports;
  if (only !== undefined && more.length === 0) return only;
  return report({ kind: 'certificate', title: `${reports.length} certificates`, parts: reports });
}

function pemReport(blocks: readonly PemBlock[], options: InspectOptions): InspectReport {
  const secret = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (secret !== undefined)
    throw new InspectError(
      `a private key (PEM block "${secret.label}") is not printed; its certificate shows the public one`,
    );
  const certificates = blocks.map(({ der }) => certificateIn(der));
  const real = certificates.filter((each) => typeof each !== 'string');
  if (real.length === blocks.length) return severalReport(real.map((each) => certificateReport(each, real)));
  const [first] = blocks;
  return octetsReport(first?.der ?? fromHex(''), options);
}
