import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromBase64, fromHex, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { readCertificate } from '#shared/pki/certificate';
import { verifyServerCertificate } from '#shared/pki/trust';
import { Signature } from '#shared/rsp/common';
import type { EuiccInfo1 } from '#shared/rsp/euicc-info';

import type { Answer } from '../../support/crafted-device.ts';
import { base64Member } from '../../support/crafted-device.ts';
import type { Bench } from '../../smdp/bench.ts';
import { brainpool, nist, openBench } from '../../smdp/bench.ts';
import { expectExecuted, expectRefused } from './steps.ts';

const name = 'initiateAuthentication';
const nobody = filled(20, 1);

/** Asks with an EUICCInfo1 that is changed in one thing. */
async function initiating({ device }: Bench, change: Partial<EuiccInfo1> = {}): Promise<Answer> {
  const euiccInfo1 = device.euiccInfo1((value) => ({ ...value, ...change }));
  return device.call(name, device.initiateRequest({ euiccInfo1 }));
}

async function expectNoSession(bench: Bench, answer: Answer, codes: string): Promise<void> {
  expectRefused(answer, codes);
  expect(bench.smdp.sessions()).toEqual([]);
  expectExecuted(await initiating(bench));
}

describe('SGP.23 §4.3.12, ES9+.InitiateAuthentication (SGP.22 §5.6.1)', () => {
  it.each([
    ['C101a', 'NIST', [nist], nist],
    ['C101b', 'brainpool', [brainpool], brainpool],
    ['C101c', 'both, brainpool first', [brainpool, nist], brainpool],
    ['C101d', 'both, NIST first', [nist, brainpool], nist],
  ] as const)(
    '%s nominal, %s offered: 200, the signature verifies, the first CI for signing that will do is chosen',
    async (_number, _what, offered, chosen) => {
      await using bench = await openBench({ cis: [nist, brainpool] });
      const ids = offered.map(({ id }) => id);
      const { device } = bench;
      const request = device.initiateRequest({
        euiccInfo1: device.euiccInfo1((value) => ({
          ...value,
          euiccCiPKIdListForVerification: ids,
          euiccCiPKIdListForSigning: ids,
        })),
      });
      const { json, contentType } = expectExecuted(await device.call(name, request));
      const certificate = readCertificate(base64Member(json, 'serverCertificate'));
      const serverSigned1 = base64Member(json, 'serverSigned1');
      const signature = decode(Signature, base64Member(json, 'serverSignature1'));
      expect(verify(certificate.publicKey, serverSigned1, signature)).toBe(true);
      expect(verifyServerCertificate(certificate, { role: 'dpAuth', ci: chosen.certificate })).toEqual([]);
      expect(toHex(base64Member(json, 'euiccCiPKIdToBeUsed'))).toBe(`0414${toHex(chosen.id)}`);
      expect(toHex(serverSigned1)).toMatch(asSaid(json['transactionId'], request['euiccChallenge']));
      expect(contentType).toMatch(/^application\/json/);
      expect(bench.smdp.sessions()).toHaveLength(1);
    },
  );

  it.each([
    ['C102a', 'SMDP.TEST'],
    ['C102b', 'sMdP.test'],
    ['C102c', 'smdp.test'],
  ])('%s the address is spelt %s: accepted, and signed as it is spelt', async (_number, smdpAddress) => {
    await using bench = await openBench();
    const { serverSigned1 } = await bench.device.initiate({ smdpAddress });
    expect(serverSigned1.serverAddress).toBe(smdpAddress);
  });

  it.each([
    ['C103a', 'of another server', 'other.test'],
    ['C103b', 'of a host below mine', 'a.smdp.test'],
    ['C103c', 'that begins as mine', 'smdp.test.example'],
    ['C103d', 'of another port', 'smdp.test:8443'],
    ['C103e', 'that is empty', ''],
  ])('%s an address %s: 8.8.1/3.8 and no session', async (_number, _what, smdpAddress) => {
    await using bench = await openBench();
    const answer = await bench.device.call(name, bench.device.initiateRequest({ smdpAddress }));
    await expectNoSession(bench, answer, '8.8.1/3.8');
  });

  it.each([
    ['C104a', '1.4.0', '010400'],
    ['C104b', '9.0.0', '090000'],
    ['C104c', '0.2.2', '000202'],
  ])('%s EUICCInfo1 says SVN %s: 8.8.3/3.1 and no session', async (_number, _svn, svn) => {
    await using bench = await openBench();
    await expectNoSession(bench, await initiating(bench, { svn: fromHex(svn) }), '8.8.3/3.1');
  });

  it.each([
    ['C105a', 'names a CI that nobody knows', [nobody]],
    ['C105b', 'names a CI that the server does not trust', [brainpool.id]],
    ['C105c', 'is empty', []],
  ])('%s the list for signing %s: 8.8.2/3.1 and no session', async (_number, _what, list) => {
    await using bench = await openBench();
    await expectNoSession(bench, await initiating(bench, { euiccCiPKIdListForSigning: list }), '8.8.2/3.1');
  });

  it.each([
    ['C106a', 'names a CI that nobody knows', [nobody]],
    ['C106b', 'names a CI that the server has no CERT.DPauth under', [brainpool.id]],
    ['C106c', 'is empty', []],
  ])('%s the list for verification %s: 8.8.4/3.7 and no session', async (_number, _what, list) => {
    await using bench = await openBench();
    const answer = await initiating(bench, { euiccCiPKIdListForVerification: list });
    await expectNoSession(bench, answer, '8.8.4/3.7');
  });

  it.each([
    ['C107a', 'euiccChallenge is missing', '1.3.1/2.2', { euiccChallenge: undefined }],
    ['C107b', 'euiccInfo1 is missing', '1.3.1/2.2', { euiccInfo1: undefined }],
    ['C107c', 'smdpAddress is missing', '1.3.1/2.2', { smdpAddress: undefined }],
    ['C107d', 'euiccInfo1 is no base64', '1.3.1/2.1', { euiccInfo1: 'vyA*' }],
    ['C107e', 'euiccChallenge has 15 octets', '1.3.1/2.1', { euiccChallenge: toBase64(filled(15, 1)) }],
    ['C107f', 'euiccInfo1 is cut off', '1.3.1/2.1', { euiccInfo1: toBase64(fromHex('BF2010')) }],
    ['C107g', 'euiccInfo1 is a number', '1.3.1/2.2', { euiccInfo1: 7 }],
  ])('%s malformed, %s: %s', async (_number, _what, codes, change) => {
    await using bench = await openBench();
    const request = { ...bench.device.initiateRequest(), ...change };
    await expectNoSession(bench, await bench.device.call(name, request), codes);
  });

  it.each([
    ['C107h', 'that is no JSON', '{"smdpAddress":'],
    ['C107i', 'that is no object', '[]'],
    ['C107j', 'of no octets', ''],
  ])('%s a body %s: HTTP 400, and the next request is answered', async (_number, _what, body) => {
    await using bench = await openBench();
    const answer = await bench.device.postRaw(`/gsma/rsp2/es9plus/${name}`, toUtf8(body));
    expect([answer.status, answer.contentType?.split(';', 1)[0]]).toEqual([400, 'text/plain']);
    expectExecuted(await initiating(bench));
  });

  it('C108 the same request again: a fresh TransactionID and a fresh challenge, both sessions live', async () => {
    await using bench = await openBench();
    const request = bench.device.initiateRequest();
    const answers = [await bench.device.call(name, request), await bench.device.call(name, request)];
    const signed = answers.map(({ json }) => toHex(base64Member(json, 'serverSigned1')));
    expect(new Set(answers.map(({ json }) => json['transactionId'])).size).toBe(2);
    expect(new Set(signed.map((octets) => octets.slice(-32))).size).toBe(2);
    expect(bench.smdp.sessions()).toHaveLength(2);
  });
});

/** `30 … 80 TID 81 10 euiccChallenge 83 len serverAddress 84 10 serverChallenge`. */
function asSaid(transactionId: unknown, euiccChallenge: string | undefined): RegExp {
  const address: Bytes = toUtf8('smdp.test');
  const challenge = toHex(fromBase64(euiccChallenge ?? ''));
  return new RegExp(
    `^30[0-9A-F]{2}8010${String(transactionId)}8110${challenge}8309${toHex(address)}8410[0-9A-F]{32}$`,
  );
}
