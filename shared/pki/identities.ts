import type { Bytes } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import { parseHostAndPort } from '#shared/identifiers/host';
import type { Instant } from '#shared/runtime/span';

import type { CertificateIssuer } from './certificate-issuer.ts';
import type { Certificate } from './certificate.ts';
import type { IdentityBench, IssueValues, Making } from './identity-bench.ts';
import { crlUrls, openIdentityBench } from './identity-bench.ts';
import { ipOctets } from './ip-address.ts';
import type { Identity } from './sgp26.ts';
import { sgp26Certificate, sgp26CiCurve, sgp26Identity, sgp26Key } from './sgp26.ts';

/** What an SM-DP+ is: three certificates with their keys. */
export interface ServerIdentity {
  /** The CI of `dpAuth` and `dpPb`. */
  readonly ci: CertificateIssuer;
  readonly dpAuth: Identity;
  readonly dpPb: Identity;
  readonly dpTls: Identity;
  /** The registered id of the three: the SM-DP+'s OID, dotted. */
  readonly smdpOid: string;
}

/** What an SM-DP+ is made of. */
export interface ServerMaking extends Making {
  /** The names it is reached by, with or without a port; the loopback names are added. */
  readonly addresses: readonly string[];
  /** Under which the TLS certificate is issued, if not under `ci`. */
  readonly tlsCi?: CertificateIssuer;
}

const smdpOid = '2.999.10';
const loopback = ['localhost', '127.0.0.1', '::1'];

/**
 * Fresh certificates of an SM-DP+, dated from the clock. Under the SGP.26 NIST CI the keys are the published ones,
 * elsewhere they are drawn. Under the SGP.26 brainpool CI, whose key nobody has, DPauth and DPpb are the published
 * certificates themselves (2020 to 2030) and `tlsCi` must be given.
 * @throws TypeError when a CI's key is not known or an address is none.
 */
export function serverIdentity(making: ServerMaking): ServerIdentity {
  const { ci, addresses, tlsCi = ci } = making;
  const hosts = [...new Set([...addresses.map((address) => parseHostAndPort(address).host), ...loopback])];
  const tlsBench = openIdentityBench({ ...making, ci: tlsCi });
  const tlsKey = sgp26CiCurve(tlsCi) === 'P-256' ? sgp26Key('dpTlsNist') : tlsBench.drawKey('dpTlsKey');
  const dpTls = tlsBench.issue('dpTls', tlsKey, { registeredId: smdpOid, crlUrls, ...tlsNames(hosts) });
  return { ci, smdpOid, ...signingIdentities(making), dpTls };
}

function signingIdentities(making: ServerMaking): Pick<ServerIdentity, 'dpAuth' | 'dpPb'> {
  const published = sgp26CiCurve(making.ci);
  if (published === 'brainpoolP256r1' && making.ci.key === undefined)
    return { dpAuth: sgp26Identity('dpAuthBrainpool'), dpPb: sgp26Identity('dpPbBrainpool') };
  const bench = openIdentityBench(making);
  const key = (role: 'dpAuth' | 'dpPb') =>
    published === 'P-256' ? sgp26Key(`${role}Nist`) : bench.drawKey(`${role}Key`);
  return { dpAuth: signer(bench, 'dpAuth', key('dpAuth')), dpPb: signer(bench, 'dpPb', key('dpPb')) };
}

function signer(bench: IdentityBench, role: 'dpAuth' | 'dpPb', key: Identity['key']): Identity {
  return bench.issue(role, key, {
    subject: { O: 'ACME', CN: 'TEST SM-DP+' },
    registeredId: smdpOid,
    crlUrls,
  });
}

function tlsNames(hosts: readonly string[]): IssueValues {
  const ipAddresses = hosts.map(ipOctets).filter((octets): octets is Bytes => octets !== undefined);
  const dnsNames = hosts.filter((host) => ipOctets(host) === undefined);
  return { subject: { O: 'ACME', OU: 'TESTCERT', CN: commonName(hosts) }, dnsNames, ipAddresses };
}

/** A common name holds 64 characters (RFC 5280 A.1). */
function commonName([first = 'localhost']: readonly string[]): string {
  return first.length <= 64 ? first : 'TEST SM-DP+';
}

/** What an eUICC has for one CI. */
export interface EuiccIdentity {
  readonly ci: CertificateIssuer;
  readonly eum: Certificate;
  readonly euicc: Certificate;
  readonly key: PrivateKey;
}

/**
 * Certificate and key of an eUICC under a CI, dated from the clock. Its EUM is the published SGP.26 one where that may
 * issue this EID, else a fresh one that is constrained to the first eight digits.
 * @throws TypeError when the CI's key is not known or the EID has another shape.
 */
export function euiccIdentity(making: Making & { readonly eid: string }): EuiccIdentity {
  const { ci, eid } = making;
  if (!/^\d{32}$/.test(eid)) throw new TypeError(`not an EID (32 digits): "${eid}"`);
  const bench = openIdentityBench(making);
  const eum = eumFor(making, bench, eid.slice(0, 8));
  const { certificate, key } = bench.issue('euicc', bench.drawKey('euiccKey'), {
    subject: { C: 'ES', O: eum.certificate.organization ?? '', serialNumber: eid, CN: 'Test eUICC' },
    issuer: eum,
  });
  return { ci, eum: eum.certificate, euicc: certificate, key };
}

function eumFor({ ci, clock }: Making, bench: IdentityBench, ein: string): Identity {
  if (sgp26CiCurve(ci) === 'P-256' && publishedEumFits(ein, clock.now())) return sgp26Identity('eumNist');
  const organization = 'RSP Test EUM';
  return bench.issue('eum', bench.drawKey('eumKey'), {
    subject: { C: 'ES', O: organization, CN: `EUM Test ${ein}` },
    registeredId: '2.999.5',
    einConstraint: { organization, ein },
    crlUrls: crlUrls.slice(1),
  });
}

function publishedEumFits(ein: string, now: Instant): boolean {
  const { nameConstraints, notBefore, notAfter } = sgp26Certificate('eumNist');
  return nameConstraints[0]?.serialNumberPrefix === ein && notBefore <= now && now <= notAfter;
}
