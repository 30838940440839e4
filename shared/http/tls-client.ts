import { Agent as PlainAgent } from 'node:http';
import type { ClientRequest, ClientRequestArgs } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { AgentOptions, RequestOptions } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { dial } from './dial.ts';
import type { Directions } from './dial.ts';
import { codeOf, HttpFailure, tlsFailure } from './failure.ts';
import { wallTimer } from './limits.ts';
import type { ClientLimits } from './limits.ts';
import { commonContext } from './common-context.ts';
import { PeerNotTrusted } from './peer.ts';
import type { Peer, PeerJudge } from './peer.ts';
import { TlsSessions } from './tls-sessions.ts';

/** Node's own check judges by wall time; this switches it off where a {@link PeerJudge} stands in for it. Used nowhere else. */
export const judgedHere = { rejectUnauthorized: false } as const;

/** What both agents need to connect. */
export interface Connecting extends Directions {
  readonly limits: ClientLimits;
}

type Connected = (error: Error | null, stream: Duplex) => void;

/** Connections without TLS. */
export class NamedAgent extends PlainAgent {
  readonly #connecting: Connecting;

  constructor(connecting: Connecting, options: AgentOptions) {
    super(options);
    this.#connecting = connecting;
  }

  override createConnection(options: ClientRequestArgs, connected?: Connected): undefined {
    const [host, port] = [options.host ?? 'localhost', Number(options.port ?? 80)];
    hand(
      withinLimit(this.#connecting, host, port, (socket) => Promise.resolve(socket)),
      connected,
    );
  }
}

/** TLS connections whose other end is judged when they are made, and again whenever they are used again. */
export class JudgingAgent extends TlsAgent {
  readonly #connecting: Connecting;
  readonly #judge: PeerJudge | undefined;
  readonly #sessions = new TlsSessions();
  readonly #peers = new WeakMap<Duplex, Peer>();
  readonly #givenUp = new WeakSet<ClientRequest>();

  constructor(connecting: Connecting, judge: PeerJudge | undefined, options: AgentOptions) {
    super({ ...options, maxCachedSessions: 0, ...(judge && judgedHere) });
    this.#connecting = connecting;
    this.#judge = judge;
  }

  override createConnection(options: RequestOptions, connected?: Connected): undefined {
    hand(this.#connect(options), connected);
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    const peer = this.#peers.get(socket);
    if (!peer) return;
    try {
      this.#judge?.(peer);
    } catch {
      this.#givenUp.add(request);
      socket.destroy();
    }
  }

  /** Whether a kept connection was ended before the request because its peer is trusted no more; a new one may do better. */
  gaveUp(request: ClientRequest): boolean {
    return this.#givenUp.has(request);
  }

  async #connect(options: RequestOptions): Promise<TLSSocket> {
    try {
      return await this.#open(options);
    } catch (error) {
      // A server with a brainpool key that offers TLS 1.3 as well finds no signature for it (OpenSSL 3.0).
      const refused = error instanceof HttpFailure && codeOf(error.cause).endsWith('ALERT_HANDSHAKE_FAILURE');
      if (!refused || options.maxVersion === 'TLSv1.2') throw error;
      return this.#open({ ...options, maxVersion: 'TLSv1.2' });
    }
  }

  async #open(options: RequestOptions): Promise<TLSSocket> {
    const [host, port] = [options.host ?? 'localhost', Number(options.port ?? 443)];
    const key = `${host}:${port} ${options.maxVersion ?? ''}`;
    const offered = this.#sessions.for(key);
    return withinLimit(this.#connecting, host, port, async (transport) => {
      const session = offered === undefined ? {} : { session: offered.ticket };
      const withTransport: RequestOptions & { socket: Socket } = {
        ...options,
        ...session,
        ...commonContext(options),
        socket: transport,
      };
      const socket = super.createConnection(withTransport);
      if (!(socket instanceof TLSSocket)) throw new Error('node:https made no TLS socket');
      try {
        await handshake(socket, `${host}:${port}`);
      } catch (error) {
        this.#sessions.forget(key);
        throw error;
      }
      const peer = { host, chain: this.#sessions.keep(key, socket, offered) };
      this.#judgeNew(socket, peer, `${host}:${port}`);
      return socket;
    });
  }

  #judgeNew(socket: TLSSocket, peer: Peer, where: string): void {
    try {
      this.#judge?.(peer);
    } catch (error) {
      socket.destroy();
      if (!(error instanceof PeerNotTrusted)) throw error;
      throw new HttpFailure('tls', `${where}: ${error.message}`, { cause: error });
    }
    this.#peers.set(socket, peer);
  }
}

async function withinLimit<S extends Socket>(
  connecting: Connecting,
  host: string,
  port: number,
  finish: (transport: Socket) => Promise<S>,
): Promise<S> {
  const { connect } = connecting.limits;
  let transport: Socket | undefined;
  let late: (failure: HttpFailure) => void = () => undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    late = reject;
  });
  const cancel = wallTimer(connect, () => {
    late(
      new HttpFailure('timeout', `${host}:${port}: no connection within ${connect} ms; check the address`),
    );
    transport?.destroy();
  });
  const connection = dial(connecting, host, port).then((dialled) => {
    transport = dialled;
    return finish(dialled);
  });
  try {
    return await Promise.race([connection, tooLate]);
  } finally {
    cancel();
  }
}

async function handshake(socket: TLSSocket, where: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', (error) => {
      reject(tlsFailure(error, where));
    });
    socket.once('close', () => {
      reject(new HttpFailure('tls', `${where}: the server closed the connection within the TLS handshake`));
    });
  });
}

function hand(connection: Promise<Socket>, connected: Connected | undefined): void {
  connection.then(
    (socket) => connected?.(null, socket),
    // Node looks at the stream only where there is no error.
    (error: unknown) => connected?.(error instanceof Error ? error : new Error(String(error)), new Socket()),
  );
}
