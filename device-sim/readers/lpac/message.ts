import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';

/** What a line of lpac asks of its backends (its stdio drivers), or that it asks nothing. */
export type Message =
  | { readonly kind: 'apdu'; readonly func: string; readonly param: Bytes }
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly tx: Bytes;
      readonly headers: readonly string[];
    }
  /** For a person or a program: its results, its progress, its usage. `preview`: it waits for a yes or no. */
  | { readonly kind: 'told'; readonly preview: boolean }
  /** Meant for a backend, and not understood. */
  | { readonly kind: 'wrong'; readonly backend: 'apdu' | 'http'; readonly why: string };

type Members = Readonly<Record<string, unknown>>;

/** Reads one line. Never throws. */
export function readMessage(line: string): Message {
  const { type, payload } = membersOf(parsed(line));
  const members = membersOf(payload);
  if (type !== 'apdu' && type !== 'http') {
    return { kind: 'told', preview: type === 'progress' && members['message'] === 'preview' };
  }
  try {
    return type === 'apdu' ? readApdu(members) : readHttp(members);
  } catch (error) {
    return { kind: 'wrong', backend: type, why: error instanceof Error ? error.message : String(error) };
  }
}

function readApdu({ func, param }: Members): Message {
  if (typeof func !== 'string') throw new TypeError('func is no text');
  return { kind: 'apdu', func, param: octetsOf('param', param ?? '') };
}

function readHttp({ url, tx, headers }: Members): Message {
  if (typeof url !== 'string' || !URL.canParse(url)) throw new TypeError('url is no URL');
  if (!Array.isArray(headers) || !headers.every((each) => typeof each === 'string'))
    throw new TypeError('headers is no list of texts');
  return { kind: 'http', url, tx: octetsOf('tx', tx ?? ''), headers };
}

function octetsOf(name: string, value: unknown): Bytes {
  if (typeof value !== 'string' || !/^(?:[0-9A-Fa-f]{2})*$/.test(value))
    throw new TypeError(`${name} is no hex of whole octets`);
  return fromHex(value);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
