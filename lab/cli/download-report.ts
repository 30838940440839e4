import pc from 'picocolors';
import { displayName } from '#device-sim/lpa/index';
import { plainText } from '#shared/runtime/plain-text';

import type { DownloadedAnswer, LastFrames, ProfileAnswer } from '../control/index.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** What `download --json` prints of a download that ended well. */
export function jsonOf({ ok, iccid, state, notifications }: DownloadedAnswer) {
  return { ok, iccid, state, notifications };
}

interface Installed extends Pick<ProfileAnswer, 'iccid' | 'serviceProviderName' | 'profileName'> {
  readonly nickname?: string | undefined;
}

/** Three lines: what is installed, what the server knows, what to try next. */
export function describeDownload(
  smdpAddress: string,
  { iccid, state, notifications, resumed }: DownloadedAnswer,
  profiles: readonly Installed[],
  options: string,
): readonly string[] {
  const profile = profiles.find((each) => each.iccid === iccid);
  const name =
    profile === undefined
      ? ''
      : `${plainText(profile.serviceProviderName)}, ${plainText(displayName(profile))}, `;
  const waiting = notifications.pending === 0 ? 'none waits' : `${notifications.pending} wait on the card`;
  return [
    `installed: ${name}ICCID ${iccid}, ${state}${resumed ? ' (it was there already: its download had been cut off)' : ''}`,
    `reported:  ${counted(notifications.delivered, 'notification')} taken by ${smdpAddress}, ${waiting}`,
    state === 'enabled'
      ? `next:      npx esimlab device disable ${iccid}${options}`
      : `next:      npx esimlab device enable ${iccid}${options}`,
  ];
}

interface Failure {
  readonly message: string;
  /** Of the cause; empty where the server refused. */
  readonly code: string;
}

/** What only the command line knows a way out of. */
const moreAdvice: Readonly<Record<string, string>> = {
  noDefaultSmdp: ', or set a default: esimlab device default-smdp ADDRESS',
};

/** The message, and the last frame on each wire: the octets of the card, what was said to the server. */
export function explainFailure(
  { message, code }: Failure,
  { apdu, http }: LastFrames,
  { colours }: Pick<Terminal, 'colours'>,
): readonly string[] {
  const lines = [`${pc.createColors(colours).red('esimlab:')} ${message}${moreAdvice[code] ?? ''}`];
  if (apdu !== undefined) {
    const { what, command, answer = 'no answer' } = apdu;
    lines.push(`  last command to the card:  ${what} ${shortened(command)} -> ${shortened(answer)}`);
  }
  if (http !== undefined) {
    const { url, status, answer = 'no answer' } = http;
    lines.push(`  last call to the server:   ${url} -> ${status ?? ''} ${statusOnly(answer)}`);
  }
  return lines;
}

/** A refusal says all in its header; of anything else the beginning does. */
function statusOnly(text: string): string {
  const [, status] = /"statusCodeData":(\{[^}]*\})/.exec(text) ?? [];
  return plainText(status ?? shortened(text));
}

const shortened = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);
