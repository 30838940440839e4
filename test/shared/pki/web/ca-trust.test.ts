import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { caJudge, readCaPem } from '#shared/pki/web/ca-trust';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { oids } from '#shared/pki/x509';
import { steppedClock } from '#shared/runtime/clock';
import { after, days } from '#shared/runtime/span';

import { withBadSignature, withoutExtension } from '../../../support/pki.ts';
import { craftWeb, host, now, openWebPki } from './support.ts';

const pki = openWebPki(11);
const above = openWebPki(12);

/** The root of `pki` as a CA below that of `above`. */
const intermediate = craftWeb(pki.root.certificate, above.root, (tbs) =>
  withoutExtension(oids.authorityKeyIdentifier)({
    ...tbs,
    issuer: nameOf(above.root.certificate.der),
  }),
);

function nameOf(der: Bytes) {
  let issuer: Parameters<Parameters<typeof craftWeb>[2]>[0]['issuer'] | undefined;
  craftWeb({ ...above.root.certificate, der }, above.root, (tbs) => {
    issuer = tbs.subject;
    return tbs;
  });
  if (issuer === undefined) throw new Error('a certificate has a subject');
  return issuer;
}

function judgementOf(chain: readonly Bytes[], { asked = host, ca = above, clock = pki.clock } = {}): unknown {
  const cas = readCaPem(webCertificatePem(ca.root.certificate));
  try {
    caJudge({ cas, clock })({ host: asked, chain });
    return 'accepted';
  } catch (error) {
    if (error instanceof CertificateRefused) return error.rule;
    throw error;
  }
}

const { der: leaf } = pki.server.certificate;

describe('a server of somebody else', () => {
  it.each<
    [what: string, chain: readonly Bytes[], given: Parameters<typeof judgementOf>[1], judgement: string]
  >([
    ['under the CA that was given', [leaf], { ca: pki }, 'accepted'],
    ['with an intermediate CA between', [leaf, intermediate], {}, 'accepted'],
    ['by its address', [leaf, intermediate], { asked: '127.0.0.1' }, 'accepted'],
    ['by its address of IPv6', [leaf, intermediate], { asked: '[::1]' }, 'accepted'],
    ['without its intermediate', [leaf], {}, 'unknownIssuer'],
    ['with nothing', [], {}, 'missing'],
    ['with what is no certificate', [new Uint8Array([0x30, 0])], {}, 'malformed'],
    ['with a broken signature', [withBadSignature(leaf), intermediate], {}, 'unknownIssuer'],
    [
      'whose intermediate has a broken signature',
      [leaf, withBadSignature(intermediate)],
      {},
      'unknownIssuer',
    ],
    ['by another name', [leaf, intermediate], { asked: 'other.test' }, 'serverName'],
    ['by another address', [leaf, intermediate], { asked: '127.0.0.2' }, 'serverName'],
    ['that is a client', [pki.client.certificate.der, intermediate], {}, 'extendedKeyUsage'],
    ['before its time', [leaf, intermediate], { clock: steppedClock(after(now, days(-10))) }, 'notYetValid'],
    ['after its time', [leaf, intermediate], { clock: steppedClock(after(now, days(500))) }, 'expired'],
  ])('%s', (_what, chain, given, judgement) => {
    expect(judgementOf(chain, given)).toBe(judgement);
  });

  it('may be trusted by its own certificate', () => {
    const cas = readCaPem(webCertificatePem(pki.server.certificate));
    expect(() => {
      caJudge({ cas, clock: pki.clock })({ host, chain: [leaf] });
    }).not.toThrow();
  });
});

describe('a file of CAs', () => {
  it('holds one at least, and no broken one', () => {
    expect(() => readCaPem('hello')).toThrow(new TypeError('no PEM block "CERTIFICATE" stands there'));
    expect(() => readCaPem('-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n')).toThrow(
      new TypeError('a PEM block "CERTIFICATE" there holds no certificate'),
    );
    const both = webCertificatePem(pki.root.certificate, above.root.certificate);
    expect(readCaPem(both)).toHaveLength(2);
  });
});
