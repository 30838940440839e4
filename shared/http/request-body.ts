import type { IncomingMessage } from 'node:http';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import { ClientGone, TransportRefusal } from './route.ts';

/** How many times the limit is read and thrown away, so that the client gets to read the 413. */
const patience = 16;

/**
 * The whole body of a request.
 * @throws TransportRefusal 413 when it has more octets than `limit`
 * @throws ClientGone when the connection ends before the body does
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Bytes> {
  const parts: Bytes[] = [];
  let length = 0;
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit * patience) throw tooLarge(limit);
  try {
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > limit * patience) break;
      if (length <= limit) parts.push(part);
    }
  } catch (error) {
    throw new ClientGone('the connection ended within the body', { cause: error });
  }
  if (length > limit) throw tooLarge(limit);
  return concat(...parts);
}

function tooLarge(limit: number): TransportRefusal {
  return new TransportRefusal(413, `the body is larger than ${limit} octets`, { connection: 'close' });
}
