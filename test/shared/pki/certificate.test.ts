import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decode, DecodeError, encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { sign, toDerSignature } from '#shared/crypto/ecdsa';
import type { CertificateError } from '#shared/pki/certificate';
import { isSignedWith, readCertificate } from '#shared/pki/certificate';
import { printIp, ipOctets } from '#shared/pki/ip-address';
import { nestedRoleOids, printRole, roleOf, roleOids } from '#shared/pki/roles';
import { sgp26Certificate, sgp26Key } from '#shared/pki/sgp26';
import { verifyEum, verifyServerCertificate } from '#shared/pki/trust';
import type { TbsCertificate } from '#shared/pki/x509';
import { oids } from '#shared/pki/x509';
import { Time } from '#shared/pki/x509-time';
import { instant, toIso } from '#shared/runtime/span';

import { craft, withBadSignature, withExtension } from '../../support/pki.ts';

const ci = sgp26Certificate('ciNist');
const ciKey = sgp26Key('ciNist');
const dpAuth = sgp26Certificate('dpAuthNist');

describe('a certificate', () => {
  it('is parsed once: the same octets give the same object, changed ones another', () => {
    expect(readCertificate(dpAuth.der.slice())).toBe(dpAuth);
    expect(readCertificate(withBadSignature(dpAuth.der))).not.toBe(dpAuth);
  });

  it('is not changed by a change of the octets it was read from', () => {
    const octets = craft(dpAuth, ciKey, (tbs) => ({ ...tbs, serialNumber: fromHex('77') }));
    const certificate = readCertificate(octets);
    octets.fill(0);
    expect(isSignedWith(certificate, ci.publicKey)).toBe(true);
  });

  it('is forgotten when 512 others were read since', () => {
    const first = readCertificate(dpAuth.der);
    for (let serial = 0; serial < 512; serial += 1) {
      const [high, low] = [0x20 + (serial >> 8), serial & 0xff];
      const other = dpAuth.der.slice();
      other.set([high, low], toHex(other).indexOf('02020100') / 2 + 2);
      readCertificate(other);
    }
    expect(readCertificate(dpAuth.der)).not.toBe(first);
    expect(readCertificate(dpAuth.der)).toEqual(first);
  });

  it('verifies over its own octets when they are not canonical', () => {
    const tbs = dpAuth.tbs.der;
    expect(toHex(tbs.subarray(0, 4))).toMatch(/^3082/);
    // The length in three octets instead of two.
    const long = concat(fromHex('308300'), tbs.subarray(2));
    const der = tlv(
      0x30,
      long,
      fromHex('300A06082A8648CE3D040302'),
      tlv(0x03, fromHex('00'), toDerSignature(sign(ciKey, long, 'deterministic'))),
    );
    const certificate = readCertificate(der);
    expect(certificate.findings.map(({ what }) => what)).toEqual([
      'a length is not written in its shortest form',
    ]);
    expect(toHex(certificate.tbs.der)).toBe(toHex(long));
    expect(verifyServerCertificate(certificate, { role: 'dpAuth', ci })).toEqual([]);
  });

  it('verifies with extensions whose octets are not canonical, and says so', () => {
    // digitalSignature with two trailing zero bits.
    const edit = withExtension(oids.keyUsage, { value: '03020580' });
    const certificate = readCertificate(craft(dpAuth, ciKey, edit));
    expect(certificate.keyUsage).toEqual(['digitalSignature']);
    expect(certificate.findings).toHaveLength(1);
    expect(verifyServerCertificate(certificate, { role: 'dpAuth', ci })).toEqual([]);
  });

  it('whose key identifier is not the hash of its key is accepted with a finding', () => {
    const value = `0414${'11'.repeat(20)}`;
    const certificate = readCertificate(
      craft(dpAuth, ciKey, withExtension(oids.subjectKeyIdentifier, { value })),
    );
    expect(certificate.findings.map(({ what }) => what)).toEqual([
      'the subject key identifier is not the SHA-1 of the public key',
    ]);
  });

  it('that was found signed with one key is not taken for signed with another', () => {
    expect(isSignedWith(dpAuth, ci.publicKey)).toBe(true);
    expect(isSignedWith(dpAuth, sgp26Key('eumNist').publicKey)).toBe(false);
    expect(isSignedWith(dpAuth, ci.publicKey)).toBe(true);
  });

  it('signed with another algorithm is not verified', () => {
    const sha384 = '06082A8648CE3D040303';
    const der = fromHex(toHex(dpAuth.der).replaceAll('06082A8648CE3D040302', sha384));
    expect(isSignedWith(readCertificate(der), ci.publicKey)).toBe(false);
  });
});

