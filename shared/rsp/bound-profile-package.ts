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
  oid,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { OneTimePublicKey, Signature, TransactionId } from './common.ts';

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
    dpProprietaryData: optional(context(24, sequence('DpProprietaryData', { dpOid: context(0, oid) }))),
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

/**
 * The parts of a Bound Profile Package, none of them decrypted.
 * @throws DecodeError when the structure is not that of SGP.22 §2.5.4.
 */
export function readBoundProfilePackage(octetsOfPackage: Bytes): BoundProfilePackage {
  const whole = readTlv(octetsOfPackage);
  if (whole.tag !== 0xbf36) throw new DecodeError(`expected BF36, found ${printTag(whole.tag)}`, 0);
  if (whole.end !== octetsOfPackage.length) throw new DecodeError('octets follow the package', whole.end);
  const parts = childrenOf(whole);
  const take = (tag: number, inner: number): readonly Bytes[] | undefined => {
    if (parts[0]?.tag !== tag) return undefined;
    return segmentsOf(parts.shift(), inner);
  };
  const channel = parts.shift();
  if (channel?.tag !== 0xbf23) throw new DecodeError('BF23 is missing', whole.contentStart);
  const der = wholeOf(channel);
  const firstSequenceOf87 = required('A0', take(0xa0, 0x87), whole);
  const sequenceOf88 = required('A1', take(0xa1, 0x88), whole);
  const secondSequenceOf87 = take(0xa2, 0x87);
  const sequenceOf86 = required('A3', take(0xa3, 0x86), whole);
  const [extra] = parts;
  if (extra !== undefined) throw new DecodeError(`unexpected ${printTag(extra.tag)}`, extra.start);
  return {
    initialiseSecureChannelRequest: { value: decode(InitialiseSecureChannelRequest, der), der },
    firstSequenceOf87,
    sequenceOf88,
    secondSequenceOf87,
    sequenceOf86,
  };
}

function required(name: string, segments: readonly Bytes[] | undefined, whole: Tlv): readonly Bytes[] {
  if (segments === undefined || segments.length === 0) {
    throw new DecodeError(`${name} is missing or empty`, whole.contentStart);
  }
  return segments;
}

function segmentsOf(part: Tlv | undefined, inner: number): readonly Bytes[] {
  if (part === undefined) return [];
  return childrenOf(part).map((segment) => {
    if (segment.tag !== inner) {
      throw new DecodeError(`expected ${printTag(inner)}, found ${printTag(segment.tag)}`, segment.start);
    }
    return wholeOf(segment);
  });
}

/**
 * The commands in which an LPA hands a Bound Profile Package to the eUICC (SGP.22 §2.5.5); each is a STORE DATA
 * chain of its own.
 * @throws DecodeError when the structure is not that of SGP.22 §2.5.4.
 */
export function segmentBoundProfilePackage(octetsOfPackage: Bytes): Bytes[] {
  const parts = readBoundProfilePackage(octetsOfPackage);
  const whole = readTlv(octetsOfPackage);
  const [channel, ...sequences] = childrenOf(whole);
  const segments: Bytes[] = [octetsOfPackage.slice(0, channel?.end)];
  for (const part of sequences) {
    const header = octetsOfPackage.slice(part.start, part.contentStart);
    if (part.tag === 0xa0) segments.push(...headed(header, parts.firstSequenceOf87));
    else if (part.tag === 0xa1) segments.push(header, ...parts.sequenceOf88);
    else if (part.tag === 0xa2) segments.push(...headed(header, parts.secondSequenceOf87 ?? []));
    else segments.push(header, ...parts.sequenceOf86);
  }
  return segments;
}

function headed(header: Bytes, [first, ...rest]: readonly Bytes[]): Bytes[] {
  return first === undefined ? [header] : [concat(header, first), ...rest];
}
