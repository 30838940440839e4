import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { concat, fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';

import { iccid } from '../../device-sim/euicc/bench.ts';
import { said } from '../../support/crafted-server.ts';
import { address, openReference, transactionId } from './reference.ts';

const hash = (...parts: Uint8Array[]): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );

describe('SGP.23 §4.4, profile download and installation by the LPAd (SGP.22 §3.1.3)', () => {
  it('C163a nominal: the functions of both sides in order, the person is asked once and sees the metadata', async () => {
    await using reference = await openReference();
    expect(await reference.download()).toMatchObject({
      ok: true,
      iccid,
      state: 'disabled',
      notifications: { delivered: 1, pending: 0 },
    });
    expect(reference.smdp.called).toEqual([
      'initiateAuthentication',
      'authenticateClient',
      'getBoundProfilePackage',
      'handleNotification',
    ]);
    const functions = reference.card.commands.map((command) => command.slice(0, 4));
    const inOrder = ['BF20', 'BF2E', 'BF38', 'BF21', 'BF36', 'BF28', 'BF2B', 'BF30'];
    expect(functions.filter((name) => inOrder.includes(name) && name !== 'BF28')).toEqual(
      inOrder.filter((name) => name !== 'BF28'),
    );
    expect(reference.questions).toEqual([
      {
        about: 'profile',
        profile: { iccid, serviceProviderName: 'ACME', profileName: 'Plan A', profileClass: 'operational' },
        smdpAddress: address,
        profilePolicyRules: [],
      },
    ]);
    expect(reference.codesAsked).toBe(0);
    expect(await reference.profiles()).toEqual([`${iccid} disabled`]);
    expect(await reference.waiting()).toEqual([]);
  });

  it('C163b nominal, every request has the headers of an LPAd', async () => {
    await using reference = await openReference();
    await reference.download({ enable: true });
    for (const { headers, url } of reference.smdp.calls) {
      expect(headers).toMatchObject({
        'User-Agent': 'gsma-rsp-lpad',
        'X-Admin-Protocol': expect.stringMatching(/^gsma\/rsp\/v2\.\d+\.\d+$/) as string,
      });
      expect(url).toMatch(new RegExp(`^https://${address}/gsma/rsp2/es9plus/[a-zA-Z]+$`));
    }
    expect(await reference.profiles()).toEqual([`${iccid} enabled`]);
  });

  it('C163c the flag is set: the person is asked for the code, and the eUICC signs hashCc as it is defined', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { ccRequired: true };
    reference.typed = '12345678';
    expect(await reference.download()).toMatchObject({ ok: true });
    expect(reference.codesAsked).toBe(1);
    const response = reference.posted('getBoundProfilePackage', 'prepareDownloadResponse');
    const { downloadResponseOk: ok } = decode(PrepareDownloadResponse, fromHex(response));
    const hashCc = toHex(hash(hash(toUtf8('12345678')), said.transactionId));
    expect(toHex(ok?.euiccSigned2.value.hashCc ?? new Uint8Array())).toBe(hashCc);
    expect(reference.card.sent('BF21')[0]).toContain(`0420${hashCc}`);
  });

  it('C163d the flag is not set: no code is asked for, and one that is at hand is not sent', async () => {
    await using reference = await openReference();
    await reference.download({ confirmationCode: '12345678' });
    const response = reference.posted('getBoundProfilePackage', 'prepareDownloadResponse');
    const { downloadResponseOk: ok } = decode(PrepareDownloadResponse, fromHex(response));
    expect([reference.codesAsked, ok?.euiccSigned2.value.hashCc]).toEqual([0, undefined]);
  });

  it('C163e the vector of hashCc: code 12345678 and TransactionID 0102…10', () => {
    expect(transactionId).toBe('0102030405060708090A0B0C0D0E0F10');
    expect(toHex(hash(hash(toUtf8('12345678')), fromHex(transactionId)))).toBe(
      '87B0215C5D8F952804B1C92D5F2AE9966568B47CD659519536D862E7A9470D2D',
    );
  });
});
