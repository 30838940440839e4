import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { RouteHandler } from '#shared/http/route';
import { openServer } from '#shared/http/server';
import { milliseconds } from '#shared/runtime/span';
import { Bench, bytes, echo, gate, json, raw, textOf } from './bench.ts';

const head = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('server: answers pinned in es9plus.md §9', () => {
  it('a route gets the body and its answer goes out as it is', async () => {
    await using bench = new Bench();
    const { url } = await bench.serve({ adminProtocol: 'gsma/rsp/v2.2.2' });
    const answer = await bench.client().post(`${url}/echo?a=1`, { headers: json, body: bytes('{"a":1}') });
    expect(answer).toMatchObject({ status: 200, body: bytes('{"a":1}') });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'x-admin-protocol': 'gsma/rsp/v2.2.2',
    });
  });

  it('204 has no body', async () => {
    await using bench = new Bench();
    const nothing: RouteHandler = async () => ({ status: 204 });
    const { port } = await bench.serve({ routes: new Map([['POST /echo', nothing]]) });
    const answer = await raw(port, `${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`);
    expect(answer).toMatch(/^HTTP\/1.1 204 /);
    expect(answer).not.toMatch(/content-length/i);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  it.each([
    ['POST', '/ecko', json, 404, '/ecko is not a path of SM-DP+; did you mean /echo?\n'],
    ['POST', '/ECHO', json, 404, '/ECHO is not a path of SM-DP+; did you mean /echo?\n'],
    ['POST', '/somewhere/else', json, 404, '/somewhere/else is not a path of SM-DP+\n'],
    ['GET', '/echo', json, 405, '/echo is called with POST, not GET\n'],
    ['PUT', '/echo', json, 405, '/echo is called with POST, not PUT\n'],
    ['POST', '/echo', {}, 415, 'Content-Type is missing; expected application/json\n'],
    [
      'POST',
      '/echo',
      { 'Content-Type': 'text/plain' },
      415,
      'Content-Type is text/plain; expected application/json\n',
    ],
    [
      'POST',
      '/echo',
      { ...json, 'Content-Encoding': 'gzip' },
      415,
      'Content-Encoding gzip is not read here\n',
    ],
  ])('%s %s with %j: %i', async (method, path, headers, status, text) => {
    await using bench = new Bench();
    const { url } = await bench.serve();
    const answer = await bench.client().send(method, url + path, { headers, body: bytes('{}') });
    expect([answer.status, textOf(answer.body)]).toEqual([status, text]);
    expect(answer.headers['allow']).toBe(status === 405 ? 'POST' : undefined);
    expect(bench.faults).toEqual([]);
  });

  it.each(['application/json;charset=UTF-8', 'APPLICATION/JSON ; charset=utf-8'])(
    '%s is JSON',
    async (type) => {
      await using bench = new Bench();
      const { url } = await bench.serve();
      const answer = await bench
        .client()
        .post(`${url}/echo`, { headers: { 'Content-Type': type }, body: bytes('{}') });
      expect(answer.status).toBe(200);
    },
  );

  it.each([101, 1_700])('a body of %i octets where 100 are allowed: 413', async (size) => {
    await using bench = new Bench();
    const { port } = await bench.serve({ limits: { bodyOctets: 100 } });
    const answer = await raw(port, `${head}Content-Length: ${size}\r\n\r\n${'x'.repeat(size)}`);
    expect(answer).toMatch(/^HTTP\/1.1 413 .*Connection: close.*larger than 100 octets\n$/is);
  });

  it('a chunked body that grows too large: 413', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve({ limits: { bodyOctets: 10 } });
    const answer = await raw(port, `${head}Transfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('a body slower than the limit: 408, and the connection is closed', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve({ limits: { request: milliseconds(40) } });
    const answer = await raw(port, `${head}Content-Length: 10\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1.1 408 .*Connection: close.*too slowly\n$/is);
    expect(bench.faults).toEqual([]);
  });

  it('a handler that throws: 500 without detail, and a fault in the trace', async () => {
    await using bench = new Bench();
    const broken: RouteHandler = async () => Promise.reject(new Error('the secret'));
    const { url } = await bench.serve({ routes: new Map([['POST /echo', broken]]) });
    const answer = await bench.client().post(`${url}/echo`, { headers: json, body: bytes('{}') });
    expect([answer.status, textOf(answer.body)]).toEqual([500, 'internal error\n']);
    expect(bench.faults).toMatchObject([{ where: 'SM-DP+: POST /echo', error: { message: 'the secret' } }]);
  });

  it.each([
    ['HELLO\r\n\r\n', /^HTTP\/1.1 400 .*this is not HTTP\n$/is],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1.1 431 .*too large\n$/is],
    ['POST http:// HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1.1 400 /],
  ])('what is no request is answered in one line', async (octets, expected) => {
    await using bench = new Bench();
    const { port } = await bench.serve();
    expect(await raw(port, octets)).toMatch(expected);
    expect(bench.faults).toEqual([]);
  });
});

