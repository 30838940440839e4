import type { WebSocket } from 'ws';

import type { TraceMessage } from '../contract.ts';
import type { TraceRing } from './trace-ring.ts';

/** Octets that may wait in a socket before the reader is given no more. */
const highWater = 1_048_576;

/** Close codes (RFC 6455 §7.4.1 and its registry). */
const policyViolation = 1008;
const tryAgainLater = 1013;

/**
 * Hands the events of a ring to one socket, in order. What is in flight is bounded: a reader that is slower than the
 * trace waits in the ring, and one that has fallen out of it is cut with the number to go on from.
 * @param after the number of the last event the reader has; undefined: only what comes from now on
 * @returns a function that ends it
 */
export function readTrace(socket: WebSocket, ring: TraceRing, after: number | undefined): () => void {
  const say = (message: TraceMessage): void => {
    socket.send(JSON.stringify(message));
  };
  say({ hello: { oldest: ring.oldest, newest: ring.newest } });
  let next = after === undefined ? ring.newest + 1 : firstAfter(after, ring.newest);
  let begun = false;
  const begin = (): void => {
    begun = true;
    if (next >= ring.oldest) return;
    if (after !== undefined) say({ gap: { from: next, to: ring.oldest - 1 } });
    next = ring.oldest;
  };
  const pump = (): void => {
    if (socket.readyState !== socket.OPEN || ring.newest === 0) return;
    if (!begun) begin();
    if (next < ring.oldest) {
      end();
      socket.close(tryAgainLater, `too slow; connect again with ?after=${next - 1}`);
      return;
    }
    for (; next <= ring.newest; next += 1) {
      if (socket.bufferedAmount > highWater) return;
      const message = ring.at(next);
      if (message !== undefined) socket.send(message, pumpLater);
    }
  };
  // Called once a message is out; only the one that empties the socket finds work.
  const pumpLater = (): void => {
    if (socket.bufferedAmount <= highWater / 2) pump();
  };
  const end = ring.onMore(pump);
  pump();
  return end;
}

/** A number that was never reached is of another run of the lab, and what there is of this one is new. */
function firstAfter(after: number, newest: number): number {
  return after > newest ? 1 : after + 1;
}

/** A reader has nothing to say. */
export function refuseToListen(socket: WebSocket): void {
  socket.on('message', () => {
    socket.close(policyViolation, 'the trace is read, not written');
  });
}
