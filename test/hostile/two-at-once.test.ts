import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';

import { concat, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { milliseconds } from '#shared/runtime/span';

import { openBench, otherEid, someEid, stock } from '../smdp/bench.ts';

const path = '/gsma/rsp2/es9plus/initiateAuthentication';

/** All that comes on a connection to which these octets are written. */
async function answersTo(port: number, octets: Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(octets);
  let text = '';
  try {
    for await (const part of socket) text += String(part);
  } catch {
    // The connection was cut; what came before it counts.
  }
  return text;
}

describe('on one connection', () => {
  it('requests sent before their answers are answered in their order, the broken ones too', async () => {
    await using bench = await openBench({ listen: { noTls: true, limits: { idle: milliseconds(100) } } });
    const body = toUtf8(JSON.stringify(bench.device.initiateRequest()));
    const request = (content: Uint8Array): Uint8Array =>
      concat(
        toUtf8(
          `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${content.length}\r\n\r\n`,
        ),
        content,
      );
    const text = await answersTo(
      bench.smdp.port,
      concat(request(body), request(toUtf8('{')), request(body), request(toUtf8('[]'))),
    );
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '400', '200', '400']);
  });

  it.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n', '{}', '400'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n', '400'],
    ['a length that is no number', 'Content-Length: -1\r\n', '', '400'],
    ['a giant length', 'Content-Length: 99999999999999\r\n', '{}', '413'],
    ['a chunk that is none', 'Transfer-Encoding: chunked\r\n', 'zz\r\n', '400'],
    ['a folded line', 'X: a\r\n b\r\nContent-Length: 2\r\n', '{}', '400'],
    ['a zero octet', 'X: a\u0000b\r\nContent-Length: 2\r\n', '{}', '400'],
    ['too long a header', `X: ${'a'.repeat(20_000)}\r\n`, '', '431'],
  ])('%s is answered %4$s', async (_what, headers, body, status) => {
    await using bench = await openBench({
      listen: { noTls: true, limits: { request: milliseconds(200), idle: milliseconds(100) } },
    });
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n`;
    expect(await answersTo(bench.smdp.port, toUtf8(head + body))).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} `),
    );
    expect((await bench.device.initiate()).transactionId).toHaveLength(16);
  });

  it('a request that is cut off is forgotten', async () => {
    await using bench = await openBench({ listen: { noTls: true } });
    for (const cut of [1, 20, 60, 120]) {
      const socket = connect(bench.smdp.port, '127.0.0.1');
      const whole = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a":`;
      await new Promise<void>((resolve) =>
        socket.write(whole.slice(0, cut), () => {
          resolve();
        }),
      );
      socket.destroy();
    }
    expect((await bench.device.initiate()).transactionId).toHaveLength(16);
    expect(bench.smdp.sessions()).toHaveLength(1);
  });
});

/** es9plus.md §4. */
describe('two at once', () => {
  it('two eUICCs at one order: one gets its package, the other is told that it is refused', async () => {
    await using bench = await openBench();
    await bench.place();
    const other = bench.openDevice(otherEid);
    const [ours, theirs] = await Promise.all([
      bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' }),
      other.authenticate(await other.initiate(), { matchingId: 'M-1' }),
    ]);
    const outcomes = await Promise.all([bench.device.tryPrepare(ours), other.tryPrepare(theirs)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['8.2/3.7', 'Executed-Success']);
    expect(await bench.state()).toBe('Downloaded');
  });

  it('one eUICC at two orders gets both, each in its own session', async () => {
    await using bench = await openBench();
    await bench.place();
    await bench.place({ matchingId: 'M-2', profile: stock('8900012345678900002') });
    const { device } = bench;
    const sessions = await Promise.all(
      ['M-1', 'M-2'].map(async (matchingId) => device.authenticate(await device.initiate(), { matchingId })),
    );
    const outcomes = await Promise.all(sessions.map(async (session) => device.tryPrepare(session)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['Executed-Success', 'Executed-Success']);
    expect((await bench.smdp.orders.list()).map(({ state }) => state)).toEqual(['Downloaded', 'Downloaded']);
  });

  it('two cards with one EID and a certificate each: a package is for both, the one bound last is installed once', async () => {
    await using bench = await openBench();
    await bench.place({ eid: someEid });
    const clone = bench.openDevice(someEid);
    const first = await bench.device.download('M-1');
    const second = await clone.download('M-1');
    await bench.device.notify(bench.device.installationResult(second.prepared, 'success'));
    await bench.device.notify(bench.device.installationResult(first.prepared, 'success'));
    expect(await bench.state()).toBe('Installed');
    const again = await clone.tryAuthenticate(await clone.initiate(), { matchingId: 'M-1' });
    expect(again.outcome).toBe('8.2.6/3.8');
  });

  it('the certificate of another eUICC without its key gets nothing', async () => {
    await using bench = await openBench();
    await bench.place({ eid: someEid });
    const thief = bench.openDevice(otherEid);
    const [stolen] = bench.device.identities;
    const answer = await thief.tryAuthenticate(await thief.initiate(), {
      matchingId: 'M-1',
      euiccCertificate: stolen?.euicc.der ?? new Uint8Array(),
    });
    expect(answer.outcome).toBe('8.1/6.1');
    expect(await bench.state()).toBe('Released');
  });

  it('one message many times at once is acted on once', async () => {
    await using bench = await openBench();
    await bench.place();
    const { device } = bench;
    const session = await device.initiate();
    const body = {
      transactionId: toHex(session.transactionId),
      authenticateServerResponse: toBase64(device.authenticateResponse(session, { matchingId: 'M-1' })),
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => device.call('authenticateClient', body)),
    );
    const outcomes = answers.map(({ outcome }) => outcome).sort();
    expect(outcomes.filter((outcome) => outcome === 'Executed-Success')).toHaveLength(1);
    expect(new Set(outcomes.slice(0, 19))).toEqual(new Set(['8.10.1/3.9']));
    expect((await bench.smdp.orders.list())[0]?.attempts.download).toBe(1);
  });
});
