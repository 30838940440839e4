import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';
import { CertificateError } from '#shared/pki/certificate-error';
import { drawRsaKey } from '#shared/pki/web/rsa-key';
import { readWebCertificate } from '#shared/pki/web/read-web-certificate';
import { webClient, webServer } from '#shared/pki/web/web-certificate';
import { readWebIdentityPem, webCertificatePem, webIdentityPem } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { oids } from '#shared/pki/x509';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import { instant, toIso } from '#shared/runtime/span';

import { craftWeb, host, now, openWebPki, operator } from './support.ts';

let pki: ReturnType<typeof openWebPki>;
beforeAll(() => {
  pki = openWebPki(1);
});

/** Whole days, and the last second that still counts. */
const daysOf = ({ notBefore, notAfter }: { notBefore: number; notAfter: number }): number =>
  (notAfter - notBefore) / 86_400_000;

describe('a drawn RSA key', () => {
  it('is the same for the same draw, and another for the next one', () => {
    const entropy = seededEntropy(5);
    const first = drawRsaKey(entropy, 'rsaPrime');
    expect(drawRsaKey(seededEntropy(5), 'rsaPrime')).toBe(first);
    expect(drawRsaKey(entropy, 'rsaPrime')).not.toBe(first);
  });

  it('has 2048 bits and the exponent 65537, drawn or by real chance', () => {
    for (const entropy of [seededEntropy(6), systemEntropy()]) {
      const key = createPrivateKey(drawRsaKey(entropy, 'rsaPrime'));
      expect(key.asymmetricKeyType).toBe('rsa');
      expect(key.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65_537n });
    }
  });

  it('belongs to the certificate that is issued for it', () => {
    for (const { certificate, key } of [pki.root, pki.server, pki.client]) {
      expect(new X509Certificate(certificate.der).checkPrivateKey(createPrivateKey(key))).toBe(true);
    }
  });
});

describe('the web root', () => {
  it('is marked as test material, signs itself, and may sign leaves and nothing else', () => {
    const { certificate } = pki.root;
    expect(certificate.subject).toBe('CN=esimlab web TEST CA, OU=TESTCERT');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.basicConstraints).toEqual({ cA: true, pathLenConstraint: 0 });
    expect([certificate.keyUsage, certificate.keyUsageCritical]).toEqual([['keyCertSign', 'cRLSign'], true]);
    const read = new X509Certificate(certificate.der);
    expect(read.verify(read.publicKey)).toBe(true);
  });

  it('is dated from the Clock: from the midnight a day before, for ten years', () => {
    const { certificate } = pki.root;
    expect(toIso(certificate.notBefore)).toBe('2026-11-22T00:00:00.000Z');
    expect(daysOf(certificate)).toBe(3_650);
    const late = steppedClock(instant('2048-03-01T12:00:00Z'));
    expect(toIso(webRoot({ entropy: seededEntropy(1), clock: late }).certificate.notAfter)).toBe(
      '2058-02-26T00:00:00.000Z',
    );
  });

  it('comes from the seed octet for octet, and from another seed it is another', () => {
    const clock = steppedClock(now);
    const again = webRoot({ entropy: seededEntropy(1), clock });
    expect(again).toEqual(pki.root);
    const other = webRoot({ entropy: seededEntropy(2), clock }).certificate;
    expect(toHex(other.serialNumber)).not.toBe(toHex(pki.root.certificate.serialNumber));
    expect(createPublicKey(webCertificatePem(other)).equals(createPublicKey(pki.root.key))).toBe(false);
  });

  it('is kept as PEM and read back; a text without the key is refused', () => {
    expect(readWebIdentityPem(webIdentityPem(pki.root))).toEqual(pki.root);
    expect(() => readWebIdentityPem(webCertificatePem(pki.root.certificate))).toThrow(TypeError);
    expect(() => readWebIdentityPem(pki.root.key)).toThrow(TypeError);
  });
});

