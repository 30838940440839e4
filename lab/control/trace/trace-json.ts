import { printable } from '#shared/runtime/printable';
import { toIso } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';

import type { TraceEventMessage } from '../contract.ts';

/** An event as the socket tells it: octets in hex, no secrets, no stack of an error. */
export function traceJson({ number, at, name, event }: TraceRecord): string {
  const message: TraceEventMessage = { number, at: toIso(at), name, event: printable(event, true) };
  return JSON.stringify(message, (member, value: unknown) => (member === 'stack' ? undefined : value));
}
