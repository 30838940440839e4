import type { TLSSocket } from 'node:tls';
import { connect, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import type { CertificateIssuer } from '#shared/pki/certificate-issuers';
import { ownCiSet, testCi } from '#shared/pki/certificate-issuers';
import type { Certificate } from '#shared/pki/certificate';
import { serverIdentity } from '#shared/pki/identities';
import { issueCertificate } from '#shared/pki/issue';
import { certificatePem, tlsCredentials } from '#shared/pki/pem';
import type { TlsExpectation } from '#shared/pki/tls-trust';
import { tlsJudge } from '#shared/pki/tls-trust';
import { CertificateRefused, CiStore } from '#shared/pki/trust';
import { oids } from '#shared/pki/x509';
import { fromHex } from '#shared/bytes/bytes';
import { steppedClock, systemClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { after, days, instant } from '#shared/runtime/span';

import { craft, withBadSignature, withExtension, withoutExtension } from '../../support/pki.ts';

const now = instant('2026-11-23T10:00:00Z');
const clock = steppedClock(now);
const { nist, brainpool, trusted } = testCi();
const own = ownCiSet(seededEntropy(9), clock);
const host = 'smdp.operator.test';
const identityOf = (ci: CertificateIssuer) =>
  serverIdentity({ ci, entropy: seededEntropy(1), clock, addresses: [`${host}:8443`] });
const server = identityOf(nist);
const tls = server.dpTls.certificate;
const cis = new CiStore(trusted);

function judgementOf(chain: readonly Bytes[], more: Partial<TlsExpectation> = {}, asked = host): unknown {
  try {
    tlsJudge({ cis, clock, role: 'dpTls', ...more })({ host: asked, chain });
    return 'accepted';
  } catch (error) {
    if (error instanceof CertificateRefused) return error;
    throw error;
  }
}

const refusedAs = (rule: string) => expect.objectContaining({ name: 'CertificateRefused', rule }) as unknown;

describe('a TLS certificate of an SM-DP+', () => {
  it.each([nist, brainpool])('is accepted under $name, with and without its CI behind it', (ci) => {
    const { certificate } = identityOf(ci).dpTls;
    expect(judgementOf([certificate.der])).toBe('accepted');
    expect(judgementOf([certificate.der, ci.certificate.der], { accepted: [ci.id] })).toBe('accepted');
  });

  it.each([
    ['its CI is unknown', 'unknownIssuer', () => identityOf(own.nist).dpTls.certificate.der],
    ['its role is another', 'role', () => server.dpAuth.certificate.der],
    ['it has no role', 'policies', () => craft(tls, nist.key, withoutExtension(oids.certificatePolicies))],
    ['its signature is broken', 'signature', () => withBadSignature(tls.der)],
    [
      'it is not for TLS servers',
      'extendedKeyUsage',
      () =>
        craft(
          tls,
          nist.key,
          withExtension(oids.extendedKeyUsage, { value: '300A06082B06010505070302', critical: true }),
        ),
    ],
    [
      'it has no extended key usage',
      'extendedKeyUsage',
      () => craft(tls, nist.key, withoutExtension(oids.extendedKeyUsage)),
    ],
    [
      'its key is not for signatures',
      'keyUsage',
      () => craft(tls, nist.key, withExtension(oids.keyUsage, { value: '03020308' })),
    ],
    [
      'it is that of a CA',
      'basicConstraints',
      () => craft(tls, nist.key, withExtension(oids.basicConstraints, { value: '30030101FF' })),
    ],
    [
      'an unknown extension is critical',
      'criticalExtension',
      () => craft(tls, nist.key, withExtension('1.2.3.4', { value: '0500', critical: true })),
    ],
    ['it has no names', 'serverName', () => craft(tls, nist.key, withoutExtension(oids.subjectAltName))],
    ['it is no certificate', 'malformed', () => fromHex('3000')],
  ] as const)('is refused when %s (%s)', (_what, rule, make) => {
    expect(judgementOf([make()])).toEqual(refusedAs(rule));
  });

  it('is refused when there is none', () => {
    expect(judgementOf([])).toEqual(refusedAs('missing'));
  });

  it('is refused when the eUICC does not list its CI, and when the store is limited', () => {
    expect(judgementOf([tls.der], { accepted: [brainpool.id] })).toEqual(refusedAs('unknownIssuer'));
    expect(judgementOf([tls.der], { cis: cis.limitedTo([brainpool.id]) })).toEqual(
      refusedAs('unknownIssuer'),
    );
  });

  it('is refused for an SM-DS, whose own is accepted', () => {
    expect(judgementOf([tls.der], { role: 'dsTls' })).toEqual(refusedAs('role'));
    const policy = withExtension(oids.certificatePolicies, { value: '300B3009060767811201020106' });
    expect(judgementOf([craft(tls, nist.key, policy)], { role: 'dsTls' })).toBe('accepted');
  });

  it('is judged at the time of the Clock, also one that was wound', async () => {
    const ownClock = steppedClock(now);
    expect(judgementOf([tls.der], { clock: ownClock })).toBe('accepted');
    await ownClock.advance(days(398));
    expect(judgementOf([tls.der], { clock: ownClock })).toEqual(refusedAs('expired'));
    const early = steppedClock(after(tls.notBefore, days(-1)));
    expect(judgementOf([tls.der], { clock: early })).toEqual(refusedAs('notYetValid'));
  });

  it('is refused in one line that names the host, the rule and what to do', () => {
    const { message } = judgementOf([tls.der], {}, 'smdp.example.com') as CertificateRefused;
    expect(message).toBe(
      'the TLS certificate of smdp.example.com is refused (serverName): O=ACME, OU=TESTCERT, CN=smdp.operator.test: ' +
        'it is for smdp.operator.test, localhost, 127.0.0.1, 0:0:0:0:0:0:0:1; ' +
        'use one of these names in the activation code, or start the server with --address',
    );
  });
});

describe('the name of a TLS certificate', () => {
  const named = (...dnsNames: string[]): Certificate =>
    issueCertificate({
      role: 'dpTls',
      subject: { CN: 'x' },
      issuer: nist,
      publicKey: server.dpTls.key.publicKey,
      serialNumber: fromHex('01'),
      notBefore: tls.notBefore,
      notAfter: tls.notAfter,
      dnsNames,
      how: 'deterministic',
    });

  it.each([
    ['SMDP.Operator.TEST', tls, true],
    ['smdp.operator.test.', tls, true],
    ['localhost', tls, true],
    ['127.0.0.1', tls, true],
    ['::1', tls, true],
    ['[::1]', tls, true],
    ['0:0:0:0:0:0:0:1', tls, true],
    ['127.0.0.2', tls, false],
    ['::ffff:127.0.0.1', tls, false],
    ['operator.test', tls, false],
    ['x', named(), false],
    ['smdp.operator.test', named('*.operator.test'), true],
    ['a.b.operator.test', named('*.operator.test'), false],
    ['operator.test', named('*.operator.test'), false],
    ['.operator.test', named('*.operator.test'), false],
    ['operator.test', named('*.test'), false],
    ['smdp1.operator.test', named('smdp*.operator.test'), false],
    ['a.smdp.test', named('a.*.test'), false],
    ['127.0.0.1', named('127.0.0.1'), false],
    ['127.0.0.1', named('*.0.0.1'), false],
  ])('for %s', (asked, certificate, accepted) => {
    expect(judgementOf([certificate.der], {}, asked)).toEqual(
      accepted ? 'accepted' : refusedAs('serverName'),
    );
  });
});

describe('a handshake over loopback', () => {
  it.each([
    ['P-256', 'TLSv1.2', nist],
    ['P-256', 'TLSv1.3', nist],
    ['brainpoolP256r1', 'TLSv1.2', brainpool],
  ] as const)('on %s with %s shows a certificate that is accepted', async (_curve, version, ci) => {
    // OpenSSL looks at the dates by wall time, so these certificates are dated from it.
    const wall = systemClock();
    const identity = serverIdentity({ ci, entropy: seededEntropy(1), clock: wall, addresses: [host] });
    const ecdhCurve = ci.curve === 'P-256' ? 'prime256v1' : 'brainpoolP256r1';
    const options = { minVersion: version, maxVersion: version, ecdhCurve } as const;
    const listening = createServer(
      { ...options, ...tlsCredentials(identity.dpTls, ci.certificate) },
      (socket) => {
        socket.end();
      },
    ).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    // The name check is the judge's, as it will be in the client.
    const socket: TLSSocket = connect({
      ...options,
      host: '127.0.0.1',
      port,
      servername: host,
      ca: certificatePem(ci.certificate),
      checkServerIdentity: () => undefined,
    });
    await once(socket, 'secureConnect');
    const presented = new Uint8Array(socket.getPeerCertificate(true).raw);
    expect(socket.getProtocol()).toBe(version);
    expect(judgementOf([presented], { accepted: [ci.id], clock: wall })).toBe('accepted');
    socket.destroy();
    listening.close();
    await once(listening, 'close');
  });
});
