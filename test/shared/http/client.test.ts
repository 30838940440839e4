import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { toHex } from '#shared/bytes/bytes';
import { call } from '#shared/http/call';
import { base64, contract, text } from '#shared/http/contract';
import type { Target } from '#shared/http/dial';
import { HttpFailure } from '#shared/http/failure';
import type { Peer } from '#shared/http/peer';
import { PeerNotTrusted } from '#shared/http/peer';
import type { RouteHandler } from '#shared/http/route';
import { instant, milliseconds } from '#shared/runtime/span';
import { Bench, bytes, echo, json, pem, textOf, tlsOf } from './bench.ts';

const refused = (rule: string) => (): never => {
  throw new PeerNotTrusted(rule, 'the certificate has expired; issue a new one');
};

describe('client: whom it connects to', () => {
  it('a name of the world is connected to where it listens; TLS and Host carry the name', async () => {
    await using bench = new Bench();
    const peers: Peer[] = [];
    const hosts: string[] = [];
    const route: RouteHandler = async (request) => {
      hosts.push(request.headers['host'] ?? '');
      return echo(request);
    };
    const { port, server } = await bench.serve({
      tls: tlsOf('nist'),
      routes: new Map([['POST /echo', route]]),
    });
    const serverNames: unknown[] = [];
    server.on('secureConnection', (socket: { servername: unknown }) => serverNames.push(socket.servername));
    const names = new Map<string, Target>([['smdp.operator.test', { host: '127.0.0.1', port }]]);
    const client = bench.client({ names, judge: (peer) => peers.push(peer) });
    const answer = await client.post('https://SMDP.operator.test/echo', { headers: json, body: bytes('{}') });
    expect([answer.status, textOf(answer.body)]).toEqual([200, '{}']);
    expect([hosts, serverNames]).toEqual([['smdp.operator.test'], ['smdp.operator.test']]);
    expect(peers.map(({ host, chain }) => [host, chain.length])).toEqual([['smdp.operator.test', 2]]);
    expect(toHex(peers[0]!.chain[0]!)).toMatch(/^3082/);
  });

  it('a name with a port goes before the name alone', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve();
    const names = new Map<string, Target>([
      ['smdp.operator.test', { host: '127.0.0.1', port: 1 }],
      ['smdp.operator.test:8080', { host: '127.0.0.1', port }],
    ]);
    const answer = await bench
      .client({ names })
      .post('http://smdp.operator.test:8080/echo', { headers: json, body: bytes('{}') });
    expect(answer.status).toBe(200);
  });

  it('a redirect is an answer like others', async () => {
    await using bench = new Bench();
    const away: RouteHandler = async () => ({
      status: 302,
      headers: { location: 'https://elsewhere.test/' },
    });
    const { url } = await bench.serve({ routes: new Map([['POST /echo', away]]) });
    const answer = await bench.client().post(`${url}/echo`, { headers: json, body: bytes('{}') });
    expect([answer.status, answer.headers['location']]).toEqual([302, 'https://elsewhere.test/']);
  });
});

