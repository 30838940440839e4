import { describe, expect, it } from 'vitest';

import type { WorldOptions } from '#scenarios/world/index';
import type { CertificateIssuer } from '#shared/pki/certificate-issuers';
import { ownCiSet, testCi } from '#shared/pki/certificate-issuers';
import { readCertificate } from '#shared/pki/certificate';
import { serverIdentity } from '#shared/pki/identities';
import type { Identity } from '#shared/pki/sgp26';
import type { TbsCertificate } from '#shared/pki/x509';
import { oids } from '#shared/pki/x509';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import { days, instant } from '#shared/runtime/span';

import { failureOf, openBench } from '../../support/bench.ts';
import { craft, withExtension } from '../../support/pki.ts';
import { openWatchedTlsServer } from '../../support/watched-tls-server.ts';

/** Far from the time on any wall: what is judged is judged by the Clock. */
const start = instant('2040-01-01T09:00:00Z');
const { nist, brainpool } = testCi();
const own = ownCiSet(seededEntropy(9), steppedClock(start));

const identityUnder = (ci: CertificateIssuer, at: Instant = start) =>
  serverIdentity({
    ci,
    entropy: seededEntropy(1),
    clock: steppedClock(at),
    addresses: ['smdp.operator.test'],
  });

const crafted = (edit: (tbs: TbsCertificate) => TbsCertificate): Identity => {
  const { certificate, key } = identityUnder(nist).dpTls;
  return { certificate: readCertificate(craft(certificate, nist.key, edit)), key };
};

const valid = (from: string, to: string) =>
  crafted((tbs) => ({ ...tbs, validity: { notBefore: instant(from), notAfter: instant(to) } }));

/** dNSName and the registered id, no address. */
const otherNames = withExtension(oids.subjectAltName, {
  value: '301882116F746865722E6578616D706C652E636F6D880388370A',
});

const device = (ci: 'nist' | 'brp' | 'both' = 'nist'): WorldOptions => ({
  start,
  smdp: false,
  devices: [{ name: 'device-1', card: { ci } }],
});

const refusedBy = (rule: string) => ({
  stage: 'initiateAuthentication',
  status: 'ServerNotTrusted',
  diagnosis: { kind: 'tls', code: rule },
  cancelled: undefined,
});
const gotAsFarAsHttp = { status: 'ServerFailure', diagnosis: { kind: 'http', code: '503' } };

describe('an SM-DP+ that the device has no reason to trust', () => {
  it.each([
    ['unknownIssuer', 'its CI is unknown', () => identityUnder(own.nist).dpTls],
    ['role', 'its role is another', () => identityUnder(nist).dpAuth],
    ['serverName', 'its name is another', () => crafted(otherNames)],
    [
      'expired',
      'it expired a second ago by the Clock',
      () => valid('2020-01-01T00:00:00Z', '2040-01-01T08:59:59Z'),
    ],
    [
      'notYetValid',
      'it begins in a second by the Clock',
      () => valid('2040-01-01T09:00:01Z', '2041-01-01T00:00:00Z'),
    ],
  ] as const)('is refused by the rule %s before the first octet of HTTP: %s', async (rule, _what, make) => {
    await using server = await openWatchedTlsServer(make());
    await using bench = await openBench(device());
    const download = bench.device().download(`1$127.0.0.1:${server.port}$M-1`);
    expect(await failureOf(download)).toMatchObject(refusedBy(rule));
    await server.allEnded();
    expect(server).toMatchObject({ connections: 1, octets: 0 });
  });

  it('is trusted at Clock time, whatever the time on the wall', async () => {
    await using server = await openWatchedTlsServer(valid('2039-12-31T00:00:00Z', '2040-01-02T00:00:00Z'));
    await using bench = await openBench(device());
    const download = bench.device().download(`1$127.0.0.1:${server.port}$M-1`);
    expect(await failureOf(download)).toMatchObject(gotAsFarAsHttp);
    expect(server.octets).toBeGreaterThan(0);
  });

  it('is refused on a kept connection too once the clock is wound past notAfter', async () => {
    await using server = await openWatchedTlsServer(identityUnder(nist).dpTls);
    await using bench = await openBench(device());
    const code = `1$127.0.0.1:${server.port}$M-1`;
    expect(await failureOf(bench.device().download(code))).toMatchObject(gotAsFarAsHttp);
    const { octets } = server;
    expect(await failureOf(bench.device().download(code))).toMatchObject(gotAsFarAsHttp);
    expect(server).toMatchObject({ connections: 1, octets: 2 * octets });

    await bench.clock.advance(days(400));
    expect(await failureOf(bench.device().download(code))).toMatchObject(refusedBy('expired'));
    await server.allEnded();
    expect(server.octets).toBe(2 * octets);
  });

  it.each([
    ['nist', nist, brainpool],
    ['brp', brainpool, nist],
  ] as const)('is refused by a device whose card lists other CIs: %s', async (ci, listed, other) => {
    await using trusted = await openWatchedTlsServer(identityUnder(listed).dpTls);
    await using foreign = await openWatchedTlsServer(identityUnder(other).dpTls);
    await using bench = await openBench(device(ci));
    const of = (port: number) => failureOf(bench.device().download(`1$127.0.0.1:${port}$M-1`));
    expect(await of(foreign.port)).toMatchObject(refusedBy('unknownIssuer'));
    expect(await of(trusted.port)).toMatchObject(gotAsFarAsHttp);
    await foreign.allEnded();
    expect(foreign.octets).toBe(0);
    expect(trusted.octets).toBeGreaterThan(0);
  });
});

describe('an SM-DP+ of a curve', () => {
  const world = (curve: 'P-256' | 'brainpoolP256r1', ci: 'nist' | 'brp' | 'both'): WorldOptions => ({
    smdp: { curve },
    devices: [{ name: 'device-1', card: { ci } }],
  });

  it.each([
    ['P-256', 'nist'],
    ['P-256', 'both'],
    ['brainpoolP256r1', 'brp'],
    ['brainpoolP256r1', 'both'],
  ] as const)('%s serves a device whose card has CIs: %s', async (curve, ci) => {
    await using bench = await openBench(world(curve, ci));
    const { activationCode, order } = await bench.order();
    expect(await bench.device().download(activationCode)).toMatchObject({ state: 'enabled' });
    expect(await bench.state(order)).toBe('Installed');
  });

  it.each([
    ['P-256', 'brp'],
    ['brainpoolP256r1', 'nist'],
  ] as const)('%s is refused by a device whose card has another alone: %s', async (curve, ci) => {
    await using bench = await openBench(world(curve, ci));
    const { activationCode, order } = await bench.order();
    const failure = await failureOf(bench.device().download(activationCode));
    expect(failure).toMatchObject(refusedBy('unknownIssuer'));
    expect(await bench.state(order)).toBe('Released');
    expect(bench.smdp.sessions()).toEqual([]);
    expect(bench.events('wire').filter(({ lane }) => lane === 'ES9+')).toEqual([]);
  });

  it('is refused when the clock is wound past the end of its TLS certificate, and nothing reaches it', async () => {
    await using bench = await openBench();
    await bench.device().download((await bench.order()).activationCode, { enable: false });
    const heard = () => bench.events('wire').filter(({ lane }) => lane === 'ES9+').length;
    const before = heard();
    const { activationCode, order } = await bench.order();
    await bench.clock.advance(days(400));
    const failure = await failureOf(bench.device().download(activationCode));
    expect(failure).toMatchObject(refusedBy('expired'));
    expect(failure.message).toContain('expired');
    expect(heard()).toBe(before);
    expect(await bench.state(order)).toBe('Released');
  });
});