describe('a certificate of a web server', () => {
  it('has its names and addresses, for serverAuth alone', () => {
    const { certificate } = pki.server;
    expect(certificate.dnsNames).toEqual([host]);
    expect(certificate.ipAddresses.map(toHex)).toEqual(['7F000001', '00000000000000000000000000000001']);
    expect(certificate.extendedKeyUsage).toEqual([oids.serverAuth]);
    expect(certificate.keyUsage).toEqual(['digitalSignature', 'keyEncipherment']);
    expect(certificate.basicConstraints?.cA).toBe(false);
    expect(certificate.subject).toBe(`CN=${host}, OU=TESTCERT`);
  });

  it('is issued by the root, as OpenSSL sees it too', () => {
    const root = new X509Certificate(pki.root.certificate.der);
    const server = new X509Certificate(pki.server.certificate.der);
    expect([server.checkIssued(root), server.verify(root.publicKey)]).toEqual([true, true]);
    expect([server.checkHost(host), server.checkIP('::1')]).toEqual([host, '::1']);
    expect(server.checkHost('elsewhere.test')).toBeUndefined();
    expect(pki.server.certificate.authorityKeyIdentifier).toEqual(pki.root.certificate.subjectKeyIdentifier);
  });

  it('is valid for fewer than 398 days from the Clock', () => {
    for (const { certificate } of [pki.server, pki.client]) {
      expect(toIso(certificate.notBefore)).toBe('2026-11-22T00:00:00.000Z');
      expect(daysOf(certificate)).toBe(397);
    }
  });

  it('has another common name where the host is longer than one may be', () => {
    const long = `${'a'.repeat(60)}.operator.test`;
    const { certificate } = webServer({ ...pki, addresses: [long] });
    expect([certificate.commonName, certificate.dnsNames]).toEqual(['esimlab web server', [long]]);
  });

  it('is not issued without an address, or for what is none', () => {
    expect(() => webServer({ ...pki, addresses: [] })).toThrow(TypeError);
    expect(() => webServer({ ...pki, addresses: ['not a host'] })).toThrow(TypeError);
  });
});

describe('a certificate of a web client', () => {
  it('names the operator, in any script, for clientAuth alone', () => {
    const { certificate } = pki.client;
    expect(certificate.commonName).toBe(operator);
    expect(new X509Certificate(certificate.der).subject).toContain('TESTCERT');
    expect(certificate.extendedKeyUsage).toEqual([oids.clientAuth]);
    expect([certificate.dnsNames, certificate.ipAddresses]).toEqual([[], []]);
  });

  it('has names when it is given some', () => {
    const { certificate } = webClient({ ...pki, operator: 'MNO', addresses: ['bss.operator.test'] });
    expect(certificate.dnsNames).toEqual(['bss.operator.test']);
  });

  it('is a fresh one each time it is asked for', () => {
    const [one, two] = [webClient({ ...pki, operator: 'MNO' }), webClient({ ...pki, operator: 'MNO' })];
    expect(toHex(one.certificate.serialNumber)).not.toBe(toHex(two.certificate.serialNumber));
    expect(one.key).not.toBe(two.key);
  });

  it.each(['', 'x'.repeat(65)])('is not issued for "%s"', (name) => {
    expect(() => webClient({ ...pki, operator: name })).toThrow(TypeError);
  });
});

describe('reading a web certificate', () => {
  it('refuses version 1, and two signature algorithms that differ', () => {
    const { root, client } = pki;
    const first = craftWeb(client.certificate, root, (tbs) => ({ ...tbs, version: 0 }));
    const other = { algorithm: '1.2.840.113549.1.1.12', parameters: fromHex('0500') };
    const mixed = craftWeb(client.certificate, root, (tbs) => ({ ...tbs, signature: other }));
    expect(() => readWebCertificate(first)).toThrow(CertificateError);
    expect(() => readWebCertificate(mixed)).toThrow(CertificateError);
  });
});
