import { verify, X509Certificate } from 'node:crypto';
import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';

import { CertificateError } from '../certificate-error.ts';
import { CertificateRefused } from '../certificate-refused.ts';
import { expectHostName } from '../host-name.ts';
import type { TlsPeer } from '../tls-trust.ts';
import {
  expectKeyUsage,
  expectKnownExtensions,
  expectNoAuthority,
  expectValidAt,
  refuse,
} from '../trust-rules.ts';
import { oids } from '../x509.ts';
import type { WebCertificate } from './read-web-certificate.ts';
import { readWebCertificate } from './read-web-certificate.ts';

/** Who is judged, and by what. */
export interface WebExpectation {
  readonly root: WebCertificate;
  readonly clock: Pick<Clock, 'now'>;
  /** Of a server the name is judged too; who a client is, its common name says. */
  readonly role: 'server' | 'client';
}

/**
 * The judge of a TLS peer of the web PKI: issued by the root, usage, name of a server, and validity at Clock time, in
 * this order. It returns when all is well and otherwise throws CertificateRefused with a message of one line.
 */
export function webJudge(expectation: WebExpectation): (peer: TlsPeer) => void {
  return ({ host, chain }) => {
    try {
      judge(host, chain[0], expectation);
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
      const message = `the ${expectation.role} certificate of ${host} is refused (${error.rule}): ${error.message}`;
      throw new CertificateRefused(error.rule, message, { cause: error });
    }
  };
}

const usages = { server: oids.serverAuth, client: oids.clientAuth } as const;

function judge(host: string, leaf: Bytes | undefined, { root, clock, role }: WebExpectation): void {
  if (leaf === undefined) throw new CertificateRefused('missing', 'none was presented');
  const certificate = readPeer(leaf);
  expectIssuedByRoot(certificate, root);
  expectKnownExtensions(certificate);
  expectNoAuthority(certificate);
  expectKeyUsage(certificate, 'digitalSignature');
  if (!certificate.extendedKeyUsage.includes(usages[role]))
    refuse(certificate, 'extendedKeyUsage', `not for TLS ${role}s (${role}Auth)`);
  if (role === 'server') expectHostName(certificate, host);
  expectValidAt(certificate, clock.now());
}

function readPeer(der: Bytes): WebCertificate {
  try {
    return readWebCertificate(der);
  } catch (cause) {
    if (!(cause instanceof CertificateError || cause instanceof DecodeError)) throw cause;
    throw new CertificateRefused('malformed', cause.message, { cause });
  }
}

const sha256WithRsa = '1.2.840.113549.1.1.11';

/** The root signs all there is: no CA stands between. */
function expectIssuedByRoot(certificate: WebCertificate, root: WebCertificate): void {
  const { authorityKeyIdentifier: named, issuer } = certificate;
  const own = root.subjectKeyIdentifier;
  if (issuer !== root.subject || named === undefined || own === undefined || !sameBytes(named, own))
    refuse(certificate, 'unknownIssuer', `issued by "${issuer}", not by the web root of this lab`);
  if (!isSignedByRoot(certificate, root))
    refuse(certificate, 'signature', `the signature is not that of ${root.subject}`);
}

function isSignedByRoot(
  { signatureAlgorithm, signed, signatureValue }: WebCertificate,
  root: WebCertificate,
): boolean {
  const { publicKey } = new X509Certificate(root.der);
  return signatureAlgorithm === sha256WithRsa && verify('sha256', signed, publicKey, signatureValue);
}
