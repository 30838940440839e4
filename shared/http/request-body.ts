import type { IncomingMessage } from 'node:http';
import type { Bytes } from '#shared/bytes/bytes';
import { collect } from './collect.ts';
import { ClientGone, TransportRefusal } from './route.ts';

/** How many times the limit is read and thrown away, so that the client gets to read the 413. */
const patience = 16;

/**
 * The whole body of a request.
 * @throws TransportRefusal 413 when it has more octets than `limit`
 * @throws ClientGone when the connection ends before the body does
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Bytes> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit * patience) throw tooLarge(limit);
  const { octets, length } = await collected(request, limit);
  if (length > limit) throw tooLarge(limit);
  return octets;
}

async function collected(request: IncomingMessage, limit: number): ReturnType<typeof collect> {
  try {
    return await collect(request, { keep: limit, stop: limit * patience });
  } catch (error) {
    throw new ClientGone('the connection ended within the body', { cause: error });
  }
}

function tooLarge(limit: number): TransportRefusal {
  return new TransportRefusal(413, `the body is larger than ${limit} octets`, { connection: 'close' });
}
