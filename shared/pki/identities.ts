import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { parseHostAndPort } from '#shared/identifiers/host';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';

import type { CertificateIssuer, SigningCertificateIssuer } from './certificate-issuer.ts';
import { signingIssuer } from './certificate-issuer.ts';
import type { Certificate } from './certificate.ts';
import { ipOctets } from './ip-address.ts';
import { drawSerialNumber, manner, validity } from './issue-policy.ts';
import type { IssueOptions } from './issue.ts';
import { issueCertificate } from './issue.ts';
import type { Identity, Sgp26Key } from './sgp26.ts';
import { sgp26Certificate, sgp26Identity, sgp26Key } from './sgp26.ts';

/** What an SM-DP+ is: three certificates with their keys, under one CI. */
export interface ServerIdentity {
  readonly ci: CertificateIssuer;
  readonly dpAuth: Identity;
  readonly dpPb: Identity;
  readonly dpTls: Identity;
  /** The registered id of the three: the SM-DP+'s OID, dotted. */
  readonly smdpOid: string;
}

/** What an eUICC has for one CI. */
export interface EuiccIdentity {
  readonly ci: CertificateIssuer;
  readonly eum: Certificate;
  readonly euicc: Certificate;
  readonly key: PrivateKey;
}

interface Making {
  readonly ci: CertificateIssuer;
  /** Draws happen below an address of its own for each CI. */
  readonly entropy: Entropy;
  readonly clock: Pick<Clock, 'now'>;
}

const smdpOid = '2.999.10';
const loopback = ['localhost', '127.0.0.1', '::1'];
const crlUrls = ['http://ci.test.example.com/CRL-A.crl', 'http://ci.test.example.com/CRL-B.crl'];

/**
 * Fresh certificates of an SM-DP+, dated from the clock. `addresses` (a port is passed over) and the loopback names go
 * into the TLS certificate. Under the SGP.26 NIST CI the keys are the published ones, elsewhere they are drawn.
 * @throws TypeError when the CI's key is not known or an address is none.
 */
export function serverIdentity(options: Making & { readonly addresses: readonly string[] }): ServerIdentity {
  const { ci, addresses } = options;
  const bench = openBench(options);
  const published = isSgp26Nist(ci);
  const identity = (
    role: 'dpAuth' | 'dpPb' | 'dpTls',
    key: Sgp26Key,
    more: Partial<IssueOptions>,
  ): Identity =>
    bench.issue(role, published ? sgp26Key(key) : bench.drawKey(`${role}Key`), {
      subject: { O: 'ACME', CN: 'TEST SM-DP+' },
      registeredId: smdpOid,
      crlUrls,
      ...more,
    });
  const hosts = [...new Set([...addresses.map((address) => parseHostAndPort(address).host), ...loopback])];
  return {
    ci,
    smdpOid,
    dpAuth: identity('dpAuth', 'dpAuthNist', {}),
    dpPb: identity('dpPb', 'dpPbNist', {}),
    dpTls: identity('dpTls', 'dpTlsNist', tlsNames(hosts)),
  };
}

/**
 * Certificate and key of an eUICC under a CI, dated from the clock. Its EUM is the published SGP.26 one where that may
 * issue this EID, else a fresh one that is constrained to the first eight digits.
 * @throws TypeError when the CI's key is not known or the EID has another shape.
 */
export function euiccIdentity(options: Making & { readonly eid: string }): EuiccIdentity {
  const { ci, eid, clock } = options;
  if (!/^\d{32}$/.test(eid)) throw new TypeError(`not an EID (32 digits): "${eid}"`);
  const bench = openBench(options);
  const ein = eid.slice(0, 8);
  const eum =
    isSgp26Nist(ci) && publishedEumFits(ein, clock.now()) ? sgp26Identity('eumNist') : freshEum(bench, ein);
  const organization = eum.certificate.organization ?? '';
  const { certificate, key } = bench.issue('euicc', bench.drawKey('euiccKey'), {
    subject: { C: 'ES', O: organization, serialNumber: eid, CN: 'Test eUICC' },
    issuer: eum,
  });
  return { ci, eum: eum.certificate, euicc: certificate, key };
}

interface Bench {
  drawKey(purpose: string): PrivateKey;
  issue(role: IssueOptions['role'], key: PrivateKey, values: IssueValues): Identity;
}

type IssueValues = Pick<IssueOptions, 'subject'> & Partial<IssueOptions>;

function openBench({ ci, entropy, clock }: Making): Bench {
  const { certificate, key: ciKey, curve }: SigningCertificateIssuer = signingIssuer(ci);
  const there = entropy.at(`pki/${toHex(ci.id)}`);
  const now = clock.now();
  return {
    drawKey: (purpose) => privateKeyFromDraw(curve, there.draw(purpose, 40)),
    issue: (role, key, values) => ({
      key,
      certificate: issueCertificate({
        role,
        issuer: { certificate, key: ciKey },
        publicKey: key.publicKey,
        serialNumber: drawSerialNumber(there),
        ...validity(role, now),
        how: manner(entropy),
        ...values,
      }),
    }),
  };
}

function freshEum(bench: Bench, ein: string): Identity {
  const organization = 'RSP Test EUM';
  return bench.issue('eum', bench.drawKey('eumKey'), {
    subject: { C: 'ES', O: organization, CN: `EUM Test ${ein}` },
    registeredId: '2.999.5',
    einConstraint: { organization, ein },
    crlUrls: crlUrls.slice(1),
  });
}

function tlsNames(hosts: readonly string[]): Partial<IssueOptions> {
  const ipAddresses = hosts.map(ipOctets).filter((octets): octets is Bytes => octets !== undefined);
  const dnsNames = hosts.filter((host) => ipOctets(host) === undefined);
  return { subject: { O: 'ACME', OU: 'TESTCERT', CN: commonName(hosts) }, dnsNames, ipAddresses };
}

/** A common name holds 64 characters (RFC 5280 A.1). */
function commonName([first = 'localhost']: readonly string[]): string {
  return first.length <= 64 ? first : 'TEST SM-DP+';
}

function isSgp26Nist({ certificate }: CertificateIssuer): boolean {
  return sameBytes(certificate.publicKey.point, sgp26Certificate('ciNist').publicKey.point);
}

function publishedEumFits(ein: string, now: Instant): boolean {
  const { nameConstraints, notBefore, notAfter } = sgp26Certificate('eumNist');
  return nameConstraints[0]?.serialNumberPrefix === ein && notBefore <= now && now <= notAfter;
}
