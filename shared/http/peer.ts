import type { TLSSocket } from 'node:tls';
import type { Bytes } from '#shared/bytes/bytes';
import { toBase64 } from '#shared/bytes/bytes';

/** The other end of a TLS connection as it presented itself. */
export interface Peer {
  /** The name that was asked for; of a client, its address. */
  readonly host: string;
  /** DER, the leaf first. Empty when a client showed no certificate. */
  readonly chain: readonly Bytes[];
}

/** Judges the other end at Clock time, before the first octet of HTTP. @throws PeerNotTrusted */
export type PeerJudge = (peer: Peer) => void;

/** The other end is not who it should be. `rule` names the check that failed, the message is one line. */
export class PeerNotTrusted extends Error {
  override readonly name = 'PeerNotTrusted';
  readonly rule: string;

  constructor(rule: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.rule = rule;
  }
}

/** So many chains are remembered: anybody may come with certificates of his own making. */
const mostChains = 1_000;

/** Remembers what clients presented: in a resumed session TLS shows the leaf alone. */
export class PeerChains {
  readonly #bySocket = new WeakMap<TLSSocket, readonly Bytes[]>();
  readonly #byLeaf = new Map<string, readonly Bytes[]>();

  /** The chain that stands behind an established connection. */
  of(socket: TLSSocket): readonly Bytes[] {
    const known = this.#bySocket.get(socket);
    if (known) return known;
    const chain = this.#complete(presentedChain(socket), socket.isSessionReused());
    this.#bySocket.set(socket, chain);
    return chain;
  }

  #complete(shown: readonly Bytes[], resumed: boolean): readonly Bytes[] {
    const leaf = shown[0];
    if (!leaf) return shown;
    const name = toBase64(leaf);
    const chain = resumed ? (this.#byLeaf.get(name) ?? shown) : shown;
    this.#byLeaf.delete(name);
    this.#byLeaf.set(name, chain);
    const [oldest] = this.#byLeaf.keys();
    if (this.#byLeaf.size > mostChains && oldest !== undefined) this.#byLeaf.delete(oldest);
    return chain;
  }
}

/**
 * What the other end showed in the handshake, the leaf first. To be asked once for a connection: Node 20 takes what it
 * answers out of the connection.
 */
export function presentedChain(socket: TLSSocket): Bytes[] {
  const chain: Bytes[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined) {
    chain.push(new Uint8Array(certificate.raw));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