describe('server: connections', () => {
  it('a chunked body in pieces is put together', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve();
    const answer = await raw(
      port,
      `${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a`,
      '\r\n',
      '4\r\n":1}\r\n0\r\n\r\n',
    );
    expect(answer).toMatch(/\r\n\r\n\{"a":1\}$/);
  });

  it('pipelined requests are answered in their order', async () => {
    await using bench = new Bench();
    const slowFirst: RouteHandler = async ({ body }) => {
      if (textOf(body) === '1') await bench.clock.sleep(milliseconds(20));
      return { status: 200, body };
    };
    const { port } = await bench.serve({ routes: new Map([['POST /echo', slowFirst]]) });
    const request = (body: string, more = ''): string => `${head}${more}Content-Length: 1\r\n\r\n${body}`;
    const answer = await raw(port, request('1') + request('2') + request('3', 'Connection: close\r\n'));
    expect(answer.match(/\r\n\r\n\d/g)).toEqual(['\r\n\r\n1', '\r\n\r\n2', '\r\n\r\n3']);
  });

  it('the body of a refused request does not spoil the next one on the connection', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve();
    const wrong = 'PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /';
    const answer = await raw(port, wrong, `${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`);
    expect(answer).toMatch(/^HTTP\/1.1 405 .*HTTP\/1.1 200 .*\{\}$/is);
  });

  it('a client that goes away within its body is no fault', async () => {
    await using bench = new Bench();
    const server = await bench.serve();
    const socket = connect(server.port, '127.0.0.1');
    const began = new Promise((resolve) => server.server.once('request', resolve));
    socket.write(`${head}Content-Length: 10\r\n\r\n{`);
    await began;
    socket.destroy();
    await server.close();
    expect(bench.faults).toEqual([]);
  });

  it('what is no route goes to the fallback', async () => {
    await using bench = new Bench();
    const { url } = await bench.serve({
      fallback: (request, response) => void response.end(`express ${request.url ?? ''}`),
    });
    const client = bench.client();
    expect(textOf((await client.send('GET', `${url}/page`)).body)).toBe('express /page');
    expect((await client.send('GET', `${url}/echo`)).status).toBe(405);
  });

  it('close lets an open exchange end', async () => {
    await using bench = new Bench();
    const started = gate();
    const goOn = gate();
    const slow: RouteHandler = async (call) => {
      started.open();
      await goOn.passed;
      return echo(call);
    };
    const server = await bench.serve({ routes: new Map([['POST /echo', slow]]) });
    const answer = bench.client().post(`${server.url}/echo`, { headers: json, body: bytes('{}') });
    await started.passed;
    const closed = server.close();
    goOn.open();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('close cuts what does not end', async () => {
    await using bench = new Bench();
    const started = gate();
    const never: RouteHandler = async () => {
      started.open();
      return new Promise(() => undefined);
    };
    const limits = { closing: milliseconds(30) };
    const server = await bench.serve({ routes: new Map([['POST /echo', never]]), limits });
    const answer = bench.client().post(`${server.url}/echo`, { headers: json, body: bytes('{}') });
    await started.passed;
    const [outcome] = await Promise.allSettled([answer, server.close()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'reset' } });
  });

  it('a busy port is named with the way out', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve();
    const again = openServer({
      name: 'SM-DP+',
      port,
      portSetting: { flag: '--smdp-port', variable: 'ESIMLAB_SMDP_PORT' },
      routes: new Map(),
      clock: bench.clock,
    });
    await expect(again).rejects.toThrow(
      `port ${port} (SM-DP+) is taken by another program; choose one with --smdp-port 0 or ESIMLAB_SMDP_PORT`,
    );
  });

  it('more connections than allowed are not served', async () => {
    await using bench = new Bench();
    const server = await bench.serve({ limits: { connections: 1 } });
    const first = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => server.server.once('connection', resolve));
    expect(await raw(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
    first.destroy();
  });
});
