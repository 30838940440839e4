import { describe, expect, it } from 'vitest';

import { ServerTrust, testCiStore } from '#device-sim/lpa/server-trust';
import { PeerNotTrusted } from '#shared/http/peer';
import { ownCi, testCi } from '#shared/pki/certificate-issuers';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import { serverIdentity } from '#shared/pki/identities';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

const host = 'smdp.example.com';
const clock = virtualClock(instant('2026-11-23T00:00:00Z'));
const entropy = seededEntropy('1');

const peerOf = (ci: SigningCertificateIssuer) => ({
  host,
  chain: [serverIdentity({ ci, entropy, clock, addresses: [host] }).dpTls.certificate.der],
});

const ruleOf = (trust: ServerTrust, peer: { host: string; chain: readonly Uint8Array[] }): string => {
  try {
    trust.judge(peer);
  } catch (error) {
    if (error instanceof PeerNotTrusted) return error.rule;
    throw error;
  }
  return 'trusted';
};

describe('whom an LPA trusts', () => {
  const { nist, brainpool } = testCi();

  it('is nobody before the card was asked', () => {
    expect(ruleOf(new ServerTrust(testCiStore(), clock), peerOf(nist))).toBe('unknownIssuer');
  });

  it('is the servers under the CIs that the card lists', () => {
    const trust = new ServerTrust(testCiStore(), clock);
    trust.accept([nist.id]);
    expect(ruleOf(trust, peerOf(nist))).toBe('trusted');
    expect(ruleOf(trust, peerOf(brainpool))).toBe('unknownIssuer');
    trust.accept([brainpool.id]);
    expect(ruleOf(trust, peerOf(brainpool))).toBe('trusted');
  });

  it('is not a server under a CI whose certificate is not at hand, until it is', () => {
    const own = ownCi('P-256', entropy, clock);
    const without = new ServerTrust(testCiStore(), clock);
    without.accept([own.id]);
    expect(ruleOf(without, peerOf(own))).toBe('unknownIssuer');
    const withIt = new ServerTrust(testCiStore([own.certificate.der]), clock);
    withIt.accept([own.id]);
    expect(ruleOf(withIt, peerOf(own))).toBe('trusted');
  });

  it('is not a server of another name', () => {
    const trust = new ServerTrust(testCiStore(), clock);
    trust.accept([nist.id]);
    expect(ruleOf(trust, { ...peerOf(nist), host: 'other.example.com' })).toBe('serverName');
  });

  it('is not a server whose certificate has expired, or is not valid yet, at Clock time', () => {
    const peer = peerOf(nist);
    for (const [now, rule] of [
      ['2025-11-22T00:00:00Z', 'notYetValid'],
      ['2026-11-24T00:00:00Z', 'trusted'],
      ['2056-01-01T00:00:00Z', 'expired'],
    ] as const) {
      const trust = new ServerTrust(testCiStore(), virtualClock(instant(now)));
      trust.accept([nist.id]);
      expect(ruleOf(trust, peer)).toBe(rule);
    }
  });

  it('takes no certificate into its store that is no CI’s', () => {
    const { certificate } = serverIdentity({ ci: nist, entropy, clock, addresses: [host] }).dpTls;
    expect(() => testCiStore([certificate.der])).toThrow(TypeError);
  });
});
