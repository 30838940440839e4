import { describe, expect, it } from 'vitest';

import { filled, toHex } from '#shared/bytes/bytes';
import { encode, tlv } from '#shared/asn1/index';
import { testCi } from '#shared/pki/certificate-issuers';
import { serverIdentity } from '#shared/pki/identities';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { address, Bench, bpp, honest, metadata, transactionId } from './bench.ts';
import { executed, refused } from './scripted-server.ts';

/** What osmo-smdpp and other servers of the field do (es9plus.md §1). */
describe('a download from a server of the field', () => {
  it('ignores members it does not know, and tells the trace of them', async () => {
    const bench = new Bench();
    const findings: string[] = [];
    bench.trace.on('finding', ({ what }) => findings.push(what));
    bench.server.on('initiateAuthentication', () =>
      executed({ ...honest.initiateAuthentication(), crlList: [] }),
    );
    expect(await bench.download()).toMatchObject({ ok: true });
    expect(findings).toEqual(['crlList is not a member of this object']);
  });

  it('reads a transactionId in lower case and echoes it in upper case', async () => {
    const bench = new Bench();
    bench.server.on('initiateAuthentication', () =>
      executed({ ...honest.initiateAuthentication(), transactionId: toHex(transactionId).toLowerCase() }),
    );
    expect(await bench.download()).toMatchObject({ ok: true });
    expect(bench.server.requests('authenticateClient')[0]?.['transactionId']).toBe(toHex(transactionId));
  });

  it('reads base64 that is folded', async () => {
    const bench = new Bench();
    const fold = (text: string) => text.replace(/(.{64})/g, '$1\r\n');
    bench.server.on('getBoundProfilePackage', () => {
      const { boundProfilePackage } = honest.getBoundProfilePackage(bpp());
      return executed({
        ...honest.getBoundProfilePackage(bpp()),
        boundProfilePackage: fold(boundProfilePackage),
      });
    });
    expect(await bench.download()).toMatchObject({ ok: true });
  });

  it('hands on segments of 1036 octets', async () => {
    const bench = new Bench();
    const long = tlv(0x86, filled(1032, 0x01));
    const whole = bpp(undefined, [long]);
    bench.server.on('getBoundProfilePackage', () => executed(honest.getBoundProfilePackage(whole)));
    expect(await bench.download()).toMatchObject({ ok: true });
    expect(bench.card.commands).toContain(toHex(long));
  });

  it('is called at another URL under the address of the code', async () => {
    const bench = new Bench();
    const smdpUrl = 'http://127.0.0.1:8000/';
    expect(
      await bench.download({ activationCode: '1$testsmdpplus1.example.com$TS48', smdpUrl }).catch(String),
    ).toContain('it is signed for "smdp.example.com"');
    const [call] = bench.server.calls;
    expect(call?.url).toBe('http://127.0.0.1:8000/gsma/rsp2/es9plus/initiateAuthentication');
    expect(call?.request['smdpAddress']).toBe('testsmdpplus1.example.com');
  });

  it('is believed at another URL by a TLS certificate for the address of the code', async () => {
    const clock = virtualClock(instant('2026-11-23T00:00:00Z'));
    const bench = new Bench({}, clock);
    await bench.download({ smdpUrl: 'https://[fd00::7]:9001' });
    const judging = (host: string, named: string) => () => {
      const making = { ci: testCi().nist, entropy: seededEntropy(1), clock, addresses: [named] };
      bench.judge({ host, chain: [serverIdentity(making).dpTls.certificate.der] });
    };
    expect(judging('fd00::7', address)).not.toThrow();
    expect(judging('fd00::7', '[fd00::7]')).not.toThrow();
    expect(judging('fd00::8', address)).toThrow('certificate of fd00::8 is refused (serverName)');
    expect(judging('fd00::7', 'other.example.com')).toThrow(
      'certificate of smdp.example.com is refused (serverName)',
    );
  });

  it('delivers notifications for the address of the code at the other URL too', async () => {
    const bench = new Bench();
    await bench.download({ smdpUrl: 'http://127.0.0.1:8000' });
    expect(bench.server.calls.map(({ url }) => new URL(url).host)).toEqual(Array(5).fill('127.0.0.1:8000'));
  });

  it('sends the headers of SGP.22 §6.5', async () => {
    const bench = new Bench({ adminProtocol: 'gsma/rsp/v2.2.2' });
    await bench.download();
    for (const { headers } of bench.server.calls) {
      expect(headers).toEqual({
        'User-Agent': 'gsma-rsp-lpad',
        'X-Admin-Protocol': 'gsma/rsp/v2.2.2',
        'Content-Type': 'application/json',
      });
    }
  });

  it('takes a server address that differs in case or in the default port for the one asked', async () => {
    const bench = new Bench();
    expect(await bench.download({ activationCode: '1$SMDP.Example.com:443$QR-1' })).toMatchObject({
      ok: true,
    });
    expect(bench.server.requests('initiateAuthentication')[0]?.['smdpAddress']).toBe('SMDP.Example.com:443');
    expect(bench.pending).toEqual([]);
    expect(address).toBe('smdp.example.com');
  });

  it.each([
    ['refuses it (8.8/3.10)', refused('8.8', '3.10')],
    ['answers 500', { httpStatus: 500, body: '<html>Traceback' }],
    ['answers nothing', { httpStatus: 200, body: '' }],
  ])('does not mind when cancelSession %s', async (_case, answer) => {
    const bench = new Bench();
    bench.server.on('cancelSession', answer);
    await expect(bench.download({ host: declining('reject') })).rejects.toMatchObject({
      stage: 'consent',
      status: 'OperationAborted',
      cancelled: 'endUserRejection',
    });
  });

  it('takes any 2xx for the receipt of a notification', async () => {
    const bench = new Bench();
    bench.server.on('handleNotification', { httpStatus: 200, body: 'thanks' });
    expect(await bench.download()).toMatchObject({ notifications: { delivered: 2, pending: 0 } });
  });

  it('shows an icon whose metadata come in several segments', async () => {
    const bench = new Bench();
    const shown = { ...metadata, iconType: 1, icon: filled(1024, 7) };
    const octets = encode(StoreMetadataRequest, shown);
    const whole = bpp([octets.slice(0, 1008), octets.slice(1008)]);
    bench.server.on('authenticateClient', () => executed(honest.authenticateClient(shown)));
    bench.server.on('getBoundProfilePackage', () => executed(honest.getBoundProfilePackage(whole)));
    expect(await bench.download()).toMatchObject({ ok: true });
  });
});

function declining(answer: 'reject' | 'later' | 'timeout') {
  return { consent: async () => answer, confirmationCode: async () => undefined, stage: () => undefined };
}
