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
  #accepted: readonly Bytes[] = [];

  constructor(cis: CiStore, clock: Clock) {
    this.#cis = cis;
    this.#clock = clock;
  }

  /** The eUICC's euiccCiPKIdListForVerification. Until it is known nobody is trusted. */
  accept(keyIds: readonly Bytes[]): void {
    this.#accepted = keyIds;
  }

  /** For the HTTP client. @throws PeerNotTrusted */
  judge(peer: Peer): void {
    try {
      tlsJudge({ cis: this.#cis, accepted: this.#accepted, clock: this.#clock, role: 'dpTls' })(peer);
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
      throw new PeerNotTrusted(error.rule, error.message);
    }
  }
}
