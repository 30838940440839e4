import type { Finding, Json } from '#shared/asn1/index';
import { decode, DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';
import { contentOf, readTlv } from '#shared/asn1/index';
import type { BoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { InitialiseSecureChannelRequest, readBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { InspectOptions, InspectReport, ReportFinding } from './report.ts';
import { InspectError, report } from './report.ts';
import { treeOfStructure } from './tree.ts';

/** SGP.22 §2.5.3: octets of a whole protected TLV. */
const maximumSegment = 1020;

/** The parts of a Bound Profile Package: what stands there in clear, and how much is encrypted. */
export function boundProfilePackageReport(octets: Bytes, options: InspectOptions): InspectReport {
  const parts = readOrExplain(octets);
  const channel = parts.initialiseSecureChannelRequest;
  const inClear = [
    structureReport('InitialiseSecureChannelRequest', 'SGP.22 §5.5.1', channel.der, options),
    metadataReport(parts.sequenceOf88, options),
  ];
  return report({
    kind: 'boundProfilePackage',
    title: 'Bound Profile Package (BF36)',
    section: 'SGP.22 §2.5.4',
    octets: octets.length,
    facts: factsOf(parts),
    findings: oversized(parts),
    parts: inClear,
  });
}

function readOrExplain(octets: Bytes): BoundProfilePackage {
  try {
    return readBoundProfilePackage(octets);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new InspectError(
      `a Bound Profile Package (BF36) that is not well formed: ${error.message}; an LPA cancels it with loadBppExecutionError`,
      { cause: error },
    );
  }
}

function factsOf(parts: BoundProfilePackage): Record<string, Json> {
  const { transactionId } = parts.initialiseSecureChannelRequest.value;
  const second = parts.secondSequenceOf87;
  return {
    transactionId: toHex(transactionId),
    configureIsdp: `A0: ${segments(parts.firstSequenceOf87)}, encrypted under the session keys`,
    storeMetadata: `A1: ${segments(parts.sequenceOf88)}, in clear with a MAC`,
    replaceSessionKeys:
      second === undefined ? 'A2: absent' : `A2: ${segments(second)}, encrypted under the session keys`,
    profileElements: `A3: ${segments(parts.sequenceOf86)}, encrypted under ${second === undefined ? 'the session keys' : 'the profile protection keys (PPK)'}`,
  };
}

function segments(all: readonly Bytes[]): string {
  const sizes = all.map(({ length }) => length);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const range = least === most ? `${least}` : `${least} to ${most}`;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return all.length === 1
    ? `1 segment of ${total} octets`
    : `${all.length} segments of ${range} octets (${total} in all)`;
}

function oversized(parts: BoundProfilePackage): ReportFinding[] {
  const all = [
    parts.firstSequenceOf87,
    parts.sequenceOf88,
    parts.secondSequenceOf87 ?? [],
    parts.sequenceOf86,
  ].flat();
  const large = all.filter(({ length }) => length > maximumSegment);
  if (large.length === 0) return [];
  const most = Math.max(...large.map(({ length }) => length));
  return [
    {
      what: `${large.length} segments are longer than ${maximumSegment} octets (up to ${most}; SGP.22 §2.5.3)`,
    },
  ];
}

function metadataReport(sequenceOf88: readonly Bytes[], options: InspectOptions): InspectReport {
  const clear = concat(...sequenceOf88.map((segment) => contentOf(readTlv(segment)).slice(0, -8)));
  return structureReport('StoreMetadataRequest', 'SGP.22 §5.5.3', clear, options);
}

const inClearSchemas = { InitialiseSecureChannelRequest, StoreMetadataRequest };

function structureReport(
  name: keyof typeof inClearSchemas,
  section: string,
  octets: Bytes,
  options: InspectOptions,
): InspectReport {
  const schema = inClearSchemas[name];
  const base = { kind: 'structure', title: name, section, octets: octets.length } as const;
  const found: Finding[] = [];
  try {
    decode<unknown>(schema, octets, { findings: found });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return report({ ...base, findings: [{ what: error.message }] });
  }
  const { node, findings } = treeOfStructure(octets, { name, schema }, options);
  return report({ ...base, findings: [...found, ...findings], tree: [node] });
}
