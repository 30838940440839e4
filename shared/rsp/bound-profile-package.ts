import type { Captured, Decoded, Tlv } from '#shared/asn1/index';
import {
  childrenOf,
  context,
  DecodeError,
  decode,
  integer,
  octets,
  optional,
  printTag,
  readTlv,
  sequence,
  wholeOf,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import { DpProprietaryData, OneTimePublicKey, Signature, TransactionId } from './common.ts';

/** SGP.22 §5.5.1: how the session keys are to be derived; `84` is the host id of the SM-DP+. */
export const ControlRefTemplate = sequence('ControlRefTemplate', {
  keyType: context(0, octets({ exactly: 1 })),
  keyLen: context(1, octets({ exactly: 1 })),
  hostId: context(4, octets({ min: 1, max: 16 })),
});

/** SGP.22 §5.5.1, `BF23`. */
export const InitialiseSecureChannelRequest = context(
  35,
  sequence('InitialiseSecureChannelRequest', {
    remoteOpId: context(2, integer),
    transactionId: context(0, TransactionId),
    controlRefTemplate: context(6, ControlRefTemplate),
    smdpOtpk: OneTimePublicKey,
    smdpSign: Signature,
  }),
);
export type InitialiseSecureChannelRequest = Decoded<typeof InitialiseSecureChannelRequest>;

/** remoteOpId installBoundProfilePackage. */
export const installBoundProfilePackage = 1;

/** SGP.22 §5.5.2, `BF24`. */
export const ConfigureIsdpRequest = context(
  36,
  sequence('ConfigureISDPRequest', {
    dpProprietaryData: optional(context(24, DpProprietaryData)),
  }),
);

/** SGP.22 §5.5.4, `BF26`: the keys (PPK) that protect the segments after it. */
export const ReplaceSessionKeysRequest = context(
  38,
  sequence('ReplaceSessionKeysRequest', {
    initialMacChainingValue: context(0, octets({ exactly: 16 })),
    ppkEnc: context(1, octets({ exactly: 16 })),
    ppkCmac: context(2, octets({ exactly: 16 })),
  }),
);
export type ReplaceSessionKeysRequest = Decoded<typeof ReplaceSessionKeysRequest>;

/** SGP.22 §2.5.4, `BF36`: whole TLVs as they stand. */
export interface BoundProfilePackage {
  readonly initialiseSecureChannelRequest: Captured<InitialiseSecureChannelRequest>;
  readonly firstSequenceOf87: readonly Bytes[];
  readonly sequenceOf88: readonly Bytes[];
  readonly secondSequenceOf87: readonly Bytes[] | undefined;
  readonly sequenceOf86: readonly Bytes[];
}

/** The sequences of protected commands, in their order, with the tag of what each holds. */
const sequences = [
  { tag: 0xa0, segment: 0x87, required: true },
  { tag: 0xa1, segment: 0x88, required: true },
  { tag: 0xa2, segment: 0x87, required: false },
  { tag: 0xa3, segment: 0x86, required: true },
] as const;

/**
 * The parts of a Bound Profile Package, none of them decrypted.
 * @throws DecodeError when the structure is not that of SGP.22 §2.5.4, or a segment cannot be a protected command.
 */
export function readBoundProfilePackage(octetsOfPackage: Bytes): BoundProfilePackage {
  const { channel, segments } = outerOf(octetsOfPackage);
  for (const segment of [...segments.values()].flat()) checkProtected(segment);
  const wholes = (tag: number): Bytes[] => (segments.get(tag) ?? []).map(wholeOf);
  const der = wholeOf(channel);
  return {
    initialiseSecureChannelRequest: { value: decode(InitialiseSecureChannelRequest, der), der },
    firstSequenceOf87: wholes(0xa0),
    sequenceOf88: wholes(0xa1),
    secondSequenceOf87: segments.has(0xa2) ? wholes(0xa2) : undefined,
    sequenceOf86: wholes(0xa3),
  };
}

/**
 * The commands in which an LPA hands a Bound Profile Package to the eUICC (SGP.22 §2.5.5); each is a STORE DATA
 * chain of its own. What the commands hold is for the eUICC to judge; they are views into the package.
 * @throws DecodeError when the outer structure is not that of SGP.22 §2.5.4.
 */
export function segmentBoundProfilePackage(octetsOfPackage: Bytes): Bytes[] {
  const { channel, segments } = outerOf(octetsOfPackage);
  const commands: Bytes[] = [octetsOfPackage.subarray(0, channel.end)];
  let end = channel.end;
  const add = (until: number): void => {
    commands.push(octetsOfPackage.subarray(end, until));
    end = until;
  };
  for (const [tag, inner] of segments) {
    const headerAlone = tag !== 0xa0 && tag !== 0xa2;
    if (headerAlone) add(inner[0]?.start ?? end);
    for (const segment of inner) add(segment.end);
  }
  return commands;
}

interface Outer {
  readonly channel: Tlv;
  /** The segments under the tag of their sequence, in wire order. */
  readonly segments: ReadonlyMap<number, readonly Tlv[]>;
}

function outerOf(octetsOfPackage: Bytes): Outer {
  const whole = readTlv(octetsOfPackage);
  if (whole.tag !== 0xbf36) throw new DecodeError(`expected BF36, found ${printTag(whole.tag)}`, 0);
  if (whole.end !== octetsOfPackage.length) throw new DecodeError('octets follow the package', whole.end);
  const [channel, ...parts] = childrenOf(whole);
  if (channel?.tag !== 0xbf23) throw new DecodeError('BF23 is missing', whole.contentStart);
  const segments = new Map<number, readonly Tlv[]>();
  for (const { tag, segment, required } of sequences) {
    const part = parts[0]?.tag === tag ? parts.shift() : undefined;
    if (part === undefined && !required) continue;
    const inner = part === undefined ? [] : segmentsOf(part, segment);
    if (inner.length === 0) throw new DecodeError(`${printTag(tag)} is missing or empty`, whole.contentStart);
    segments.set(tag, inner);
  }
  const [extra] = parts;
  if (extra !== undefined) throw new DecodeError(`unexpected ${printTag(extra.tag)}`, extra.start);
  return { channel, segments };
}

function segmentsOf(part: Tlv, inner: number): readonly Tlv[] {
  const found = childrenOf(part);
  const wrong = found.find(({ tag }) => tag !== inner);
  if (wrong !== undefined)
    throw new DecodeError(`expected ${printTag(inner)}, found ${printTag(wrong.tag)}`, wrong.start);
  return found;
}

/** 8 octets of MAC, in 86 and 87 behind whole blocks (SGP.22 §2.6.4). */
function checkProtected({ tag, start, contentStart, end }: Tlv): void {
  const data = end - contentStart - 8;
  if (data > 0 && (tag === 0x88 || data % 16 === 0)) return;
  throw new DecodeError(`${printTag(tag)} of ${end - contentStart} octets is no protected command`, start);
}
