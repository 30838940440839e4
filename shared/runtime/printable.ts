import { toHex } from '../bytes/bytes.ts';

/** Members that are never printed, should an event carry them after all. */
const secret =
  /^(?:k|ki|op|opc|topc|key|keys|secret|password|token|confirmationCode|privateKey|.*PrivateKey)$/i;

/** Deeper members are left out. */
const DEPTH = 8;

/**
 * A value as a log prints it: octets as hex when `hex` is set, else only their number; errors with stack and cause;
 * nothing under a name that stands for a secret.
 */
export function printable(value: unknown, hex: boolean, depth = DEPTH): unknown {
  if (value instanceof Uint8Array) return hex ? toHex(value) : `${value.length} octets`;
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (value instanceof Error) return { ...members(value, hex, depth), ...ofError(value, hex, depth) };
  if (Array.isArray(value)) return value.map((item) => printable(item, hex, depth - 1));
  if (value instanceof Map) return members(Object.fromEntries<unknown>(value), hex, depth);
  if (value instanceof Set) return [...value].map((item) => printable(item, hex, depth - 1));
  return members(value, hex, depth);
}

function members(value: object, hex: boolean, depth: number): Record<string, unknown> {
  const shown = Object.entries(value).filter(([name]) => !secret.test(name));
  return Object.fromEntries(shown.map(([name, member]) => [name, printable(member, hex, depth - 1)]));
}

function ofError(error: Error, hex: boolean, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...(cause === undefined ? {} : { cause: printable(cause, hex, depth - 1) }),
  };
}
