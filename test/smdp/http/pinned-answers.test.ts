import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, octets } from '#shared/asn1/index';
import { concat, filled, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { es9plusFunctions } from '#shared/rsp/es9plus';
import { milliseconds } from '#shared/runtime/span';

import { brainpool, nist, openBench } from '../bench.ts';

const initiate = '/gsma/rsp2/es9plus/initiateAuthentication';

/** es9plus.md §9. */
describe('the transport', () => {
  it.each([
    ['not JSON', '{', 400],
    ['nothing', '', 400],
    ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['a text', '"a"', 400],
  ])('answers a body that is %s with 400 and a line of text', async (_what, body, status) => {
    await using bench = await openBench();
    const octetsOfBody = typeof body === 'string' ? toUtf8(body) : body;
    const answer = await bench.device.postRaw(initiate, octetsOfBody);
    expect(answer.status).toBe(status);
    expect(answer.contentType).toMatch(/^text\/plain/);
    expect(answer.text).toMatch(/^[^\n]+\n$/);
  });

  it('answers a body that is too large with 413', async () => {
    await using bench = await openBench();
    const answer = await bench.device.postRaw(initiate, filled(1_100_000, 0x20));
    expect(answer.status).toBe(413);
  });

  it('answers another method with 405, another media type with 415', async () => {
    await using bench = await openBench();
    expect((await bench.device.get(initiate)).status).toBe(405);
    const answer = await bench.device.postRaw(initiate, toUtf8('{}'), { 'Content-Type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  it('takes a media type with a parameter', async () => {
    await using bench = await openBench();
    const headers = { 'Content-Type': 'application/json;charset=UTF-8' };
    expect((await bench.device.postRaw(initiate, toUtf8('{}'), headers)).outcome).toBe('1.3.1/2.2');
  });

  it('answers an unknown path with 404, and says what was meant', async () => {
    await using bench = await openBench();
    const slip = await bench.device.postRaw('/gsma/rsp2/es9plus/authenticateclient', toUtf8('{}'));
    expect(slip.status).toBe(404);
    expect(slip.text).toContain('Did you mean /gsma/rsp2/es9plus/authenticateClient?');
    const unknown = await bench.device.get('/nothing/at/all');
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('handleNotification');
  });

  it('says what it is', async () => {
    await using bench = await openBench();
    const answer = await bench.device.get('/');
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^esimlab SM-DP\+.*test keys only\n$/);
  });

  it('answers a body that is too slow with 408 and ends the connection', async () => {
    await using bench = await openBench({ listen: { noTls: true, limits: { request: milliseconds(100) } } });
    const socket = connect(bench.smdp.port, '127.0.0.1');
    socket.write(
      `POST ${initiate} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    let text = '';
    for await (const part of socket) text += String(part);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('speaks TLS 1.2 and no 1.3 with a brainpool certificate', async () => {
    await using bench = await openBench({
      cis: [nist, brainpool],
      listen: { tlsCurve: 'brainpoolP256r1' },
    });
    expect((await bench.device.get('/')).status).toBe(200);
    const socket = connectTls({ port: bench.smdp.port, host: '127.0.0.1', minVersion: 'TLSv1.3' });
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));
    expect(error.code).toContain('PROTOCOL_VERSION');
  });
});

describe('the members', () => {
  it.each(es9plusFunctions)(
    '$name names the first member that is missing: 1.3.1/2.2',
    async ({ name, request }) => {
      await using bench = await openBench();
      const answer = await bench.device.call(name, {});
      expect(answer).toMatchObject({ status: 200, outcome: '1.3.1/2.2' });
      expect(answer.text).toContain(Object.keys(request)[0]);
      expect(answer.contentType).toBe('application/json;charset=UTF-8');
      expect(answer.adminProtocol).toBe('gsma/rsp/v2.6.0');
    },
  );

  it('one of another type is 1.3.1/2.2 too', async () => {
    await using bench = await openBench();
    const request = { ...bench.device.initiateRequest(), euiccInfo1: 7 };
    expect((await bench.device.call('initiateAuthentication', request)).outcome).toBe('1.3.1/2.2');
  });

  it.each([
    ['bad base64', { euiccInfo1: '!!!' }, /euiccInfo1.*base64/],
    ['a challenge of 15 octets', { euiccChallenge: toBase64(filled(15, 1)) }, /euiccChallenge.*15/],
    [
      'DER of another type',
      { euiccInfo1: toBase64(encode(octets(), filled(3, 1))) },
      /euiccInfo1.*BF20.*octet 0/,
    ],
    ['DER that is cut off', { euiccInfo1: 'vyA=' }, /euiccInfo1.*octet/],
  ])('%s is 1.3.1/2.1, and the message names member and place', async (_what, change, message) => {
    await using bench = await openBench();
    const request = { ...bench.device.initiateRequest(), ...change };
    const answer = await bench.device.call('initiateAuthentication', request);
    expect(answer).toMatchObject({ status: 200, outcome: '1.3.1/2.1' });
    expect(answer.text).toMatch(message);
  });

  it('a transactionId that is no hex, or too long, is 1.3.1/2.1', async () => {
    await using bench = await openBench();
    const cancelSessionResponse = toBase64(Uint8Array.of(0xbf, 0x41, 3, 0x81, 1, 5));
    for (const transactionId of ['xyz', '', toHex(filled(17, 1))]) {
      const answer = await bench.device.call('cancelSession', { transactionId, cancelSessionResponse });
      expect(answer.outcome).toBe('1.3.1/2.1');
    }
  });

  it('a malformed message leaves its session', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    const transactionId = toHex(session.transactionId);
    await bench.device.call('authenticateClient', { transactionId, authenticateServerResponse: 'AAA=' });
    expect((await bench.device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome).toBe(
      'Executed-Success',
    );
  });

  it('what is not quite DER is accepted with a finding that names member and place', async () => {
    await using bench = await openBench();
    const right = bench.device.euiccInfo1();
    const longLength = concat(right.slice(0, 2), Uint8Array.of(0x82, 0), right.slice(2));
    const request = bench.device.initiateRequest({ euiccInfo1: longLength });
    expect((await bench.device.call('initiateAuthentication', request)).outcome).toBe('Executed-Success');
    expect(bench.events('finding')[0]?.what).toMatch(/^euiccInfo1: a length .* \(at octet 0\)$/);
  });

  it('unknown members are passed over with a finding', async () => {
    await using bench = await openBench();
    const request = { ...bench.device.initiateRequest(), lpaRspCapability: 'AA==' };
    expect((await bench.device.call('initiateAuthentication', request)).outcome).toBe('Executed-Success');
    expect(bench.events('finding')[0]?.what).toContain('lpaRspCapability');
  });
});

describe('X-Admin-Protocol', () => {
  it.each(['', 'gsma/rsp/v1.0.0', 'gsma/rsp/v4.0.0'])('"%s" is accepted with a finding', async (given) => {
    await using bench = await openBench();
    const headers = { 'X-Admin-Protocol': given };
    const answer = await bench.device.call('initiateAuthentication', bench.device.initiateRequest(), headers);
    expect(answer.outcome).toBe('Executed-Success');
    expect(bench.events('finding')[0]?.what).toContain('X-Admin-Protocol');
  });

  it.each([
    ['', '1.2.2/2.1'],
    ['gsma/rsp/v1.0.0', '1.2.2/2.1'],
    ['gsma/rsp/v2.2.2', 'Executed-Success'],
    ['gsma/rsp/v3.1.0', 'Executed-Success'],
  ])('"%s" is answered %s where strict', async (given, outcome) => {
    await using bench = await openBench({ settings: { adminProtocol: 'strict' } });
    const headers = { 'X-Admin-Protocol': given };
    const answer = await bench.device.call('initiateAuthentication', bench.device.initiateRequest(), headers);
    expect(answer.outcome).toBe(outcome);
  });
});

describe('whatever is sent', () => {
  const names = es9plusFunctions.map(({ name }) => name);

  it('any body gets an answer that is no fault of ours', async () => {
    await using bench = await openBench({ listen: { noTls: true } });
    const body = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(toUtf8));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), body, async (name, sent) => {
        const { status } = await bench.device.postRaw(`/gsma/rsp2/es9plus/${name}`, sent);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 150 },
    );
    expect(bench.events('fault')).toEqual([]);
  });

  it('any member gets an answer that is no fault of ours', async () => {
    await using bench = await openBench({ listen: { noTls: true } });
    await bench.place();
    const value = fc.oneof(
      fc.jsonValue(),
      fc.uint8Array({ maxLength: 200 }).map(toBase64),
      fc.string().map((text) => toBase64(toUtf8(text))),
    );
    const memberNames = [...new Set(es9plusFunctions.flatMap(({ request }) => Object.keys(request)))];
    const members = fc.record(Object.fromEntries(memberNames.map((name) => [name, value])));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), members, async (name, sent) => {
        const { status } = await bench.device.call(name, sent);
        expect(status).toBe(200);
      }),
      { numRuns: 150 },
    );
    expect(bench.events('fault')).toEqual([]);
  });

  it('any bit of a right message turned over gets an answer that is no fault of ours', async () => {
    await using bench = await openBench({ listen: { noTls: true }, settings: { maximumSessions: 50 } });
    await bench.place({ downloadAttempts: 10_000 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom('authenticate', 'prepare', 'notify', 'cancel'),
        async (bit, step) => {
          const { device } = bench;
          const spoil = (sent: Uint8Array): string => {
            const spoiled = sent.slice();
            const place = (bit >> 3) % spoiled.length;
            spoiled[place] = (spoiled[place] ?? 0) ^ (1 << (bit & 7));
            return toBase64(spoiled);
          };
          const opened = await device.initiate();
          const transactionId = toHex(opened.transactionId);
          if (step === 'authenticate') {
            const right = device.authenticateResponse(opened, { matchingId: 'M-1' });
            const sent = { transactionId, authenticateServerResponse: spoil(right) };
            expect((await device.call('authenticateClient', sent)).outcome).toMatch(/^\d+\./);
            return;
          }
          const session = await device.authenticate(opened, { matchingId: 'M-1' });
          if (step === 'prepare') {
            const right = device.prepareResponse(session, device.drawOneTimeKey(session));
            const sent = { transactionId, prepareDownloadResponse: spoil(right) };
            expect((await device.call('getBoundProfilePackage', sent)).outcome).toMatch(/^\d+\./);
          } else if (step === 'cancel') {
            const sent = {
              transactionId,
              cancelSessionResponse: spoil(device.cancelResponse(session, 'postponed')),
            };
            expect((await device.call('cancelSession', sent)).outcome).toMatch(/^\d+\./);
          } else {
            const { status } = await device.call('handleNotification', {
              pendingNotification: spoil(device.installationResult(session, 'success')),
            });
            expect([200, 204]).toContain(status);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(bench.events('fault')).toEqual([]);
    expect(await bench.state()).toBe('Released');
  });
});
