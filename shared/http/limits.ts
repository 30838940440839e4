import type { Span } from '#shared/runtime/span';
import { seconds } from '#shared/runtime/span';

/** What a server grants a connection. Spans are wall time: they guard the transport, not the protocol (design.md §3). */
export interface ServerLimits {
  /** TLS handshake. */
  readonly handshake: Span;
  /** From the first octet of a request to the last of its body. */
  readonly request: Span;
  /** A connection kept alive without a request. */
  readonly idle: Span;
  /** How long `close` lets open exchanges end. */
  readonly closing: Span;
  /** All header lines of a request together, in octets. */
  readonly headerOctets: number;
  readonly headerLines: number;
  readonly bodyOctets: number;
  readonly connections: number;
  readonly requestsPerConnection: number;
}

/** What a client grants a server, in wall time; time-outs of functions are spans of the Clock. */
export interface ClientLimits {
  /** TCP connection, proxy and TLS handshake together. */
  readonly connect: Span;
  /** A pause within a body. */
  readonly pause: Span;
  /** How long a connection is kept for the next call: shorter than servers keep it. */
  readonly idle: Span;
  readonly bodyOctets: number;
}

const kibi = 1024;

export const serverLimits: ServerLimits = {
  handshake: seconds(10),
  request: seconds(10),
  idle: seconds(60),
  closing: seconds(2),
  headerOctets: 16 * kibi,
  headerLines: 100,
  bodyOctets: kibi * kibi,
  connections: 1_000,
  requestsPerConnection: 100_000,
};

export const clientLimits: ClientLimits = {
  connect: seconds(10),
  pause: seconds(30),
  idle: seconds(1),
  bodyOctets: 16 * kibi * kibi,
};

/** Calls `ring` once after a span of wall time, unless the returned function is called before. Keeps no process alive. */
export function wallTimer(span: Span, ring: () => void): () => void {
  const timer = setTimeout(ring, span);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}
