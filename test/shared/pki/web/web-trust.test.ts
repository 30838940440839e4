import { beforeAll, describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import type { WebExpectation } from '#shared/pki/web/web-trust';
import { webJudge } from '#shared/pki/web/web-trust';
import { oids } from '#shared/pki/x509';
import { steppedClock } from '#shared/runtime/clock';
import { after, days, seconds } from '#shared/runtime/span';

import { withBadSignature, withExtension, withoutExtension } from '../../../support/pki.ts';
import { craftWeb, host, now, openWebPki } from './support.ts';

let pki: ReturnType<typeof openWebPki>;
let foreign: ReturnType<typeof openWebPki>;
beforeAll(() => {
  pki = openWebPki(1);
  foreign = openWebPki(2);
});

type Role = WebExpectation['role'];

function judgementOf(role: Role, chain: readonly Bytes[], asked = host, clock = pki.clock): unknown {
  try {
    webJudge({ root: pki.root.certificate, clock, role })({ host: asked, chain });
    return 'accepted';
  } catch (error) {
    if (error instanceof CertificateRefused) return error;
    throw error;
  }
}

const refusedAs = (rule: string) => expect.objectContaining({ name: 'CertificateRefused', rule }) as unknown;
const crafted = (role: Role, edit: Parameters<typeof craftWeb>[2]): Bytes =>
  craftWeb(pki[role].certificate, pki.root, edit);

describe.each(['server', 'client'] as const)('a web %s', (role) => {
  it('is accepted with and without its root behind it, and so is one that was only signed anew', () => {
    const { der } = pki[role].certificate;
    expect(judgementOf(role, [der, pki.root.certificate.der])).toBe('accepted');
    expect(judgementOf(role, [der])).toBe('accepted');
    expect(judgementOf(role, [crafted(role, (tbs) => tbs)])).toBe('accepted');
  });

  it.each([
    ['it is issued by another root of the same name', 'unknownIssuer', () => foreign[role].certificate.der],
    [
      'another root borrowed our key identifier',
      'signature',
      () => craftWeb(pki[role].certificate, foreign.root, (tbs) => tbs),
    ],
    ['its signature is broken', 'signature', () => withBadSignature(pki[role].certificate.der)],
    [
      'it does not say whose key signed it',
      'unknownIssuer',
      () => crafted(role, withoutExtension(oids.authorityKeyIdentifier)),
    ],
    [
      'its issuer has another name',
      'unknownIssuer',
      () => crafted(role, (tbs) => ({ ...tbs, issuer: tbs.subject })),
    ],
    [
      'its usage is that of the other end',
      'extendedKeyUsage',
      () => pki[role === 'server' ? 'client' : 'server'].certificate.der,
    ],
    [
      'it has no extended key usage',
      'extendedKeyUsage',
      () => crafted(role, withoutExtension(oids.extendedKeyUsage)),
    ],
    [
      'its key is not for signatures',
      'keyUsage',
      () => crafted(role, withExtension(oids.keyUsage, { value: '03020520' })),
    ],
    ['it has no key usage', 'keyUsage', () => crafted(role, withoutExtension(oids.keyUsage))],
    [
      'it is that of a CA',
      'basicConstraints',
      () => crafted(role, withExtension(oids.basicConstraints, { value: '30030101FF' })),
    ],
    [
      'an unknown extension is critical',
      'criticalExtension',
      () => crafted(role, withExtension('1.2.3.4', { value: '0500', critical: true })),
    ],
    ['it is no certificate', 'malformed', () => fromHex('3000')],
    [
      'an extension stands there twice',
      'malformed',
      () => crafted(role, (tbs) => ({ ...tbs, extensions: [...tbs.extensions!, tbs.extensions![0]!] })),
    ],
  ] as const)('is refused when %s (%s)', (_what, rule, make) => {
    expect(judgementOf(role, [make()])).toEqual(refusedAs(rule));
  });

  it('is refused when it shows none, or the root itself', () => {
    expect(judgementOf(role, [])).toEqual(refusedAs('missing'));
    expect(judgementOf(role, [pki.root.certificate.der])).toEqual(refusedAs('unknownIssuer'));
  });

  it('is judged at the time of the Clock, valid through the second of notAfter', () => {
    const { der, notBefore, notAfter } = pki[role].certificate;
    const at = (when: number) => judgementOf(role, [der], host, steppedClock(after(now, days(when))));
    expect([at(0), at(395)]).toEqual(['accepted', 'accepted']);
    expect([at(-3), at(397)]).toEqual([refusedAs('notYetValid'), refusedAs('expired')]);
    expect(judgementOf(role, [der], host, steppedClock(notBefore))).toBe('accepted');
    expect(judgementOf(role, [der], host, steppedClock(notAfter))).toBe('accepted');
    const over = steppedClock(after(notAfter, seconds(1)));
    expect(judgementOf(role, [der], host, over)).toEqual(refusedAs('expired'));
  });
});

describe('the name', () => {
  it.each([
    ['PORTAL.operator.test', 'accepted'],
    ['127.0.0.1', 'accepted'],
    ['[::1]', 'accepted'],
    ['operator.test', 'serverName'],
    ['127.0.0.2', 'serverName'],
  ])('%s of a server is asked for: %s', (asked, outcome) => {
    expect(judgementOf('server', [pki.server.certificate.der], asked)).toEqual(
      outcome === 'accepted' ? outcome : refusedAs(outcome),
    );
  });

  it('of a client is not that of the address it comes from', () => {
    expect(judgementOf('client', [pki.client.certificate.der], '127.0.0.9')).toBe('accepted');
  });
});

describe('a refusal', () => {
  it('is one line that names the peer, the rule and the reason', () => {
    const { message } = judgementOf('server', [pki.server.certificate.der], 'x.test') as CertificateRefused;
    expect(message).toBe(
      'the server certificate of x.test is refused (serverName): CN=portal.operator.test, OU=TESTCERT: ' +
        'it is for portal.operator.test, 127.0.0.1, 0:0:0:0:0:0:0:1',
    );
  });
});
