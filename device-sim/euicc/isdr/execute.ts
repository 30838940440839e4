import type { Tlv } from '#shared/asn1/index';
import { DecodeError, printTag, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import { StatusError } from '../../uicc/index.ts';
import type { Card } from '../card.ts';
import { loadBoundProfilePackage } from '../es10b/load-bound-profile-package.ts';
import { functionsByTag } from './functions.ts';
import type { IsdrFunction } from './isdr-function.ts';

/** First octets of segments (SGP.22 §2.5.5). */
const segmentTags: readonly number[] = [0xbf36, 0xbf23, 0xa0, 0xa1, 0xa2, 0xa3, 0x86, 0x87, 0x88];

/** Executes one whole command of the ISD-R. @throws StatusError */
export async function execute(card: Card, command: Bytes): Promise<Bytes> {
  const called = functionOf(command);
  const answer = await (called === undefined ? loadOrRefuse(card, command) : called.run(card, command));
  const name = called?.name ?? 'LoadBoundProfilePackage';
  card.trace.emit('card.function', { card: card.name, name, answer });
  return answer;
}

/** The function whose command these octets are, one TLV and no more. */
function functionOf(command: Bytes): IsdrFunction | undefined {
  const called = functionsByTag.get(firstTag(command));
  return called !== undefined && firstTlv(command)?.end === command.length ? called : undefined;
}

/** The tag that a command begins with, of one octet or two: all that are known here have no more. */
function firstTag(command: Bytes): number {
  const first = command[0] ?? 0;
  return (first & 0x1f) === 0x1f ? first * 256 + (command[1] ?? 0) : first;
}

function firstTlv(command: Bytes): Tlv | undefined {
  try {
    return readTlv(command);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** While a package comes in, all that is no command belongs to it, however it was cut. */
async function loadOrRefuse(card: Card, command: Bytes): Promise<Bytes> {
  const { state } = card.session;
  const beginsPackage = state === 'prepared' && command[0] === 0xbf && (command[1] ?? 0x36) === 0x36;
  if (state === 'loading' || beginsPackage) return loadBoundProfilePackage(card, command);
  throw refusalOf(command);
}

function refusalOf(command: Bytes): StatusError {
  if (segmentTags.includes(firstTag(command)))
    return new StatusError('conditionsNotSatisfied', 'no download is prepared');
  const whole = firstTlv(command);
  if (whole === undefined || functionsByTag.has(whole.tag)) {
    return new StatusError('incorrectData', 'a command that is not one TLV');
  }
  return new StatusError('referenceNotFound', `no function has the tag ${printTag(whole.tag)}`);
}
