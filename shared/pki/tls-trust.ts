import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';

import type { TrustRule } from './certificate-refused.ts';
import { CertificateRefused } from './certificate-refused.ts';
import type { Certificate } from './certificate.ts';
import type { CiStore } from './ci-store.ts';
import { expectHostName } from './host-name.ts';
import {
  expectIssuedBy,
  expectKeyUsage,
  expectKnownExtensions,
  expectNoAuthority,
  expectRole,
  expectValidAt,
  refuse,
} from './trust-rules.ts';
import { readPeerCertificate } from './trust.ts';
import { oids } from './x509.ts';

/** Who is judged, and by what. */
export interface TlsExpectation {
  /** The CIs whose certificates are at hand. */
  readonly cis: CiStore;
  /** The key identifiers that count, an eUICC's euiccCiPKIdListForVerification; all of `cis` when left out. */
  readonly accepted?: readonly Bytes[];
  readonly clock: Pick<Clock, 'now'>;
  readonly role: 'dpTls' | 'dsTls';
}

/** The far end of a TLS connection: the host asked for, without a port, and its certificates in DER, its own first. */
export interface TlsPeer {
  readonly host: string;
  readonly chain: readonly Bytes[];
}

/**
 * The judge of a server's TLS certificate (SGP.22 §2.6.6): anchor, role, usage, name, and validity at Clock time.
 * It returns when all is well and otherwise throws CertificateRefused with a message of one line for people: the
 * host, what is wrong, what to do.
 */
export function tlsJudge(expectation: TlsExpectation): (peer: TlsPeer) => void {
  return ({ host, chain }) => {
    try {
      judge(host, chain[0], expectation);
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
      const message = `the TLS certificate of ${host} is refused (${error.rule}): ${error.message}; ${advice[error.rule] ?? otherServer}`;
      throw new CertificateRefused(error.rule, message, { cause: error });
    }
  };
}

function judge(host: string, leaf: Bytes | undefined, expectation: TlsExpectation): void {
  if (leaf === undefined) throw new CertificateRefused('missing', 'none was presented');
  const certificate = readPeerCertificate(leaf);
  expectIssuedBy(certificate, anchorOf(certificate, expectation));
  expectKnownExtensions(certificate);
  expectNoAuthority(certificate);
  expectRole(certificate, expectation.role);
  expectKeyUsage(certificate, 'digitalSignature');
  if (!certificate.extendedKeyUsage.includes(oids.serverAuth))
    refuse(certificate, 'extendedKeyUsage', 'not for TLS servers (serverAuth)');
  expectHostName(certificate, host);
  expectValidAt(certificate, expectation.clock.now());
}

function anchorOf(certificate: Certificate, { cis, accepted }: TlsExpectation): Certificate {
  const issuer = cis.issuerOf(certificate);
  if (accepted !== undefined && !accepted.some((keyId) => sameBytes(keyId, issuer.id)))
    refuse(
      certificate,
      'unknownIssuer',
      `issued by "${issuer.name}" (${toHex(issuer.id)}), which the eUICC does not list`,
    );
  return issuer.certificate;
}

const otherServer = 'check that the activation code names the right SM-DP+';

const advice: Readonly<Partial<Record<TrustRule, string>>> = {
  curve: 'an SM-DP+ has a certificate on P-256 or brainpoolP256r1 under a GSMA CI; check the address',
  unknownIssuer:
    'hand over the CI certificate with --ci-cert FILE and give the device that CI, or use another server',
  serverName: 'use one of these names in the activation code, or start the server with --address',
  expired: 'set the clock back, or restart the server: it issues a fresh certificate',
  notYetValid: 'set the clock forward, or restart the server: it issues a fresh certificate',
};
