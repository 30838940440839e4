import type { Bytes } from '#shared/bytes/bytes';
import type { Peer } from '#shared/http/peer';
import { PeerNotTrusted } from '#shared/http/peer';
import { readCertificate } from '#shared/pki/certificate';
import { certificateIssuer, testCi } from '#shared/pki/certificate-issuers';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { CiStore } from '#shared/pki/ci-store';
import { tlsJudge } from '#shared/pki/tls-trust';
import type { Clock } from '#shared/runtime/clock';

/**
 * The CIs whose certificates an LPA has without being told: those of SGP.26, our brainpool one, and more in DER.
 * @throws TypeError, DecodeError or CertificateError when one of `more` is no CI's certificate
 */
export function testCiStore(more: readonly Bytes[] = []): CiStore {
  return new CiStore([...testCi().trusted, ...more.map((der) => certificateIssuer(readCertificate(der)))]);
}

/** Whom the LPA talks to: servers whose TLS certificate is under a CI that the eUICC lists (SGP.22 §2.6.6). */
export class ServerTrust {
  readonly #cis: CiStore;
  readonly #clock: Clock;
  readonly #hostsCalledAt: (host: string) => readonly string[];
  #accepted: readonly Bytes[] = [];

  /** @param hostsCalledAt the hosts that a host stands in for: a certificate may be for one of these instead */
  constructor(cis: CiStore, clock: Clock, hostsCalledAt: (host: string) => readonly string[] = () => []) {
    this.#cis = cis;
    this.#clock = clock;
    this.#hostsCalledAt = hostsCalledAt;
  }

  /** The eUICC's euiccCiPKIdListForVerification. Until it is known nobody is trusted. */
  accept(keyIds: readonly Bytes[]): void {
    this.#accepted = keyIds;
  }

  /** For the HTTP client. The name that counts is the SM-DP+ address; where it is called will do too. @throws PeerNotTrusted */
  judge({ host, chain }: Peer): void {
    const names = [...this.#hostsCalledAt(host), host];
    const [refusal, ...others] = names.map((name) => this.#refusalOf({ host: name, chain }));
    if (refusal !== undefined && !others.includes(undefined)) throw refusal;
  }

  #refusalOf(peer: Peer): PeerNotTrusted | undefined {
    try {
      tlsJudge({ cis: this.#cis, accepted: this.#accepted, clock: this.#clock, role: 'dpTls' })(peer);
      return undefined;
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
      return new PeerNotTrusted(error.rule, error.message);
    }
  }
}
