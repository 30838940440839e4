import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import type { PublicKey } from '#shared/crypto/keys';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';

import { nistCi, openBench } from '../../device-sim/euicc/bench.ts';
import { authenticated, believedKey, curves, errorOf, oneTimeKeyIn, prepared, tid } from './bench.ts';

const cancel = (reason: string, transactionId = tid): string => `BF41158010${transactionId}8101${reason}`;

/** BF41 A0 { transactionId, OID 2.999.10, reason } with a signature of that key over it. */
function expectSigned(answer: string, key: PublicKey, reason: string): void {
  const signed = `301A8010${tid}810388370A8201${reason}`;
  expect(answer.slice(0, -128)).toBe(`BF4161A05F${signed}5F3740`);
  const { cancelSessionResponseOk } = decode(CancelSessionResponse, fromHex(answer));
  const { euiccCancelSessionSigned, euiccCancelSessionSignature } = cancelSessionResponseOk!;
  expect(toHex(euiccCancelSessionSigned.der)).toBe(signed);
  expect(verify(key, euiccCancelSessionSigned.der, euiccCancelSessionSignature)).toBe(true);
}

describe('SGP.23 §4.2, ES10b.LoadCRL (SGP.22 §5.7.12)', () => {
  it('C098 on a card without CRL support: error 127, and the card lives', async () => {
    const rspCapability = [
      'additionalProfile',
      'testProfileSupport',
      'deviceInfoExtensibilitySupport',
    ] as const;
    await using bench = await openBench({ card: { rspCapability } });
    expect(await bench.es10('BF2200')).toContain('88020398');
    expect(await bench.es10('BF3504A0023000')).toBe('BF350381017F');
    await authenticated(bench);
  });
});

describe('SGP.23 §4.2, ES10b.CancelSession (SGP.22 §5.7.14)', () => {
  it.each(curves)('C099 %s, the right transactionId: signed, and the session is over', async (_, ci) => {
    await using bench = await openBench({ cis: [ci()] });
    const ok = await authenticated(bench);
    expectSigned(await bench.es10(cancel('00')), believedKey(ok, ci()), '00');
    expect(await bench.es10(cancel('00'))).toBe('BF4103810105');
    expect(await bench.es10(bench.server.prepareDownload(ok.euiccSignature1))).toBe(errorOf('BF21', 4));
  });

  it('C099a a wrong transactionId: 5 invalidTransactionId, and the session goes on', async () => {
    await using bench = await openBench();
    const ok = await authenticated(bench);
    expect(await bench.es10(cancel('00', 'EE'.repeat(16)))).toBe('BF4103810105');
    const answer = await bench.es10(bench.server.prepareDownload(ok.euiccSignature1));
    expect(oneTimeKeyIn(answer)).toHaveLength(65);
    expectSigned(await bench.es10(cancel('00')), believedKey(ok, nistCi()), '00');
  });

  it.each([
    ['endUserRejection', '00'],
    ['postponed', '01'],
    ['timeout', '02'],
    ['pprNotAllowed', '03'],
    ['metadataMismatch', '04'],
    ['loadBppExecutionError', '05'],
    ['undefinedReason', '7F'],
  ])('C100 %s (%s): the signed value has the reason', async (_, reason) => {
    await using bench = await openBench();
    const { key } = await prepared(bench);
    expectSigned(await bench.es10(cancel(reason)), key, reason);
    expect(await bench.es10(cancel(reason))).toBe('BF4103810105');
  });
});
