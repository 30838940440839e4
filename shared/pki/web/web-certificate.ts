import { toUtf8 } from '#shared/bytes/bytes';
import { parseHostAndPort } from '#shared/identifiers/host';

import { ipOctets } from '../ip-address.ts';
import { drawSerialNumber, validFor } from '../issue-policy.ts';
import { issueWebCertificate } from './issue-web.ts';
import { drawRsaKey } from './rsa-key.ts';
import type { WebIdentity, WebMaking } from './web-identity.ts';

/** Browsers take 398 days (CA/Browser Forum, Baseline Requirements §6.3.2) and count the last second as a day begun. */
const daysOfLeaf = 397;
/** RFC 5280 A.1. */
const longestCommonName = 64;

/** What a server of the web PKI is made of. */
export interface WebServerMaking extends WebMaking {
  readonly root: WebIdentity;
  /** Names and addresses it is reached by, with or without a port: `portal.operator.test`, `127.0.0.1:8444`. */
  readonly addresses: readonly string[];
}

/**
 * Key and TLS certificate of a server (portal, ES2+), for serverAuth alone.
 * @throws TypeError when there is no address, or one that is none.
 */
export function webServer({ addresses, ...making }: WebServerMaking): WebIdentity {
  const hosts = [...new Set(addresses.map((address) => parseHostAndPort(address).host))];
  const [first] = hosts;
  if (first === undefined) throw new TypeError('a server needs an address that it is reached by');
  return leaf(
    placed(making, `pki/web/server/${hosts.join(',')}`),
    first.length <= longestCommonName ? first : 'esimlab web server',
    { serverAuth: true },
    hosts,
  );
}

/** What a client of the web PKI is made of. */
export interface WebClientMaking extends WebMaking {
  readonly root: WebIdentity;
  /** The operator that the client is, its common name: 1 to 64 characters. */
  readonly operator: string;
  /** Names and addresses for SubjectAltName; none if left out. */
  readonly addresses?: readonly string[];
}

/**
 * Key and certificate of an operator for mutual TLS, for clientAuth alone.
 * @throws TypeError when the name is empty or too long, or an address is none.
 */
export function webClient({ operator, addresses = [], ...making }: WebClientMaking): WebIdentity {
  if (operator === '' || operator.length > longestCommonName)
    throw new TypeError(`not a name of an operator (1 to ${longestCommonName} characters): "${operator}"`);
  const hosts = addresses.map((address) => parseHostAndPort(address).host);
  return leaf(placed(making, `pki/web/client/${operator}`), operator, { clientAuth: true }, hosts);
}

interface Purpose {
  readonly serverAuth?: true;
  readonly clientAuth?: true;
}

type LeafMaking = Pick<WebMaking, 'clock' | 'entropy'> & {
  readonly root: WebIdentity;
  readonly key: () => string;
};

/** What is drawn for a certificate is drawn at its path. */
function placed(
  { root, entropy, keys = entropy, keptKeys, clock }: WebMaking & { readonly root: WebIdentity },
  path: string,
): LeafMaking {
  const there = entropy.at(path);
  const draw = (): string => drawRsaKey(keys === entropy ? there : keys.at(path), 'rsaPrime');
  return { root, entropy: there, key: () => keptKeys?.(path, draw) ?? draw(), clock };
}

function leaf(
  making: LeafMaking,
  commonName: string,
  purpose: Purpose,
  hosts: readonly string[],
): WebIdentity {
  const { root, entropy, clock } = making;
  const key = making.key();
  const names = hosts.length === 0 ? [] : [{ name: 'subjectAltName', altNames: hosts.map(generalName) }];
  const certificate = issueWebCertificate({
    issuer: root,
    key,
    commonName,
    serialNumber: drawSerialNumber(entropy),
    ...validFor(daysOfLeaf, clock.now()),
    extensions: [
      { name: 'basicConstraints', critical: true, cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', ...purpose },
      ...names,
    ],
  });
  return { certificate, key };
}

/** GeneralName of RFC 5280 §4.2.1.6: dNSName [2] or iPAddress [7]. */
function generalName(host: string): { readonly type: number; readonly value: string } {
  const address = ipOctets(host);
  return {
    type: address === undefined ? 2 : 7,
    value: Buffer.from(address ?? toUtf8(host)).toString('latin1'),
  };
}
