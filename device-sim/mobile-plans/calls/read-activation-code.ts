import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import { parseHostAndPort } from '#shared/identifiers/host';

import type { Described } from '../bridge/described.ts';
import { sayDescribed } from '../bridge/described.ts';
import type { Findings } from '../findings.ts';

/** A code that a download may be tried with. */
export interface UsableCode {
  /** Without prefix and blanks. */
  readonly code: string;
  readonly confirmationCodeRequired: boolean;
}

/** Reads the activation code a portal handed over; undefined when it cannot be used, and a finding says why. */
export function readActivationCode(value: Described | undefined, findings: Findings): UsableCode | undefined {
  if (typeof value !== 'string') {
    findings.add('codeMalformed', sayDescribed(value));
    return undefined;
  }
  const trimmed = value.trim();
  if (trimmed === '') {
    findings.add('codeEmpty');
    return undefined;
  }
  if (/\s/.test(value)) findings.add('codeBlanks');
  if (/\s/.test(trimmed)) return undefined;
  const plain = trimmed.replace(/^lpa:/i, '');
  if (plain !== trimmed) findings.add('codePrefix');
  return parse(plain, findings);
}

function parse(text: string, findings: Findings): UsableCode | undefined {
  const bare = isAddress(text);
  if (bare) findings.add('codeWithoutMatchingId');
  const code = bare ? `1$${text}$` : text;
  try {
    const { confirmationCodeRequired } = parseActivationCode(code);
    if (confirmationCodeRequired) findings.add('codeWantsConfirmation');
    return { code, confirmationCodeRequired };
  } catch (error) {
    if (!(error instanceof ActivationCodeError)) throw error;
    findings.add('codeMalformed', error.message);
    return undefined;
  }
}

/** The documentation lets a bare SM-DP+ address stand for a code; a word without dot and port is none. */
function isAddress(text: string): boolean {
  if (!/[.:]/.test(text)) return false;
  try {
    parseHostAndPort(text);
    return true;
  } catch {
    return false;
  }
}
