import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { sameBytes, toHex, toUtf8 } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { labCi } from '#shared/pki/certificate-issuers';
import {
  certificatePem,
  privateKeyPem,
  readCertificateFile,
  readPem,
  readPrivateKeyPem,
  tlsCredentials,
} from '#shared/pki/pem';
import { sgp26Certificate, sgp26Identity } from '#shared/pki/sgp26';
import { seededEntropy } from '#shared/runtime/entropy';

describe.each<Curve>(['P-256', 'brainpoolP256r1'])('a private key on %s', (curve) => {
  const key = privateKeyFromDraw(curve, seededEntropy(1).draw('key', 40));

  it.each(['pkcs8', 'sec1'] as const)(
    'goes into %s and back, and node:crypto reads and writes the same',
    (form) => {
      const pem = privateKeyPem(key, form);
      expect(toHex(readPrivateKeyPem(pem).scalar)).toBe(toHex(key.scalar));
      const theirs = createPrivateKey(pem).export({ type: form, format: 'pem' });
      expect(theirs).toBe(pem);
    },
  );
});

describe('certificates in PEM', () => {
  it('are read back from text with other lines between them', () => {
    const [first, second] = [sgp26Certificate('ciNist'), sgp26Certificate('eumNist')];
    const text = `subject=Test CI\n${certificatePem(first)}\nand\r\n${certificatePem(second)}`;
    expect(readCertificateFile(toUtf8(text))).toEqual([first, second]);
    expect(new X509Certificate(certificatePem(first)).serialNumber).toBe('B874F3ABFA6C44D3');
  });

  it('may be DER instead', () => {
    const { der } = sgp26Certificate('ciNist');
    expect(readCertificateFile(der).map((certificate) => toHex(certificate.der))).toEqual([toHex(der)]);
  });

  it('are refused with a sentence when there are none', () => {
    expect(() => readCertificateFile(toUtf8('hello'))).toThrow('no certificate: neither DER nor');
    expect(() => readPrivateKeyPem(certificatePem(sgp26Certificate('ciNist')))).toThrow('no private key');
  });

  it('stand beside the key as node:tls wants them, those above behind', () => {
    const identity = sgp26Identity('dpAuthNist');
    const { key, cert } = tlsCredentials(identity, sgp26Certificate('ciNist'));
    expect(sameBytes(readPrivateKeyPem(key).scalar, identity.key.scalar)).toBe(true);
    expect(readPem(cert).map(({ label }) => label)).toEqual(['CERTIFICATE', 'CERTIFICATE']);
  });

  it('a key on another curve is refused', () => {
    const p384 = readPem(privateKeyPem(labCi('P-256').key, 'sec1'))[0]!.der;
    const oid = toHex(p384).indexOf('06082A8648CE3D030107') / 2;
    const other = p384.slice();
    other[oid + 9] = 0x06;
    const pem = `-----BEGIN EC PRIVATE KEY-----\n${Buffer.from(other).toString('base64')}\n-----END EC PRIVATE KEY-----`;
    expect(() => readPrivateKeyPem(pem)).toThrow('neither P-256 nor brainpoolP256r1');
  });
});
