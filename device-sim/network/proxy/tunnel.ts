import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Span } from '#shared/runtime/span';

import { destinationOfConnect } from './destination.ts';
import { refusal } from './refusal.ts';
import type { Way, WayOut } from './way-out.ts';
import { NoWayOut } from './way-out.ts';

/** Answers CONNECT (RFC 9110 §9.3.6): octets go both ways until one end closes, or nothing came for `idle`. */
export async function tunnel(
  wayOut: WayOut,
  idle: Span,
  target: string,
  client: Duplex,
  first: Uint8Array,
): Promise<void> {
  client.on('error', () => client.destroy());
  const to = destinationOfConnect(target);
  if (to === undefined) {
    refuse(client, '400 Bad Request', 'CONNECT wants host:port');
    return;
  }
  let way: Way;
  try {
    way = await wayOut.open(to);
  } catch (error) {
    if (!(error instanceof NoWayOut)) throw error;
    refuse(client, '502 Bad Gateway', error.message);
    return;
  }
  const { socket: far, moved } = way;
  join(client, far, idle);
  if (client.destroyed) return;
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (first.length > 0) far.write(first);
  client.pipe(far);
  far.pipe(client);
  client.on('data', moved);
  far.on('data', moved);
}

function refuse(client: Duplex, status: string, why: string): void {
  client.end(refusal(status, why), () => client.destroy());
}

/** Either end takes the other with it. */
function join(client: Duplex, far: Socket, idle: Span): void {
  far.setTimeout(idle, () => far.destroy());
  far.once('close', () => client.destroy());
  if (client.destroyed) far.destroy();
  else client.once('close', () => far.destroy());
}
