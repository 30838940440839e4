import type { Peer, PeerJudge } from '#shared/http/peer';
import { PeerNotTrusted } from '#shared/http/peer';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { keysOfThisProcess } from '#shared/pki/web/process-keys';
import { webClient, webServer } from '#shared/pki/web/web-certificate';
import type { KeptKeys, WebIdentity } from '#shared/pki/web/web-identity';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { webJudge } from '#shared/pki/web/web-trust';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import './events.ts';
import type { SharedWebPki } from './shared-web-pki.ts';

/** Key and certificate as PEM: what servers and clients take. */
export interface Credentials {
  readonly key: string;
  readonly cert: string;
}

/** What a web PKI is made of. */
export interface WebPkiOptions {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** Drawn unless given. */
  readonly root?: WebIdentity;
  /** Where the keys of servers are kept from one process to the next. A seed draws them anew, and the same. */
  readonly serverKeys?: KeptKeys;
  /** Keys and certificates that worlds have in common. */
  readonly shared?: SharedWebPki;
}

/** A judge of certificates as the connections of a world take it. */
export function peerJudge(judge: (peer: Peer) => void): PeerJudge {
  return (peer) => {
    try {
      judge(peer);
    } catch (cause) {
      if (!(cause instanceof CertificateRefused)) throw cause;
      throw new PeerNotTrusted(cause.rule, cause.message, { cause });
    }
  };
}

/** The TLS side of operators: one root, servers and clients under it. Nothing is drawn before it is asked for. */
export class WebPki {
  readonly #options: WebPkiOptions;
  readonly #keys: Entropy;
  #root: WebIdentity | undefined;

  constructor(options: WebPkiOptions) {
    this.#options = options;
    this.#root = options.root;
    this.#keys = options.entropy.seeded ? options.entropy : keysOfThisProcess();
  }

  /** Of all servers and clients of the world; a browser is told to trust it. */
  get root(): WebIdentity {
    this.#root ??= this.#kept('root', () => webRoot(this.#making()));
    return this.#root;
  }

  /** A server that is reached by these names and addresses. It sends the root along, for browsers. */
  server(addresses: readonly string[]): Credentials {
    const { entropy, serverKeys } = this.#options;
    const keptKeys = entropy.seeded || serverKeys === undefined ? {} : { keptKeys: serverKeys };
    const { key, certificate } = this.#kept(`server ${addresses.join(' ')}`, () =>
      webServer({ ...this.#making(), ...keptKeys, root: this.root, addresses }),
    );
    return { key, cert: webCertificatePem(certificate, this.root.certificate) };
  }

  /** A client, by the name of who it is. */
  client(name: string): Credentials {
    const { key, certificate } = this.clientIdentity(name);
    return { key, cert: webCertificatePem(certificate) };
  }

  /** A client for others to use: an operator that calls ES2+ from outside, unless named otherwise. */
  clientIdentity(name = 'esimlab operator'): WebIdentity {
    return this.#kept(`client ${name}`, () =>
      webClient({ ...this.#making(), root: this.root, operator: name }),
    );
  }

  /** Judges the servers that a client of the world calls. */
  judgeOfServers(): PeerJudge {
    return this.#judge('server');
  }

  /** Judges the clients of a server, and tells of those it refuses. */
  judgeOfClients(server: string): PeerJudge {
    const judge = this.#judge('client');
    return (peer) => {
      try {
        judge(peer);
      } catch (error) {
        if (error instanceof PeerNotTrusted)
          this.#options.trace.emit('client.refused', { server, rule: error.rule, message: error.message });
        throw error;
      }
    };
  }

  #judge(role: 'server' | 'client'): PeerJudge {
    const { clock } = this.#options;
    return peerJudge((peer) => {
      webJudge({ root: this.root.certificate, clock, role })(peer);
    });
  }

  #making() {
    const { clock, entropy, shared } = this.#options;
    return shared === undefined ? { clock, entropy, keys: this.#keys } : { clock, entropy: shared.entropy() };
  }

  #kept(what: string, make: () => WebIdentity): WebIdentity {
    const { clock, shared } = this.#options;
    return shared === undefined ? make() : shared.identity(what, clock.now(), make);
  }
}
