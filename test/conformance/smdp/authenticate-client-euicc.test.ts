import { describe, expect, it } from 'vitest';

import { capture, encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { makeEid } from '#shared/identifiers/eid';
import { euiccIdentity } from '#shared/pki/identities';
import { sgp26Key } from '#shared/pki/sgp26';
import type { TbsCertificate } from '#shared/pki/x509';
import { Name, oids } from '#shared/pki/x509';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

import type { AuthenticationChanges } from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import { craft, withBadSignature, withExtension, withKey, withoutExtension } from '../../support/pki.ts';
import { brainpool, nist, openBench, otherEid, someEid, start } from '../../smdp/bench.ts';
import { authenticating, expectExecuted, expectHarmless, standing, untouched } from './steps.ts';

type Edit = (tbs: TbsCertificate) => TbsCertificate;

const of = (ci = nist, eid = someEid) =>
  euiccIdentity({ ci, eid, clock: { now: () => start }, entropy: seededEntropy(2) });

/** The device with one thing of its chain changed. */
const eum = (edit: Edit): AuthenticationChanges => ({ eumCertificate: craft(of().eum, nist.key, edit) });
const euicc = (edit: Edit): AuthenticationChanges => {
  const identity = of();
  return { identity, euiccCertificate: craft(identity.euicc, sgp26Key('eumNist'), edit) };
};
const between =
  (from: string, to: string): Edit =>
  (tbs) => ({ ...tbs, validity: { notBefore: instant(from), notAfter: instant(to) } });
const renamed =
  (from: string, to: string): Edit =>
  (tbs) => {
    const subject = toHex(tbs.subject.der).replace(toHex(toUtf8(from)), toHex(toUtf8(to)));
    return { ...tbs, subject: capture(Name, fromHex(subject)) };
  };
const usage = (value: string): Edit => withExtension(oids.keyUsage, { value, critical: true });
const policy = (role: string): Edit =>
  withExtension(oids.certificatePolicies, { value: `300B30090607678112010201${role}` });
const unknownCritical = withExtension('2.999.1', { value: '0500', critical: true });
const keyAgreement = '03020308';
const past = between('2020-01-01T00:00:00Z', '2026-11-22T00:00:00Z');
const future = between('2026-11-24T00:00:00Z', '2046-01-01T00:00:00Z');
/** secp384r1, with a point that is not on it: what cannot be read cannot be worked with. */
const p384 = withKey(sgp26Key('eumNist'), '06052B81040022');

type Row = readonly [number: string, what: string, changes: AuthenticationChanges];

/** Refused with those codes, the order keeps its standing, and the honest device is served after it. */
async function expectRefusedWith(codes: string, changes: AuthenticationChanges): Promise<void> {
  await using bench = await openBench();
  await bench.place();
  await expectHarmless(bench, () => authenticating(bench, changes), codes);
  expect(await standing(bench)).toEqual(untouched);
  expect(bench.smdp.sessions()).toEqual([]);
  expectExecuted(await authenticating(bench));
}

describe('SGP.23 §4.3.14, ES9+.AuthenticateClient (SGP.22 §5.6.3): the session', () => {
  it('C111a an unknown TransactionID: 8.10.1/3.9, the session that there is goes on', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    const unknown = { ...session, transactionId: filled(16, 1) };
    const ask = async () => bench.device.tryAuthenticate(unknown, { matchingId: 'M-1' });
    await expectHarmless(bench, ask, '8.10.1/3.9');
    expectExecuted(await bench.device.tryAuthenticate(session, { matchingId: 'M-1' }));
  });

  it('C111b a TransactionID that has been answered already: 8.10.1/3.9, the first answer stands', async () => {
    await using bench = await openBench();
    await bench.place();
    const begun = await bench.device.initiate();
    const session = await bench.device.authenticate(begun, { matchingId: 'M-1' });
    const ask = async () => bench.device.tryAuthenticate(begun, { matchingId: 'M-1' });
    await expectHarmless(bench, ask, '8.10.1/3.9');
    expectExecuted(await bench.device.tryPrepare(session));
  });

  it('C111c another TransactionID inside euiccSigned1: 8.10.1/3.9, the session goes on', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    const ask = async () =>
      bench.device.tryAuthenticate(session, {
        matchingId: 'M-1',
        euiccSigned1: (value) => ({ ...value, transactionId: filled(16, 1) }),
      });
    await expectHarmless(bench, ask, '8.10.1/3.9');
    expectExecuted(await bench.device.tryAuthenticate(session, { matchingId: 'M-1' }));
  });

  it('C111d an error of the eUICC in place of an answer: 8.1/4.2, the session ends, the order stays', async () => {
    await using bench = await openBench();
    await bench.place();
    const { transactionId } = await bench.device.initiate();
    const response = encode(AuthenticateServerResponse, {
      authenticateResponseError: { transactionId, authenticateErrorCode: 2 },
    });
    const ask = async () =>
      bench.device.call('authenticateClient', {
        transactionId: toHex(transactionId),
        authenticateServerResponse: toBase64(response),
      });
    await expectHarmless(bench, ask, '8.1/4.2');
    expect(bench.smdp.sessions()).toEqual([]);
  });
});

