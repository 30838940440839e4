import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, joined, toBase64, toUtf8 } from '#shared/bytes/bytes';
import { readCertificate } from '#shared/pki/certificate';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';

import { openBench } from '../device-sim/euicc/bench.ts';
import { Bench, bpp, honest } from '../device-sim/lpa/bench.ts';
import { executed } from '../device-sim/lpa/scripted-server.ts';
import { nist } from '../smdp/bench.ts';
import { craft } from '../support/pki.ts';
import { HostileSmdp } from './hostile-smdp.ts';
import { LpaSteps } from './lpa-steps.ts';

/** More parts than a call of a function can have arguments. */
const veryMany = 300_000;

const repeated = (times: number, octets: Bytes): Bytes => {
  const all = new Uint8Array(times * octets.length);
  for (let at = 0; at < all.length; at += octets.length) all.set(octets, at);
  return all;
};

describe('very many parts', () => {
  it('of a request body, octet by octet, are read as one body, and the server lives on', async () => {
    await using smdp = await HostileSmdp.open();
    const body = repeated(veryMany, toUtf8('1\r\n \r\n'));
    const head =
      'POST /gsma/rsp2/es9plus/initiateAuthentication HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const request = concat(toUtf8(`${head}Transfer-Encoding: chunked\r\n\r\n`), body, toUtf8('0\r\n\r\n'));
    expect((await smdp.wire.raw(request)).status).toBe(400);
    await expect(smdp.expectHealthy()).resolves.toBeUndefined();
  });

  it('of a Bound Profile Package are a bad answer of the server for the LPA, not a fault', async () => {
    const steps = await LpaSteps.open();
    const right = bpp();
    const channel = right.slice(right.indexOf(0xbf, 1), right.indexOf(0xa0, 100));
    const many = tlv(
      0xbf36,
      channel,
      tlv(0xa0, Uint8Array.of(0x87, 1, 0)),
      tlv(0xa1, repeated(veryMany, Uint8Array.of(0x88, 1, 0))),
      tlv(0xa3, Uint8Array.of(0x86, 1, 0)),
    );
    expect(segmentBoundProfilePackage(many)).toHaveLength(veryMany + 5);
    const answer = executed(honest.getBoundProfilePackage(many));
    await expect(
      steps.serverAnswers('getBoundProfilePackage', toUtf8(JSON.stringify(answer))),
    ).resolves.toBeUndefined();
  });

  it('of an answer of the card end it', async () => {
    const bench = new Bench();
    let sent = 0;
    bench.card.intercept = (apdu) => {
      sent += 1;
      return apdu[1] === 0xe2 || apdu[1] === 0xc0 ? Uint8Array.of(0x00, 0x61, 0x01) : undefined;
    };
    await expect(bench.lpa.eid()).rejects.toThrow('it does not end');
    expect(sent).toBeLessThan(20_000);
  });

  it('of a STORE DATA chain are a command; blocks of nothing are none', async () => {
    await using bench = await openBench();
    let sw = '';
    for (let index = 0; index < 65_280; index += 1) {
      const p1 = index === 65_279 ? 0x91 : 0x11;
      ({ sw } = await bench.apdu(Uint8Array.of(0x80, 0xe2, p1, index & 0xff, 1, 0xbf)));
    }
    expect(sw).toBe('6A80');
    expect((await bench.apdu('80E2110000')).sw).toBe('6700');
    expect(await bench.es10('BF3E035C015A')).toMatch(/^BF3E12/);
  });

  it('of octets in a name of a certificate are read', () => {
    const { certificate, key } = nist;
    const name = tlv(
      0x30,
      tlv(0x31, tlv(0x30, Uint8Array.of(6, 3, 0x55, 4, 3), tlv(0x14, filled(veryMany, 0x41)))),
    );
    const der = craft(certificate, key, (tbs) => ({
      ...tbs,
      subject: { ...tbs.subject, der: name },
    }));
    expect(readCertificate(der).commonName).toHaveLength(veryMany);
    expect(readCertificate(der) === readCertificate(der)).toBe(false);
  });

  it('members and a depth that nothing reads are answered in a moment', async () => {
    await using smdp = await HostileSmdp.open();
    const bodies = [
      `{${Array.from({ length: 60_000 }, (_, index) => `"m${index}":1`).join(',')}}`,
      '['.repeat(500_000),
      '{"a":'.repeat(150_000),
      JSON.stringify({ ...smdp.device.initiateRequest(), euiccInfo1: `${' '.repeat(900_000)}!` }),
      JSON.stringify({ ...smdp.device.initiateRequest(), smdpAddress: 'a.'.repeat(400_000) }),
      JSON.stringify({ transactionId: 'AB'.repeat(400_000), authenticateServerResponse: 'AAAA' }),
      JSON.stringify({
        ...smdp.device.initiateRequest(),
        euiccInfo1: toBase64(joined([filled(600_000, 0x30)])),
      }),
    ];
    for (const body of bodies)
      expect(await smdp.post('initiateAuthentication', toUtf8(body))).toMatch(
        /^(?:400|1\.3\.1\/2\.[12]|8\.8\.1\/3\.8)$/,
      );
    const path = await smdp.wire.raw(toUtf8(`GET /${'x'.repeat(15_000)} HTTP/1.1\r\nHost: a\r\n\r\n`));
    expect(path.status).toBe(404);
    await expect(smdp.expectHealthy()).resolves.toBeUndefined();
  });
});
