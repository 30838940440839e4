import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex } from '#shared/bytes/bytes';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';

import type { Reference } from './reference.ts';
import { address, openReference } from './reference.ts';

/** The MatchingID that the eUICC signed in the last session; undefined where there was none. */
function signedMatchingId(reference: Reference): string | undefined {
  const response = reference.posted('authenticateClient', 'authenticateServerResponse');
  const { authenticateResponseOk: ok } = decode(AuthenticateServerResponse, fromHex(response));
  return ok?.euiccSigned1.value.ctxParams1.value.ctxParamsForCommonAuthentication?.matchingId;
}

describe('SGP.23 §4.4, the activation code (SGP.22 §4.1)', () => {
  it.each<[string, string, string | undefined, string]>([
    ['C158a', `1$${address}$QR-1`, 'QR-1', 'alone'],
    ['C158b', `LPA:1$${address}$QR-1`, 'QR-1', 'with LPA: before it'],
    ['C158c', `lpa:1$${address}$QR-1`, 'QR-1', 'with lpa: before it'],
    ['C158d', `1$${address}$04386-AGYFT-A74Y8-3F815`, '04386-AGYFT-A74Y8-3F815', 'in groups'],
    ['C158e', `1$${address}$QR-1$2.999.10`, 'QR-1', 'with the OID of the server'],
    ['C158f', `1$${address}$QR-1$$1`, 'QR-1', 'with the flag of the Confirmation Code and no OID'],
    ['C158g', `1$${address}$QR-1$2.999.10$1`, 'QR-1', 'with both'],
    ['C158h', `1$${address}$QR-1$$$x$y`, 'QR-1', 'with fields of later versions'],
    ['C158i', `1$${address}$`, undefined, 'without a MatchingID'],
    ['C158j', `1$${address}$$2.999.10`, undefined, 'without a MatchingID, with the OID'],
  ])('%s %s: the server it names is asked for MatchingID %s (%s)', async (_number, code, matchingId) => {
    await using reference = await openReference();
    await reference.download({ activationCode: code });
    const [initiated] = reference.smdp.requests('initiateAuthentication');
    expect(initiated?.['smdpAddress']).toBe(address);
    expect(new URL(reference.smdp.calls[0]?.url ?? '').host).toBe(address);
    expect(signedMatchingId(reference)).toBe(matchingId);
  });

  it.each([
    ['C159a', `2$${address}$QR-1`, '"2" is not a format'],
    ['C159b', `1$${address}`, 'the second $ is missing'],
    ['C159c', `1$${address}$qr_1`, 'other characters'],
    ['C159d', `1$${address}$QR 1`, 'white space'],
    ['C159e', '1$$QR-1', 'the address is empty'],
    ['C159f', `1$https://${address}$QR-1`, 'is a URL'],
    ['C159g', `1$${address}$QR-1$two`, 'object identifier'],
    ['C159h', `1$${address}$QR-1$$2`, 'the fifth field'],
    ['C159i', '', 'the activation code is empty'],
    ['C159j', `1$${address}$${'A'.repeat(256)}`, 'at most 255 characters'],
    ['C159k', 'QR-1', 'there is no $'],
  ])('%s "%s": the person reads why, no call and no APDU', async (_number, activationCode, says) => {
    await using reference = await openReference();
    const { stage, message, diagnosis } = await reference.failure({ activationCode });
    expect([stage, diagnosis.kind]).toEqual(['activationCode', 'input']);
    expect(message).toContain(says);
    expect(message).not.toContain('\n');
    expect(reference.smdp.calls).toEqual([]);
    expect(reference.card.apdus).toEqual([]);
  });

  it('C160 the OID is not the registered id of CERT.DPauth: it stops with a message, nothing to cancel yet', async () => {
    await using reference = await openReference();
    const failure = await reference.failure({ activationCode: `1$${address}$QR-1$2.999.11` });
    expect([failure.status, failure.diagnosis.code]).toEqual(['ServerNotTrusted', 'smdpOidMismatch']);
    expect(failure.message).toMatch(/2\.999\.11.*2\.999\.10/);
    expect(reference.smdp.called).toEqual(['initiateAuthentication']);
    expect([reference.card.sent('BF38'), reference.card.sent('BF41')]).toEqual([[], []]);
    expect(await reference.download()).toMatchObject({ ok: true });
  });
});

describe('SGP.23 §4.4, the default SM-DP+ (SGP.22 §3.1.3, §5.7.3)', () => {
  it('C161a without a code: the address is read over ES10a, the server asked without a MatchingID', async () => {
    await using reference = await openReference({ card: { card: { defaultDpAddress: address } } });
    expect(await reference.download({ activationCode: undefined })).toMatchObject({ ok: true });
    expect(reference.card.commands[0]).toBe('BF3C00');
    expect(reference.smdp.requests('initiateAuthentication')[0]?.['smdpAddress']).toBe(address);
    expect(signedMatchingId(reference)).toBeUndefined();
  });

  it('C161b without a code, the address was set over ES10a before: that one counts', async () => {
    await using reference = await openReference({ card: { card: { defaultDpAddress: 'old.example.com' } } });
    await reference.lpa.setDefaultSmdpAddress(address);
    await reference.download({ activationCode: undefined });
    expect(reference.smdp.requests('initiateAuthentication')[0]?.['smdpAddress']).toBe(address);
  });

  it('C161c without a code and without a default SM-DP+: the person is told, no call', async () => {
    await using reference = await openReference();
    const { stage, message, diagnosis } = await reference.failure({ activationCode: undefined });
    expect([stage, diagnosis.code]).toEqual(['activationCode', 'noDefaultSmdp']);
    expect(message).toContain('no default SM-DP+; give an activation code');
    expect(reference.smdp.calls).toEqual([]);
  });
});
