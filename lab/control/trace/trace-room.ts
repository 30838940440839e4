import type { Guard } from '../guard.ts';
import { bearerOf } from '../guard.ts';
import { Refused } from '../refused.ts';
import type { SocketRoom } from '../sockets/sockets.ts';
import { readTrace, refuseToListen } from './trace-reader.ts';
import type { TraceRing } from './trace-ring.ts';

/** `/api/trace?after=N`: every event of the world as it happens, and before that those since number N. */
export function traceRoom(ring: TraceRing, guard: Guard): SocketRoom {
  return {
    path: '/api/trace',
    admit(request, query) {
      guard.expectOurs(request);
      guard.expectToken(bearerOf(request) ?? query.get('token') ?? undefined);
      afterOf(query);
    },
    enter(socket, query) {
      refuseToListen(socket);
      socket.once('close', readTrace(socket, ring, afterOf(query)));
    },
  };
}

function afterOf(query: URLSearchParams): number | undefined {
  const text = query.get('after');
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new Refused(400, `after is the number of an event, not "${text.slice(0, 40)}"`);
  return Number(text);
}
