import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, fromHex } from '#shared/bytes/bytes';
import type { PemBlock } from '#shared/pki/pem';
import { readPem } from '#shared/pki/pem';

import { InspectError } from './report.ts';

/** What a text holds. */
export type InspectableText =
  | { readonly kind: 'activationCode'; readonly text: string }
  | { readonly kind: 'json'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'pem'; readonly blocks: readonly PemBlock[] }
  | { readonly kind: 'octets'; readonly octets: Bytes; readonly form: 'hex' | 'base64' };

/** Tells the forms of text apart. @throws InspectError when it is none. */
export function readText(given: string): InspectableText {
  const text = given.replace(/^\uFEFF/, '').trim();
  if (text === '') throw new InspectError('nothing to inspect: the text is empty');
  if (text.startsWith('{')) return { kind: 'json', body: parseJson(text) };
  if (text.includes('-----BEGIN')) return { kind: 'pem', blocks: parsePem(text) };
  if (looksLikeActivationCode(text)) return { kind: 'activationCode', text };
  const hex = hexIn(text);
  if (hex !== undefined) return { kind: 'octets', octets: hex, form: 'hex' };
  const octets = base64In(text);
  if (octets !== undefined) return { kind: 'octets', octets, form: 'base64' };
  if (/^1[^0-9A-Za-z]/.test(text)) return { kind: 'activationCode', text };
  throw new InspectError(
    `"${shorten(text)}" is no file here, and neither hex, base64, PEM, JSON nor an activation code; ${hint(text)}`,
  );
}

function looksLikeActivationCode(text: string): boolean {
  return /^["'`]?lpa:/i.test(text) || (text.includes('$') && !text.includes('\n')) || text.startsWith('1%24');
}

/** Hex with or without spaces, colons, 0x, and the arrows of a log of APDUs. */
function hexIn(text: string): Bytes | undefined {
  const digits = text
    .replace(/^\s*(?:[<>]|-->|<--)\s*/, '')
    .replace(/^0x/i, '')
    .replace(/[\s:]/g, '');
  return /^(?:[0-9a-f]{2})+$/i.test(digits) ? fromHex(digits) : undefined;
}

function base64In(text: string): Bytes | undefined {
  try {
    return fromBase64(text);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new InspectError(`the text begins like JSON and is none: ${reasonOf(error)}`, { cause: error });
  }
}

function parsePem(text: string): PemBlock[] {
  const blocks = readPemOrExplain(text);
  if (blocks.length === 0)
    throw new InspectError('a PEM block begins and does not end: the line -----END …----- is missing');
  return blocks;
}

function readPemOrExplain(text: string): PemBlock[] {
  try {
    return readPem(text);
  } catch (error) {
    throw new InspectError(`a PEM block that does not read: ${reasonOf(error)}`, { cause: error });
  }
}

function hint(text: string): string {
  const odd = /^[0-9a-fA-F\s:]+$/.test(text);
  if (odd) return 'the count of hex digits is odd: one is missing';
  if (/[/\\.]/.test(text)) return 'is the path right?';
  const at = /[^0-9a-fA-F\s:]/.exec(text)?.index ?? 0;
  return `as hex it ends at character ${at + 1} ("${text[at] ?? ''}")`;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
