import { X509Certificate } from 'node:crypto';

import type { Bytes } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Instant } from '#shared/runtime/span';

import { CertificateRefused } from '../certificate-refused.ts';
import { ipOctets } from '../ip-address.ts';
import { readPem } from '../pem.ts';
import type { TlsPeer } from '../tls-trust.ts';
import { oids } from '../x509.ts';

/** What servers of somebody else are judged by. */
export interface CaExpectation {
  readonly cas: readonly X509Certificate[];
  readonly clock: Pick<Clock, 'now'>;
}

/** No chain of a public CA is longer. */
const longest = 10;

/** The certificates in a PEM text, of whatever kind of key. @throws TypeError of one line when there is none, or a broken one */
export function readCaPem(text: string): readonly X509Certificate[] {
  const blocks = readPem(text).filter(({ label }) => label === 'CERTIFICATE');
  if (blocks.length === 0) throw new TypeError('no PEM block "CERTIFICATE" stands there');
  return blocks.map(({ der }) => {
    try {
      return new X509Certificate(der);
    } catch (cause) {
      throw new TypeError('a PEM block "CERTIFICATE" there holds no certificate', { cause });
    }
  });
}

/**
 * The judge of a TLS server that somebody else runs: a chain up to one of the CAs, which may be the server's own
 * certificate, its usage and its name, and validity at Clock time. It returns when all is well and otherwise throws
 * CertificateRefused with a message of one line.
 */
export function caJudge(expectation: CaExpectation): (peer: TlsPeer) => void {
  return ({ host, chain }) => {
    try {
      judge(host, chain, expectation);
    } catch (error) {
      if (!(error instanceof CertificateRefused)) throw error;
      const message = `the server certificate of ${host} is refused (${error.rule}): ${error.message}`;
      throw new CertificateRefused(error.rule, message, { cause: error });
    }
  };
}

function judge(host: string, chain: readonly Bytes[], { cas, clock }: CaExpectation): void {
  const [leaf, ...above] = chain.map(read);
  if (leaf === undefined) throw new CertificateRefused('missing', 'none was presented');
  for (const certificate of pathOf(leaf, above, cas)) expectValidAt(certificate, clock.now());
  const usages = leaf.keyUsage as readonly string[] | undefined;
  if (usages !== undefined && !usages.includes(oids.serverAuth))
    throw new CertificateRefused('extendedKeyUsage', 'it is not for TLS servers (serverAuth)');
  const asked = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const isNamed = ipOctets(asked) === undefined ? leaf.checkHost(asked) : leaf.checkIP(asked);
  if (isNamed === undefined)
    throw new CertificateRefused('serverName', `it is for ${leaf.subjectAltName ?? '(nobody)'}`);
}

function read(der: Bytes): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new CertificateRefused('malformed', 'it is no certificate', { cause });
  }
}

/** From the leaf to one of the CAs, that included. */
function pathOf(
  leaf: X509Certificate,
  above: readonly X509Certificate[],
  cas: readonly X509Certificate[],
): readonly X509Certificate[] {
  const path = [leaf];
  for (let last = leaf; path.length <= longest;) {
    const anchor = cas.find((ca) => ca.fingerprint256 === last.fingerprint256 || isIssuer(ca, last));
    if (anchor !== undefined) return [...path, anchor];
    const next = above.find((ca) => ca.ca && !path.includes(ca) && isIssuer(ca, last));
    if (next === undefined) break;
    path.push(next);
    last = next;
  }
  const issuer = (path.at(-1) ?? leaf).issuer.replace(/\n/g, ', ');
  throw new CertificateRefused(
    'unknownIssuer',
    `issued by "${issuer}", which is none of the CAs that were given`,
  );
}

/** Its own signature is looked at, and not its name alone. */
function isIssuer(ca: X509Certificate, of: X509Certificate): boolean {
  return of.checkIssued(ca) && of.verify(ca.publicKey);
}

function expectValidAt({ validFrom, validTo, subject }: X509Certificate, at: Instant): void {
  const who = subject.replace(/\n/g, ', ');
  if (at < Date.parse(validFrom))
    throw new CertificateRefused('notYetValid', `"${who}" is not valid before ${validFrom}`);
  if (at > Date.parse(validTo))
    throw new CertificateRefused('expired', `"${who}" was valid until ${validTo}`);
}