describe('client: who is judged, and when', () => {
  it('a server that is not trusted gets no octet of HTTP', async () => {
    await using bench = new Bench();
    let requests = 0;
    const { url, port, server } = await bench.serve({ tls: tlsOf('nist') });
    server.on('request', () => (requests += 1));
    const failure = await failureOf(
      bench.client({ judge: refused('validity') }).post(`${url}/echo`, { body: bytes('{}') }),
    );
    expect(failure).toMatchObject({ kind: 'tls', cause: { rule: 'validity' } });
    expect(failure.message).toBe(`127.0.0.1:${port}: the certificate has expired; issue a new one`);
    expect(requests).toBe(0);
  });

  it('a kept connection is judged again before each call, and once more on a new connection', async () => {
    await using bench = new Bench();
    let connections = 0;
    let judged = 0;
    let trusted = true;
    const { url, server } = await bench.serve({ tls: tlsOf('nist') });
    server.on('secureConnection', () => (connections += 1));
    const judge = (): void => {
      judged += 1;
      if (!trusted) refused('validity')();
    };
    const client = bench.client({ judge });
    const post = () => client.post(`${url}/echo`, { headers: json, body: bytes('{}') });
    await post();
    await post();
    expect({ connections, judged }).toEqual({ connections: 1, judged: 2 });
    trusted = false;
    expect(await failureOf(post())).toMatchObject({ kind: 'tls', cause: { rule: 'validity' } });
    expect(judged).toBe(4);
    trusted = true;
    expect((await post()).status).toBe(200);
  });

  it('a kept connection whose certificate has run out is replaced when the new one is good', async () => {
    await using bench = new Bench();
    let connections = 0;
    const { url, server } = await bench.serve({ tls: tlsOf('nist') });
    server.on('secureConnection', () => (connections += 1));
    const verdicts = ['good', 'run out', 'good'];
    const judge = (): void => {
      if (verdicts.shift() === 'run out') refused('validity')();
    };
    const client = bench.client({ judge });
    await client.post(`${url}/echo`, { headers: json, body: bytes('{}') });
    expect((await client.post(`${url}/echo`, { headers: json, body: bytes('{}') })).status).toBe(200);
    expect([connections, verdicts]).toEqual([2, []]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'a resumed session (%s) is judged by the whole chain',
    async (version) => {
      await using bench = new Bench();
      const reused: boolean[] = [];
      const lengths: number[] = [];
      const tls = { ...tlsOf('nist'), minVersion: version, maxVersion: version };
      const { url, server } = await bench.serve({ tls });
      server.on('secureConnection', (socket: { isSessionReused(): boolean }) =>
        reused.push(socket.isSessionReused()),
      );
      const client = bench.client({ keepAlive: false, judge: ({ chain }) => lengths.push(chain.length) });
      for (let calls = 0; calls < 2; calls += 1) {
        await client.post(`${url}/echo`, { headers: json, body: bytes('{}') });
      }
      expect([reused, lengths]).toEqual([
        [false, true],
        [2, 2],
      ]);
    },
  );

  it('without a judge Node judges: a private CA is trusted only when it is given', async () => {
    await using bench = new Bench();
    const { url } = await bench.serve({ tls: tlsOf('nist') });
    const trusting = bench.client({ ca: pem('ca') });
    expect((await trusting.post(`${url}/echo`, { headers: json, body: bytes('{}') })).status).toBe(200);
    expect(await failureOf(bench.client().post(`${url}/echo`, { body: bytes('{}') }))).toMatchObject({
      kind: 'tls',
    });
  });
});

describe('TLS versions and curves (SGP.22 §2.6.6)', () => {
  it.each([
    ['nist', 'TLSv1.2', 'TLSv1.2'],
    ['nist', 'TLSv1.3', 'TLSv1.3'],
    ['nist', undefined, 'TLSv1.3'],
    ['brainpool', 'TLSv1.2', 'TLSv1.2'],
    ['brainpool', undefined, 'TLSv1.2'],
    ['brainpool', 'TLSv1.3', 'TLSv1.2'],
  ] as const)('a %s certificate of a server with at most %s: %s', async (certificate, maxVersion, spoken) => {
    await using bench = new Bench();
    const versions: unknown[] = [];
    const tls = { ...tlsOf(certificate), ...(maxVersion && { maxVersion }) };
    const { url, server } = await bench.serve({ tls });
    server.on('secureConnection', (socket: { getProtocol(): unknown }) =>
      versions.push(socket.getProtocol()),
    );
    const client = bench.client({ judge: () => undefined });
    expect((await client.post(`${url}/echo`, { headers: json, body: bytes('{}') })).status).toBe(200);
    expect(versions).toEqual([spoken]);
  });
});

describe('client certificates', () => {
  const identity = { key: pem('client.key'), cert: pem('client') + pem('ca') };

  it('the handler sees the certificate of a client that was judged well', async () => {
    await using bench = new Bench();
    const seen: (string | undefined)[] = [];
    const route: RouteHandler = async ({ peerCertificate }) => {
      seen.push(peerCertificate && toHex(peerCertificate).slice(0, 4));
      return { status: 204 };
    };
    const lengths: number[] = [];
    const tls = { ...tlsOf('nist'), judge: ({ chain }: Peer) => lengths.push(chain.length) };
    const { url } = await bench.serve({ tls, routes: new Map([['POST /echo', route]]) });
    const client = bench.client({ judge: () => undefined, identity });
    expect((await client.post(`${url}/echo`, { headers: json, body: bytes('{}') })).status).toBe(204);
    expect([seen, lengths]).toEqual([['3082'], [2]]);
  });

  it('a client without one, or with one that is not trusted, is answered 403 with the reason', async () => {
    await using bench = new Bench();
    const judge = ({ chain }: Peer): void => {
      throw new PeerNotTrusted('client', chain.length === 0 ? 'show a certificate' : 'not a client of ours');
    };
    const { url } = await bench.serve({ tls: { ...tlsOf('nist'), judge } });
    const without = bench.client({ judge: () => undefined });
    const unknown = bench.client({ judge: () => undefined, identity });
    const answers = [];
    for (const client of [without, unknown]) {
      const { status, body } = await client.post(`${url}/echo`, { headers: json, body: bytes('{}') });
      answers.push([status, textOf(body)]);
    }
    expect(answers).toEqual([
      [403, 'show a certificate\n'],
      [403, 'not a client of ours\n'],
    ]);
  });

  it("with Node's own check a client without a certificate gets no connection", async () => {
    await using bench = new Bench();
    const { url } = await bench.serve({ tls: { ...tlsOf('nist'), ca: pem('ca'), requestCert: true } });
    const post = (more: object) =>
      bench
        .client({ judge: () => undefined, ...more })
        .post(`${url}/echo`, { headers: json, body: bytes('{}') });
    expect((await post({ identity })).status).toBe(200);
    expect(await failureOf(post({}))).toMatchObject({ kind: 'tls' });
  });
});

describe('client: failures have a kind and one line', () => {
  it('no such host', async () => {
    await using bench = new Bench();
    const failure = await failureOf(bench.client().send('GET', 'http://nowhere.invalid/'));
    expect(failure).toMatchObject({ kind: 'dns' });
    expect(failure.message).toBe('nowhere.invalid:80: there is no such host; check the address');
  });

  it('nothing listens', async () => {
    await using bench = new Bench();
    const failure = await failureOf(bench.client().send('GET', 'http://127.0.0.1:1/'));
    expect(failure).toMatchObject({ kind: 'connect' });
    expect(failure.message).toBe('127.0.0.1:1: nothing listens there; start the server or check the port');
  });

  it('https to a server without TLS', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve();
    const failure = await failureOf(bench.client().send('GET', `https://127.0.0.1:${port}/`));
    expect(failure).toMatchObject({ kind: 'tls' });
    expect(failure.message).toContain('speaks no TLS');
  });

  it.each([
    ['', 'reset', 'ended before the answer'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123', 'reset', 'ended before the answer'],
    ['SSH-2.0-OpenSSH\r\n', 'body', 'not HTTP'],
  ])('a server that sends %j and hangs up', async (octets, kind, says) => {
    await using far = await farEnd((socket) => socket.end(octets));
    await using bench = new Bench();
    const failure = await failureOf(
      bench.client().post(`http://127.0.0.1:${far.port}/`, { body: bytes('{}') }),
    );
    expect(failure).toMatchObject({ kind });
    expect(failure.message).toContain(says);
  });

  it('a server that accepts and never shakes hands', async () => {
    await using far = await farEnd(() => undefined);
    await using bench = new Bench();
    const client = bench.client({ limits: { connect: milliseconds(30) } });
    const failure = await failureOf(client.send('GET', `https://127.0.0.1:${far.port}/`));
    expect(failure).toMatchObject({ kind: 'timeout' });
    expect(failure.message).toContain('no connection within 30 ms');
  });

  it('an answer that stops in its middle', async () => {
    await using far = await farEnd((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123'),
    );
    await using bench = new Bench();
    const client = bench.client({ limits: { pause: milliseconds(30) } });
    const failure = await failureOf(client.send('GET', `http://127.0.0.1:${far.port}/`));
    expect(failure).toMatchObject({ kind: 'timeout' });
    expect(failure.message).toContain('stopped in its middle');
  });

  it('an answer larger than allowed', async () => {
    await using bench = new Bench();
    const { url } = await bench.serve();
    const client = bench.client({ limits: { bodyOctets: 3 } });
    const failure = await failureOf(client.post(`${url}/echo`, { headers: json, body: bytes('1234') }));
    expect(failure).toMatchObject({ kind: 'body', status: 200 });
    expect(failure.message).toContain('larger than 3 octets');
  });

  it('a silent foreign server is given up even while the clock stands still', async () => {
    const { steppedClock } = await import('#shared/runtime/clock');
    await using far = await farEnd(() => undefined);
    await using bench = new Bench(steppedClock(instant(0)));
    const client = bench.client({ timeout: milliseconds(30) });
    const failure = await failureOf(client.send('GET', `http://127.0.0.1:${far.port}/`));
    expect(failure.message).toBe(`127.0.0.1:${far.port}: no answer within 30ms; is the server busy?`);
    expect(failure.kind).toBe('timeout');
  });
});

describe('call of a contract', () => {
  const Ping = contract({
    name: 'ping',
    path: '/ping',
    spec: 'none',
    request: { octets: base64 },
    response: { octets: text },
  });

  it('posts the members and returns status, JSON and the octets of both bodies', async () => {
    await using bench = new Bench();
    const seen: string[] = [];
    const route: RouteHandler = async (request) => {
      seen.push(request.headers['x-admin-protocol'] ?? '');
      return echo(request);
    };
    const { url } = await bench.serve({ routes: new Map([['POST /ping', route]]) });
    const headers = { 'X-Admin-Protocol': 'gsma/rsp/v2.2.2' };
    const request = { octets: new Uint8Array([0xbf, 0x37]) };
    const result = await call(Ping, bench.client(), `${url}/`, request, {
      headers,
      envelope: { header: {} },
    });
    expect(result).toMatchObject({ status: 200, json: { header: {}, octets: 'vzc=' } });
    expect(textOf(result.sent)).toBe('{"header":{},"octets":"vzc="}');
    expect(result.received).toEqual(result.sent);
    expect(seen).toEqual(['gsma/rsp/v2.2.2']);
  });

  it.each([
    [500, 'internal error\n', 'status', 'ping: answered 500 internal error'],
    [503, 'a\u001b[2Jb', 'status', 'ping: answered 503 a [2Jb'],
    [200, 'hello', 'body', 'ping: the answer is not JSON; is this the right server?'],
  ])('an answer %i with "%s" is a failure', async (status, body, kind, says) => {
    await using bench = new Bench();
    const answer: RouteHandler = async () => ({ status, body });
    const { url } = await bench.serve({ routes: new Map([['POST /ping', answer]]) });
    const failure = await failureOf(call(Ping, bench.client(), url, { octets: new Uint8Array(1) }));
    expect(failure).toMatchObject({ kind, status });
    expect(failure.message).toContain(says);
    expect(failure.message).not.toContain('\n');
  });

  it('204 has no JSON', async () => {
    await using bench = new Bench();
    const answer: RouteHandler = async () => ({ status: 204 });
    const { url } = await bench.serve({ routes: new Map([['POST /ping', answer]]) });
    expect(await call(Ping, bench.client(), url, { octets: new Uint8Array(1) })).toMatchObject({
      status: 204,
      json: undefined,
    });
  });
});

async function failureOf(outcome: Promise<unknown>): Promise<HttpFailure> {
  const error: unknown = await outcome.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HttpFailure) return error;
  throw new Error('did not fail as HttpFailure', { cause: error });
}

/** A TCP server that does something with each connection once it is written to. */
async function farEnd(act: (socket: Socket) => unknown): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => act(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
