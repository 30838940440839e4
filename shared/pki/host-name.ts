import { sameBytes } from '#shared/bytes/bytes';

import { ipOctets, printIp } from './ip-address.ts';
import type { Judged } from './trust-rules.ts';
import { refuse } from './trust-rules.ts';

/**
 * RFC 6125 §6.4 without common names: a host name is a dNSName, an address is an iPAddress.
 * @throws CertificateRefused (serverName)
 */
export function expectHostName(certificate: Judged, host: string): void {
  const { dnsNames, ipAddresses } = certificate;
  const asked = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const address = ipOctets(asked);
  const named =
    address === undefined
      ? dnsNames.some((pattern) => nameMatches(pattern, asked))
      : ipAddresses.some((own) => sameBytes(own, address));
  if (named) return;
  const names = [...dnsNames, ...ipAddresses.map(printIp)].join(', ') || '(nobody)';
  refuse(certificate, 'serverName', `it is for ${names}`);
}

/** A `*` stands for exactly one label, the leftmost, and not right under a top-level domain. */
function nameMatches(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase().split('.');
  const asked = host.toLowerCase().split('.');
  if (wanted.length !== asked.length) return false;
  const wildcard = wanted[0] === '*' && wanted.length > 2 && asked[0] !== '';
  return wanted.every((label, at) => (at === 0 && wildcard) || label === asked[at]);
}
