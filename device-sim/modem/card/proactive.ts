import { contentOf, DecodeError, readTlv, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { Exchange } from './card-answer.ts';
import { printStatus, CardFailed } from './card-answer.ts';

/** What the card asks the terminal for (TS 102 223 §6.6, §8.6). */
export interface ProactiveCommand {
  /** Echoed in the answer. */
  readonly details: Bytes;
  readonly type: number;
  readonly qualifier: number;
}

/** The types that are known by name (§9.4). */
export const proactiveTypes = { refresh: 0x01 } as const;

/** Modes of REFRESH that end the card session (§8.6): UICC reset, 3G session reset, eUICC Profile State Change. The terminal resets and does not answer. */
export const resettingRefreshes: readonly number[] = [0x04, 0x05, 0x09];

/** General results (§8.12). */
export const results = { performed: 0x00, unableNow: 0x20, beyondCapabilities: 0x30 } as const;

/** A profile of a terminal that can do no more than download the profile, and REFRESH (§5.2). */
export const terminalProfile = Uint8Array.of(0x01, 0x00, 0x80);

const detailsTag = 0x01;
const comprehensionRequired = 0x80;

/** FETCH. @throws CardFailed when the card has no proactive command after all, or none that can be read */
export async function fetchProactive(exchange: Exchange, length: number): Promise<ProactiveCommand> {
  const { data, sw } = await exchange(Uint8Array.of(0x80, 0x12, 0x00, 0x00, length));
  if (sw !== 0x9000 && sw >> 8 !== 0x91) throw new CardFailed(`FETCH failed with ${printStatus(sw)}`);
  try {
    const whole = readTlv(data);
    const members = readTlvs(data, whole.contentStart, whole.end);
    const details = members.find(({ tag }) => (tag & ~comprehensionRequired) === detailsTag);
    const content = details === undefined ? new Uint8Array() : contentOf(details).slice();
    const [, type, qualifier] = content;
    if (type === undefined || qualifier === undefined)
      throw new CardFailed('a proactive command without details');
    return { details: content, type, qualifier };
  } catch (error) {
    if (error instanceof DecodeError)
      throw new CardFailed('a proactive command that is none', { cause: error });
    throw error;
  }
}

/** TERMINAL RESPONSE (§6.8). */
export async function terminalResponse(
  exchange: Exchange,
  { details }: ProactiveCommand,
  result: number,
): Promise<void> {
  const data = concat(
    Uint8Array.of(comprehensionRequired | detailsTag, details.length),
    details,
    Uint8Array.of(0x82, 0x02, 0x82, 0x81),
    Uint8Array.of(0x83, 0x01, result),
  );
  await exchange(concat(Uint8Array.of(0x80, 0x14, 0x00, 0x00, data.length), data));
}