describe('octets that are no certificate of RSP', () => {
  const crafted = (edit: (tbs: TbsCertificate) => TbsCertificate) => () => craft(dpAuth, ciKey, edit);
  const inKey = (value: Partial<TbsCertificate['subjectPublicKeyInfo']>) =>
    crafted((tbs) => ({ ...tbs, subjectPublicKeyInfo: { ...tbs.subjectPublicKeyInfo, ...value } }));
  const extension = { extnID: '1.2.3', critical: false, extnValue: fromHex('0500') };
  it.each<readonly [string, CertificateError['kind'], () => Bytes]>([
    ['version 1', 'malformed', crafted((tbs) => ({ ...tbs, version: 0 }))],
    ['an extension twice', 'malformed', crafted((tbs) => ({ ...tbs, extensions: [extension, extension] }))],
    [
      'a key on P-384',
      'unsupportedKey',
      inKey({ algorithm: { algorithm: oids.ecPublicKey, parameters: fromHex('06052B81040022') } }),
    ],
    ['a key on no named curve', 'unsupportedKey', inKey({ algorithm: { algorithm: oids.ecPublicKey } })],
    ['an RSA key', 'unsupportedKey', inKey({ algorithm: { algorithm: '1.2.840.113549.1.1.1' } })],
    ['a point off the curve', 'malformed', inKey({ subjectPublicKey: fromHex(`04${'01'.repeat(64)}`) })],
    [
      'two signature algorithms',
      'malformed',
      crafted((tbs) => ({ ...tbs, signature: { algorithm: '1.2.840.10045.4.3.3' } })),
    ],
  ])('%s is a CertificateError (%s)', (_what, kind, make) => {
    expect(() => readCertificate(make())).toThrow(
      expect.objectContaining({ name: 'CertificateError', kind }),
    );
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a cut-off one', dpAuth.der.slice(0, -1)],
    ['one with an octet behind it', concat(dpAuth.der, new Uint8Array(1))],
    [
      'a body that is not its extension',
      craft(dpAuth, ciKey, withExtension(oids.keyUsage, { value: '0500' })),
    ],
    [
      'a dNSName that is not ASCII',
      craft(dpAuth, ciKey, withExtension(oids.subjectAltName, { value: '30038201FF' })),
    ],
    [
      'an iPAddress of five',
      craft(dpAuth, ciKey, withExtension(oids.subjectAltName, { value: '300787050102030405' })),
    ],
    [
      'a date that no calendar has',
      fromHex(toHex(dpAuth.der).replace(utc('200401083130Z'), utc('200431083130Z'))),
    ],
  ])('%s is a DecodeError', (_what, der) => {
    expect(() => readCertificate(der)).toThrow(DecodeError);
  });

  it('however they are mutated give a certificate, a DecodeError or a CertificateError', () => {
    const pool = [dpAuth, ci, sgp26Certificate('eumNist'), sgp26Certificate('dpPbBrainpool')];
    const change = fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'insert', 'remove'));
    fc.assert(
      fc.property(
        fc.constantFrom(...pool),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (from, changes) => {
          const octets = [...from.der];
          for (const [where, value, kind] of changes) {
            const at = where % octets.length;
            if (kind === 'insert') octets.splice(at, 0, value);
            else octets.splice(at, 1, ...(kind === 'set' ? [value] : []));
          }
          const outcome = outcomeOf(Uint8Array.from(octets));
          expect(['trusted', 'DecodeError', 'CertificateError', 'CertificateRefused']).toContain(outcome);
          expect(outcome === 'trusted').toBe(sameOctets(octets, from.der) && from.role === 'eum');
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

function sameOctets(octets: readonly number[], der: Bytes): boolean {
  return toHex(Uint8Array.from(octets)) === toHex(der);
}

function outcomeOf(der: Bytes): string {
  try {
    verifyEum(readCertificate(der), ci);
    return 'trusted';
  } catch (error) {
    return error instanceof Error ? error.name : 'something else';
  }
}

function utc(text: string): string {
  return `170D${toHex(new TextEncoder().encode(text))}`;
}

describe('times', () => {
  it.each([
    ['2026-11-23T10:20:30.000Z', '170D3236313132333130323033305A'],
    ['1950-01-01T00:00:00.000Z', '170D3530303130313030303030305A'],
    ['2049-12-31T23:59:59.000Z', '170D3439313233313233353935395A'],
    ['2050-01-01T00:00:00.000Z', '180F32303530303130313030303030305A'],
    ['1949-12-31T23:59:59.000Z', '180F31393439313233313233353935395A'],
  ])('%s is written %s and read back', (iso, hex) => {
    expect(toHex(encode(Time, instant(iso)))).toBe(hex);
    expect(toIso(decode(Time, fromHex(hex)))).toBe(iso);
  });

  it.each(['170B323631313233313032305A', '170D3236313132333130323033302B', '170D3236313132333236303030305A'])(
    '%s is refused',
    (hex) => {
      expect(() => decode(Time, fromHex(hex))).toThrow(DecodeError);
    },
  );
});

describe('addresses', () => {
  it.each([
    ['127.0.0.1', '7F000001', '127.0.0.1'],
    ['::1', `${'00'.repeat(15)}01`, '0:0:0:0:0:0:0:1'],
    ['::', '00'.repeat(16), '0:0:0:0:0:0:0:0'],
    ['2001:db8::a:1', '20010DB800000000000000000 00A0001', '2001:db8:0:0:0:0:a:1'],
    ['::ffff:192.0.2.1', '00000000000000000000FFFFC0000201', '0:0:0:0:0:ffff:c000:201'],
    ['fe80::1%eth0', 'FE800000000000000000000000000001', 'fe80:0:0:0:0:0:0:1'],
  ])('%s has the octets %s', (text, hex, printed) => {
    const octets = ipOctets(text);
    expect(toHex(octets ?? new Uint8Array())).toBe(hex.replace(' ', ''));
    expect(printIp(octets ?? new Uint8Array())).toBe(printed);
  });

  it('are not names', () => {
    expect(ipOctets('smdp.operator.test')).toBeUndefined();
    expect(ipOctets('1.2.3')).toBeUndefined();
  });
});

describe('roles', () => {
  it('are known by their numbers of version 2 and 3, without duplicates', () => {
    const numbers = [...Object.values(roleOids), ...Object.values(nestedRoleOids)];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(roleOf(['1.2.3', '2.23.146.1.2.1.4'])).toBe('dpAuth');
    expect(roleOf(['2.23.146.1.2.1.8'])).toBeUndefined();
    expect(printRole('dpPb')).toBe('CERT.DPpb.SIG');
  });

  it.each([
    ['1.0', 'ci'],
    ['1.1', 'euicc'],
    ['1.2', 'eum'],
    ['1.3', 'dpTls'],
    ['1.4', 'dpAuth'],
    ['1.5', 'dpPb'],
    ['1.6', 'dsTls'],
    ['1.7', 'dsAuth'],
    ['1.0.0', 'ciSubCa'],
    ['1.0.0.0', 'eum'],
    ['1.0.0.0.0', 'eumSubCa'],
    ['1.0.0.0.0.0', 'euicc'],
    ['1.0.0.1', 'dpSubCa'],
    ['1.0.0.1.0', 'dpTls'],
    ['1.0.0.1.1', 'dpAuth'],
    ['1.0.0.1.2', 'dpPb'],
    ['1.0.0.2', 'dsSubCa'],
    ['1.0.0.2.0', 'dsTls'],
    ['1.0.0.2.1', 'dsAuth'],
  ])('2.23.146.1.2.%s is %s (pki.md §2, §8)', (number, role) => {
    expect(roleOf([`2.23.146.1.2.${number}`])).toBe(role);
  });
});
