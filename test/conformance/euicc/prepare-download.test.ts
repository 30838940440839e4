import { describe, expect, it } from 'vitest';

import { decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { sign, verify } from '#shared/crypto/ecdsa';
import { privateKeyFromDraw, publicKeyFromPoint } from '#shared/crypto/keys';
import { oids } from '#shared/pki/x509';
import { PrepareDownloadRequest, PrepareDownloadResponse } from '#shared/rsp/prepare-download';

import { CraftedServer } from '../../support/crafted-server.ts';
import type { PrepareDownloadChanges } from '../../support/crafted-server.ts';
import { craft, withExtension } from '../../support/pki.ts';
import type { Bench } from '../../device-sim/euicc/bench.ts';
import { brainpoolCi, nistCi, openBench, resultOf } from '../../device-sim/euicc/bench.ts';
import {
  authenticated,
  believedKey,
  curves,
  dsAuthCertificate,
  errorOf,
  firstAid,
  oneTimeKeyIn,
  tid,
} from './bench.ts';

const otherKey = privateKeyFromDraw('P-256', filled(40, 9));
const signatureTag = fromHex('5F3740');

/** CERT.DPpb with one thing changed, signed by the CI again. */
const dpPb = ({ server }: Bench, edit: Parameters<typeof craft>[2]): Bytes =>
  craft(server.identity.dpPb.certificate, nistCi().key, edit);

/** A whole answer to a right request, verified: signed with the card's key together with 5F37 of smdpSignature2. */
async function expectPrepared(bench: Bench, ci = nistCi(), changes: PrepareDownloadChanges = {}) {
  const ok = await authenticated(bench);
  const request = bench.server.prepareDownload(ok.euiccSignature1, changes);
  const { smdpSignature2 } = decode(PrepareDownloadRequest, request);
  const answer = await bench.es10(request);
  const { downloadResponseOk } = decode(PrepareDownloadResponse, fromHex(answer));
  const { euiccSigned2, euiccSignature2 } = downloadResponseOk!;
  const signed = concat(euiccSigned2.der, signatureTag, smdpSignature2);
  expect(verify(believedKey(ok, ci), signed, euiccSignature2)).toBe(true);
  return { answer, euiccSigned2: toHex(euiccSigned2.der), euiccOtpk: oneTimeKeyIn(answer) };
}

/** A try that ends with an error, after which there is no session. */
async function expectRefused(bench: Bench, code: number, changes: PrepareDownloadChanges): Promise<void> {
  const { euiccSignature1 } = await authenticated(bench);
  const request = bench.server.prepareDownload(euiccSignature1, changes);
  expect(await bench.es10(request)).toBe(errorOf('BF21', code));
  expect(await bench.es10(bench.server.prepareDownload(euiccSignature1))).toBe(errorOf('BF21', 4));
}

describe('SGP.23 §4.2, ES10b.PrepareDownload (SGP.22 §5.7.5)', () => {
  it.each(curves)('C037 %s, without Confirmation Code: otPK on the right curve, signed', async (_, ci) => {
    await using bench = await openBench({ cis: [ci()] });
    const { euiccSigned2, euiccOtpk } = await expectPrepared(bench, ci());
    expect(euiccSigned2).toBe(`30568010${tid}5F4941${toHex(euiccOtpk)}`);
    expect(publicKeyFromPoint(ci().curve, euiccOtpk).curve).toBe(ci().curve);
  });

  it('C038 with hashCc: it comes back in euiccSigned2', async () => {
    await using bench = await openBench();
    const hashCc = filled(32, 0xcc);
    const { euiccSigned2, euiccOtpk } = await expectPrepared(bench, nistCi(), { hashCc });
    expect(euiccSigned2).toBe(`30788010${tid}5F4941${toHex(euiccOtpk)}0420${toHex(hashCc)}`);
  });

  it('C039 ccRequiredFlag is true and there is no hashCc: A0 all the same', async () => {
    await using bench = await openBench();
    const { euiccSigned2 } = await expectPrepared(bench, nistCi(), { ccRequiredFlag: true });
    expect(euiccSigned2).toMatch(/^30568010/);
  });

  it('C040 without AuthenticateServer: 4 noSessionContext', async () => {
    await using bench = await openBench();
    expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(errorOf('BF21', 4));
    await bench.challenge();
    expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(errorOf('BF21', 4));
  });

  it('C041 after AuthenticateServer with DSauth: 4 noSessionContext', async () => {
    await using bench = await openBench();
    const ok = await authenticated(bench, { certificate: dsAuthCertificate(bench) });
    expect(await bench.es10(bench.server.prepareDownload(ok.euiccSignature1))).toBe(errorOf('BF21', 4));
  });

  it('C042 another key has signed: 2 invalidSignature', async () => {
    await using bench = await openBench();
    await expectRefused(bench, 2, { key: otherKey });
  });

  it('C042a signed over the value of euiccSignature1 in place of its TLV: 2 invalidSignature', async () => {
    await using bench = await openBench();
    const { euiccSignature1 } = await authenticated(bench);
    const right = decode(PrepareDownloadRequest, bench.server.prepareDownload(euiccSignature1));
    const overValue = concat(right.smdpSigned2.der, euiccSignature1);
    const smdpSignature2 = sign(bench.server.identity.dpPb.key, overValue, 'deterministic');
    const request = encode(PrepareDownloadRequest, { ...right, smdpSignature2 });
    expect(await bench.es10(request)).toBe(errorOf('BF21', 2));
  });

  it('C043 another transactionId: 5 invalidTransactionId', async () => {
    await using bench = await openBench();
    const { euiccSignature1 } = await authenticated(bench);
    const transactionId = filled(16, 0xee);
    const request = bench.server.prepareDownload(euiccSignature1, { transactionId });
    expect(await bench.es10(request)).toBe(errorOf('BF21', 5, toHex(transactionId)));
    expect(await bench.es10(bench.server.prepareDownload(euiccSignature1))).toBe(errorOf('BF21', 4));
  });

  it.each<readonly [string, (bench: Bench) => PrepareDownloadChanges]>([
    [
      'C044 the RID of DPpb is not that of DPauth',
      (bench) => ({
        certificate: dpPb(bench, withExtension(oids.subjectAltName, { value: '30058803883705' })),
      }),
    ],
    [
      'C045 DPpb under another CI that the card trusts',
      () => {
        const { certificate, key } = new CraftedServer(brainpoolCi()).identity.dpPb;
        return { certificate: certificate.der, key };
      },
    ],
    [
      'C046 the policy is .4, that of DPauth',
      ({ server: { identity } }) => ({
        certificate: identity.dpAuth.certificate.der,
        key: identity.dpAuth.key,
      }),
    ],
    [
      'C046a the policy is .7, that of DSauth',
      (bench) => ({ certificate: dsAuthCertificate(bench), key: bench.server.identity.dpAuth.key }),
    ],
  ])('%s: 1 invalidCertificate', async (_, changes) => {
    await using bench = await openBench({ cis: [nistCi(), brainpoolCi()] });
    await expectRefused(bench, 1, changes(bench));
  });

  it.each(curves)(
    'C047 %s, again after postponed, with bppEuiccOtpk of last time: that otPK, and the package installs',
    async (_, ci) => {
      await using bench = await openBench({ cis: [ci()] });
      const { euiccOtpk } = await expectPrepared(bench, ci());
      expect(await bench.es10(`BF41158010${tid}810101`)).toMatch(/^BF41..A0/);
      const again = await expectPrepared(bench, ci(), { bppEuiccOtpk: euiccOtpk });
      expect(toHex(again.euiccOtpk)).toBe(toHex(euiccOtpk));
      expect(resultOf(await bench.load(bench.package(euiccOtpk)))).toBe(firstAid);
    },
  );

  it('C047a a bppEuiccOtpk that the card does not have: a new one, no error', async () => {
    await using bench = await openBench();
    const bppEuiccOtpk = otherKey.publicKey.point;
    const { euiccOtpk } = await expectPrepared(bench, nistCi(), { bppEuiccOtpk });
    expect(toHex(euiccOtpk)).not.toBe(toHex(bppEuiccOtpk));
    expect(resultOf(await bench.load(bench.package(euiccOtpk)))).toBe(firstAid);
  });
});
