import { describe, expect, it } from 'vitest';

import { httpClient } from '#shared/http/client';
import { readCertificate } from '#shared/pki/certificate';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import { labCi, testCi } from '#shared/pki/certificate-issuers';
import { serverIdentity } from '#shared/pki/identities';
import type { Identity } from '#shared/pki/sgp26';
import type { TbsCertificate } from '#shared/pki/x509';
import { oids } from '#shared/pki/x509';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

import { testNow } from '../../support/crafted-server.ts';
import { craft, withBadSignature, withExtension, withoutExtension } from '../../support/pki.ts';
import { openWatchedTlsServer } from '../../support/watched-tls-server.ts';
import { openReference } from './reference.ts';

const { nist } = testCi();
const clock = steppedClock(testNow);
const under = (ci: SigningCertificateIssuer) =>
  serverIdentity({ ci, entropy: seededEntropy(1), clock, addresses: ['127.0.0.1'] });
const crafted = (edit: (tbs: TbsCertificate) => TbsCertificate): Identity => {
  const { certificate, key } = under(nist).dpTls;
  return { certificate: readCertificate(craft(certificate, nist.key, edit)), key };
};
const until = (notAfter: string) => (tbs: TbsCertificate) => ({
  ...tbs,
  validity: { notBefore: instant('2020-01-01T00:00:00Z'), notAfter: instant(notAfter) },
});
const forged = (): Identity => {
  const { certificate, key } = under(nist).dpTls;
  return { certificate: readCertificate(withBadSignature(certificate.der)), key };
};
const otherName = withExtension(oids.subjectAltName, {
  value: '301882116F746865722E6578616D706C652E636F6D880388370A',
});

describe('SGP.23 §4.4, the server of a TLS connection (SGP.22 §2.6.6)', () => {
  it.each([
    [
      'C168a',
      'is under a CI that the eUICC does not list',
      'unknownIssuer',
      () => under(labCi('brainpoolP256r1')).dpTls,
    ],
    ['C168b', 'has expired', 'expired', () => crafted(until('2026-11-01T11:59:59Z'))],
    ['C168c', 'is for another name', 'serverName', () => crafted(otherName)],
    ['C168d', 'is CERT.DPauth', 'role', () => under(nist).dpAuth],
    ['C168e', 'has a wrong signature', 'signature', forged],
    [
      'C168f',
      'has no extended key usage',
      'extendedKeyUsage',
      () => crafted(withoutExtension(oids.extendedKeyUsage)),
    ],
    [
      'C168g',
      'is for clients',
      'extendedKeyUsage',
      () =>
        crafted(withExtension(oids.extendedKeyUsage, { value: '300A06082B06010505070302', critical: true })),
    ],
    [
      'C168h',
      'has a key for key agreement alone',
      'keyUsage',
      () => crafted(withExtension(oids.keyUsage, { value: '03020308', critical: true })),
    ],
    [
      'C168i',
      'has a critical extension that nobody knows',
      'criticalExtension',
      () => crafted(withExtension('2.999.1', { value: '0500', critical: true })),
    ],
  ] as const)(
    '%s its certificate %s: the person is told (%s), no octet of HTTP, no ES10 call after it',
    async (_number, _what, rule, make) => {
      await using server = await openWatchedTlsServer(make());
      await using reference = await openReference({
        http: (judge, time) => httpClient({ clock: time, judge, proxyFor: () => undefined }),
      });
      const activationCode = `1$127.0.0.1:${server.port}$QR-1`;
      const failure = await reference.failure({ activationCode });
      expect(failure.diagnosis).toEqual({ status: 'ServerNotTrusted', kind: 'tls', code: rule });
      expect(failure.message).toContain('127.0.0.1');
      await server.allEnded();
      expect(server.octets).toBe(0);
      const { apdus, commands } = reference.card;
      expect(commands.map((command) => command.slice(0, 4))).toEqual(['BF20', 'BF28', 'BF2E']);
      expect(apdus.at(-1)).toMatch(/^007080/);
    },
  );

  it('C168j its certificate is what it should be: the connection carries the call', async () => {
    await using server = await openWatchedTlsServer(under(nist).dpTls);
    await using reference = await openReference({
      http: (judge, time) => httpClient({ clock: time, judge, proxyFor: () => undefined }),
    });
    const failure = await reference.failure({ activationCode: `1$127.0.0.1:${server.port}$QR-1` });
    expect(failure.diagnosis).toMatchObject({ kind: 'http', code: '503' });
    expect(server.octets).toBeGreaterThan(0);
  });
});
