import type { TLSSocket } from 'node:tls';
import type { Bytes } from '#shared/bytes/bytes';
import { presentedChain } from './peer.ts';

interface Session {
  readonly ticket: Buffer;
  readonly chain: readonly Bytes[];
}

/**
 * TLS sessions to be resumed, each with the chain of its first handshake: on a resumed connection the server shows
 * no certificate, and who it was has to be judged again all the same.
 */
export class TlsSessions {
  readonly #sessions = new Map<string, Session>();

  /** The session to offer to the server a connection key stands for. */
  for(key: string): Session | undefined {
    return this.#sessions.get(key);
  }

  /** The chain behind an established connection, for which `offered` was offered; its new tickets are kept. */
  keep(key: string, socket: TLSSocket, offered: Session | undefined): readonly Bytes[] {
    const chain = offered !== undefined && socket.isSessionReused() ? offered.chain : presentedChain(socket);
    const early = socket.getProtocol() === 'TLSv1.3' ? undefined : socket.getSession();
    if (early !== undefined) this.#sessions.set(key, { ticket: early, chain });
    socket.on('session', (ticket: Buffer) => this.#sessions.set(key, { ticket, chain }));
    return chain;
  }

  /** The server did not get on with the session. */
  forget(key: string): void {
    this.#sessions.delete(key);
  }
}
