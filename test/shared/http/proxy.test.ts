import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { proxyFromEnvironment } from '#shared/http/proxy';
import { Bench, bytes, json, tlsOf } from './bench.ts';

describe('proxy', () => {
  it('a call to a foreign host goes through CONNECT, with the credentials of the URL', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve({ tls: tlsOf('nist') });
    await using proxy = await connectProxy(port);
    const proxyFor = proxyFromEnvironment({ HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` });
    const client = bench.client({ proxyFor, judge: () => undefined });
    const answer = await client.post('https://smdp.example.com/echo', { headers: json, body: bytes('{}') });
    expect(answer.status).toBe(200);
    expect(proxy.seen).toEqual(['smdp.example.com:443 Basic bWU6cEBzcw==']);
  });

  it('loopback and names of the world never do', async () => {
    await using bench = new Bench();
    const { port } = await bench.serve({ tls: tlsOf('nist') });
    await using proxy = await connectProxy(port);
    const proxyFor = proxyFromEnvironment({ HTTPS_PROXY: `127.0.0.1:${proxy.port}` });
    const names = new Map([['smdp.example.com', { host: '127.0.0.1', port }]]);
    const client = bench.client({ proxyFor, names, judge: () => undefined });
    for (const host of ['smdp.example.com', `127.0.0.1:${port}`, `localhost:${port}`]) {
      expect((await client.post(`https://${host}/echo`, { headers: json, body: bytes('{}') })).status).toBe(
        200,
      );
    }
    expect(proxy.seen).toEqual([]);
  });

  it('a proxy that refuses is named', async () => {
    await using bench = new Bench();
    await using proxy = await connectProxy(undefined);
    const proxyFor = proxyFromEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    const call = bench.client({ proxyFor }).send('GET', 'https://smdp.example.com/');
    await expect(call).rejects.toMatchObject({
      kind: 'connect',
      message: `proxy 127.0.0.1:${proxy.port} refused smdp.example.com:443 with 403; check HTTPS_PROXY and NO_PROXY`,
    });
  });

  it('a proxy that is not there is named', async () => {
    await using bench = new Bench();
    const proxyFor = proxyFromEnvironment({ https_proxy: 'http://127.0.0.1:1' });
    const call = bench.client({ proxyFor }).send('GET', 'https://smdp.example.com/');
    await expect(call).rejects.toMatchObject({
      kind: 'connect',
      message: expect.stringContaining('proxy 127.0.0.1:1') as string,
    });
  });

  it.each([
    ['smdp.example.com', 443, '', true],
    ['smdp.example.com', 443, '*', false],
    ['smdp.example.com', 443, 'example.com', false],
    ['smdp.example.com', 443, '.example.com', false],
    ['smdp.example.com', 443, 'other.com, smdp.example.com', false],
    ['smdp.example.com', 443, 'smdp.example.com:443', false],
    ['smdp.example.com', 8443, 'smdp.example.com:443', true],
    ['badexample.com', 443, 'example.com', true],
  ])('%s:%i with NO_PROXY "%s" goes through the proxy: %s', (host, port, exceptions, through) => {
    const choose = proxyFromEnvironment({ HTTPS_PROXY: 'http://proxy.test:3128', NO_PROXY: exceptions });
    expect(choose(host, port) !== undefined).toBe(through);
  });
});

/** A proxy that brings every tunnel to one port, or refuses them all. */
async function connectProxy(
  target: number | undefined,
): Promise<{ port: number; seen: string[] } & AsyncDisposable> {
  const seen: string[] = [];
  const tunnels = new Set<Duplex>();
  const server = createServer();
  server.on('connect', (request, socket) => {
    if (target === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    seen.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
    const onward = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const end of [socket, onward]) end.on('error', () => undefined);
    socket.on('close', () => onward.destroy());
    tunnels.add(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    [Symbol.asyncDispose]: async () => {
      for (const tunnel of tunnels) tunnel.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