describe('SGP.23 §4.3.14, ES9+.AuthenticateClient (SGP.22 §5.6.3): CERT.EUM', () => {
  it.each<Row>([
    ['C112a', 'its signature is wrong', { eumCertificate: withBadSignature(of().eum.der) }],
    ['C112b', 'its policy is that of an eUICC', eum(policy('01'))],
    ['C112c', 'it is none of a CA', eum(withoutExtension(oids.basicConstraints))],
    ['C112d', 'cA is false', eum(withExtension(oids.basicConstraints, { value: '3000', critical: true }))],
    ['C112e', 'it may issue CAs', eum(withExtension(oids.basicConstraints, { value: '30030101FF' }))],
    ['C112f', 'its key may not sign certificates', eum(usage(keyAgreement))],
    ['C112g', 'it has no subject key identifier', eum(withoutExtension(oids.subjectKeyIdentifier))],
    ['C112h', 'it has a critical extension that nobody knows', eum(unknownCritical)],
    ['C112i', 'its key is on P-384', eum(p384)],
    ['C112j', 'it is no certificate', { eumCertificate: tlv(0x30) }],
  ])('%s %s: 8.1.2/6.1', async (_number, _what, changes) => {
    await expectRefusedWith('8.1.2/6.1', changes);
  });
  it.each<Row>([
    ['C113a', 'it has expired', eum(past)],
    ['C113b', 'it is not valid yet', eum(future)],
  ])('%s %s: 8.1.2/6.3', async (_number, _what, changes) => {
    await expectRefusedWith('8.1.2/6.3', changes);
  });
  it.each<Row>([
    ['C116a', 'its CI is not trusted', { identity: of(brainpool) }],
    ['C116b', 'it does not say which CI it is under', eum(withoutExtension(oids.authorityKeyIdentifier))],
  ])('%s %s: 8.11.1/3.9', async (_number, _what, changes) => {
    await expectRefusedWith('8.11.1/3.9', changes);
  });

  it('C116c its CI is trusted but is not the one asked for: 8.11.1/3.9', async () => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    await bench.place();
    await expectHarmless(bench, () => authenticating(bench, { identity: of(brainpool) }), '8.11.1/3.9');
    expect(await standing(bench)).toEqual(untouched);
  });
});

describe('SGP.23 §4.3.14, ES9+.AuthenticateClient (SGP.22 §5.6.3): CERT.EUICC', () => {
  const outside = makeEid('890440321234512345123456789012');
  it.each<Row>([
    ['C114a', 'its signature is wrong', { euiccCertificate: withBadSignature(of().euicc.der) }],
    ['C114b', 'its policy is that of an EUM', euicc(policy('02'))],
    ['C114c', 'its EID is not one its EUM may give out', euicc(renamed(someEid, outside))],
    ['C114d', 'it is under another EUM', { euiccCertificate: of(nist, outside).euicc.der }],
    ['C114e', 'its key may not sign', euicc(usage(keyAgreement))],
    ['C114f', 'it is one of a CA', euicc(withExtension(oids.basicConstraints, { value: '30030101FF' }))],
    ['C114g', 'it has no authority key identifier', euicc(withoutExtension(oids.authorityKeyIdentifier))],
    ['C114h', 'it has a critical extension that nobody knows', euicc(unknownCritical)],
    ['C114i', 'its key is on P-384', euicc(p384)],
    ['C114j', 'it is no certificate', { euiccCertificate: tlv(0x30) }],
  ])('%s %s: 8.1.3/6.1', async (_number, _what, changes) => {
    await expectRefusedWith('8.1.3/6.1', changes);
  });
  it.each<Row>([
    ['C115a', 'it has expired', euicc(past)],
    ['C115b', 'it is not valid yet', euicc(future)],
  ])('%s %s: 8.1.3/6.3', async (_number, _what, changes) => {
    await expectRefusedWith('8.1.3/6.3', changes);
  });
});

describe('SGP.23 §4.3.14, ES9+.AuthenticateClient (SGP.22 §5.6.3): euiccSigned1', () => {
  const flipped = (octets: Bytes): Bytes => flipBit(octets);
  it.each<Row>([
    ['C117a', 'euiccSignature1 is wrong', { signature: flipped }],
    ['C117b', 'another eUICC has signed it', { euiccCertificate: of(nist, otherEid).euicc.der }],
    [
      'C117c',
      'the serverChallenge is another',
      { euiccSigned1: (value) => ({ ...value, serverChallenge: filled(16, 1) }) },
    ],
    [
      'C117d',
      'the serverAddress is another',
      { euiccSigned1: (value) => ({ ...value, serverAddress: 'other.test' }) },
    ],
  ])('%s %s: 8.1/6.1', async (_number, _what, changes) => {
    await expectRefusedWith('8.1/6.1', changes);
  });
  it.each<Row>([
    ['C117e', 'the context is not that of common authentication', { ctxParams1: tlv(0xa1, tlv(0x80)) }],
  ])('%s %s: 1.3.1/2.2', async (_number, _what, changes) => {
    await expectRefusedWith('1.3.1/2.2', changes);
  });
});
