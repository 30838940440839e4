import type { IncomingMessage } from 'node:http';
import type { Bytes } from '#shared/bytes/bytes';
import { joined } from '#shared/bytes/bytes';

export interface Collecting {
  /** So many octets are kept at most. */
  readonly keep: number;
  /** After so many reading stops. */
  readonly stop: number;
  /** Called at each part. */
  readonly arrived?: () => void;
}

/**
 * The body of a message, and how long it was or was when reading stopped. Events rather than the stream's iterator,
 * which costs as much as all the rest of a short call.
 * @throws an Error with the code ECONNRESET when the connection ends before the body does
 */
export function collect(
  message: IncomingMessage,
  { keep, stop, arrived }: Collecting,
): Promise<{ readonly octets: Bytes; readonly length: number }> {
  return new Promise((resolve, reject) => {
    const parts: Bytes[] = [];
    let length = 0;
    const end = (): void => {
      resolve({ octets: joined(parts), length });
    };
    message.on('data', (part: Buffer) => {
      arrived?.();
      length += part.length;
      if (length <= keep) parts.push(part);
      if (length <= stop) return;
      message.pause();
      end();
    });
    message.once('end', end);
    message.once('error', reject);
    message.once('close', () => {
      if (!message.readableEnded)
        reject(Object.assign(new Error('closed within the body'), { code: 'ECONNRESET' }));
    });
  });
}
