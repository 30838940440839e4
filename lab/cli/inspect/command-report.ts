import type { Json } from '#shared/asn1/index';
import { DecodeError, printTag, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

import { nameOfAid } from './aids.ts';
import type { Command } from './command.ts';
import type { InspectInner, InspectReport } from './report.ts';
import { report } from './report.ts';

/** What a command asks for; the TLV of a STORE DATA is inspected where it is there as a whole. */
export function commandReport(command: Command, octets: number, inspectInner: InspectInner): InspectReport {
  const { name, section, channel, data, expected } = command;
  const said = saying[name]?.(command) ?? {};
  return report({
    kind: 'command',
    title: `command: ${name}`,
    section,
    octets,
    facts: {
      header: toHex(Uint8Array.of(command.cla, command.ins, command.p1, command.p2)),
      channel,
      ...said,
      ...(data.length > 0 ? { dataOctets: data.length } : {}),
      ...(expected === undefined ? {} : { expectedOctets: expected }),
    },
    parts: carriedTlvs(command).map(inspectInner),
  });
}

type Facts = Readonly<Record<string, Json>>;

const saying: Readonly<Record<string, (command: Command) => Facts>> = {
  'STORE DATA': ({ p1, p2, data }) => ({
    block: `${p2}, ${p1 === 0x91 ? 'the last' : p1 === 0x11 ? 'more follow' : `P1 ${hex(p1)} is neither 11 nor 91`}`,
    content: contentOfBlock(p1, p2, data),
  }),
  SELECT: ({ p1, data }) => {
    if (p1 !== 0x04)
      return { file: `${toHex(data)} (by ${p1 === 0x08 || p1 === 0x09 ? 'path' : 'identifier'})` };
    return { aid: toHex(data), application: nameOfAid(data) ?? 'not known here' };
  },
  'MANAGE CHANNEL': ({ p1, p2 }) => ({
    does:
      p1 === 0x80 ? `closes channel ${p2}` : p2 === 0 ? 'opens the next free channel' : `opens channel ${p2}`,
  }),
  'READ BINARY': ({ p1, p2 }) => ({
    file: (p1 & 0x80) === 0 ? 'the selected one' : `SFI ${p1 & 0x1f}`,
    offset: p2,
  }),
  'READ RECORD': ({ p1, p2 }) => ({
    record: p1,
    file: p2 >> 3 === 0 ? 'the selected one' : `SFI ${p2 >> 3}`,
  }),
};

/** What can be inspected of the data: a whole TLV, or what of a Bound Profile Package stands there in clear. */
function carriedTlvs({ name, p1, p2, data }: Command): Bytes[] {
  if (name !== 'TERMINAL CAPABILITY' && (name !== 'STORE DATA' || p1 !== 0x91 || p2 !== 0)) return [];
  const inClear = isWhole(data) ? clearPartOf(data) : withoutHeader(data);
  return inClear !== undefined && isWhole(inClear) ? [inClear] : [];
}

function clearPartOf(data: Bytes): Bytes | undefined {
  const { tag, contentStart } = readTlv(data);
  if (tag === 0x88) return data.slice(contentStart, -8);
  return tag !== 0xbf36 && printTag(tag) in partsOfPackage ? undefined : data;
}

/** The first part of a Bound Profile Package holds the header of the whole and InitialiseSecureChannel. */
function withoutHeader(data: Bytes): Bytes | undefined {
  const begun = begin(data);
  return begun?.tag === 'BF36' ? data.slice(begun.contentStart) : undefined;
}

function isWhole(data: Bytes): boolean {
  try {
    return readTlv(data).end === data.length;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/** What a block holds that is not one whole TLV (SGP.22 §2.5.5 for the parts of a Bound Profile Package). */
function contentOfBlock(p1: number, p2: number, data: Bytes): string {
  if (p2 !== 0) return `a later part of a TLV (block ${p2})`;
  const begun = begin(data);
  if (begun === undefined) return 'not the beginning of a TLV';
  const { tag, announced } = begun;
  const part = partsOfPackage[tag];
  if (part !== undefined && (p1 === 0x91 || tag === 'BF36')) return `${part} (${announced} octets announced)`;
  return announced > data.length ? `${tag}: ${data.length} of ${announced} octets` : `${tag}, whole`;
}

/** The tag, and how long the TLV says it is, header included; the data may end before. */
function begin(
  data: Bytes,
): { readonly tag: string; readonly contentStart: number; readonly announced: number } | undefined {
  try {
    const tlv = readTlv(data, 0, Number.MAX_SAFE_INTEGER);
    return { tag: printTag(tlv.tag), contentStart: tlv.contentStart, announced: tlv.end };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

const partsOfPackage: Readonly<Record<string, string>> = {
  BF36: 'Bound Profile Package: its header and InitialiseSecureChannel',
  A0: 'Bound Profile Package: firstSequenceOf87 begins, ConfigureISDP encrypted',
  A1: 'Bound Profile Package: sequenceOf88 begins',
  A2: 'Bound Profile Package: secondSequenceOf87 begins, ReplaceSessionKeys encrypted',
  A3: 'Bound Profile Package: sequenceOf86 begins',
  '86': 'Bound Profile Package: a segment of profile elements, encrypted',
  '87': 'Bound Profile Package: a command, encrypted',
  '88': 'Bound Profile Package: metadata in clear with a MAC',
};

const hex = (octet: number): string => toHex(Uint8Array.of(octet));
