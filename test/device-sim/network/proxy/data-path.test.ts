import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer as createTcpServer } from 'node:net';

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { openDataPath } from '#device-sim/network/index';
import type { DataPath, DataPathOptions } from '#device-sim/network/index';
import type { Target } from '#shared/http/dial';
import { steppedClock } from '#shared/runtime/clock';
import { instant, milliseconds } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';
import { Trace } from '#shared/runtime/trace';

const clock = steppedClock(instant('2026-11-23T09:00:00Z'));
const names = new Map<string, Target>();
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  names.clear();
});

async function open(options: Partial<DataPathOptions> = {}) {
  const trace = new Trace(clock);
  const records: TraceRecord[] = [];
  trace.onAny((record) => records.push(record));
  const path = await openDataPath({ clock, trace, names, proxyFor: () => undefined, ...options });
  ends.push(async () => path.close());
  const events = (name: TraceRecord['name']) =>
    records.filter((record) => record.name === name).map(({ event }) => event);
  return { path, events };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ends.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A server of the world that sends back what it gets. */
async function echo(name: string): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  const port = await listen(server);
  names.set(name, { host: '127.0.0.1', port });
  return port;
}

async function web(name: string, handler: RequestListener): Promise<void> {
  const server = createServer(handler);
  names.set(name, { host: '127.0.0.1', port: await listen(server) });
  ends.push(() => {
    server.closeAllConnections();
  });
}

/** Sends octets to the proxy; what comes back until `until` is there, or the connection ends. */
async function say(
  path: DataPath,
  text: string | Uint8Array,
  until = '\0',
): Promise<{ said: string; socket: Socket }> {
  const socket = connect({ host: path.host, port: path.port, allowHalfOpen: true });
  ends.push(() => socket.destroy());
  let said = '';
  const heard = new Promise<void>((resolve) => {
    socket.on('data', (data: Buffer) => {
      said += data.toString('latin1');
      if (said.includes(until)) resolve();
    });
    socket.on('error', () => {
      resolve();
    });
    socket.on('end', resolve);
    socket.on('close', () => {
      resolve();
    });
  });
  socket.write(text);
  await heard;
  return { said, socket };
}

const connectTo = (target: string): string => `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`;

async function get(path: DataPath, url: string, headers: Readonly<Record<string, string>> = {}) {
  const request = httpRequest({ host: path.host, port: path.port, path: url, headers, agent: false }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks = await response.setEncoding('utf8').toArray();
  return { status: response.statusCode, headers: response.headers, body: chunks.join('') };
}

describe('the data path of a device', () => {
  it('brings CONNECT to where a name of the world listens, whatever port is asked for', async () => {
    await echo('portal.operator.test');
    const { path } = await open();
    for (const port of [443, 8444]) {
      const { said, socket } = await say(path, `${connectTo(`Portal.Operator.TEST:${port}`)}ping`, 'ping');
      expect(said).toBe('HTTP/1.1 200 Connection Established\r\n\r\nping');
      socket.destroy();
    }
  });

  it('counts octets by host, and tells of each connection when it opens and when it closes', async () => {
    await echo('portal.operator.test');
    const { path, events } = await open({ device: 'device-7' });
    const { socket } = await say(path, `${connectTo('portal.operator.test:443')}12345`, '12345');
    expect(path.traffic()).toEqual(new Map([['portal.operator.test', { up: 5, down: 5, connections: 1 }]]));
    const where = { device: 'device-7', host: 'portal.operator.test', port: 443 };
    expect(events('data.opened')).toEqual([where]);
    socket.destroy();
    await expect.poll(() => events('data.closed')).toEqual([{ ...where, up: 5, down: 5 }]);
    expect(path.traffic()).toEqual(new Map([['portal.operator.test', { up: 5, down: 5, connections: 1 }]]));
  });

  it('refuses a host that is no name of the world, in one line and with an event', async () => {
    const { path, events } = await open();
    const why = 'example.com is no name of this world; a device reaches only its names and this machine';
    const { said } = await say(path, connectTo('example.com:443'));
    expect(said).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(said).toContain(`\r\n\r\n${why}\n`);
    expect(await get(path, 'http://example.com/')).toMatchObject({ status: 502, body: `${why}\n` });
    expect(events('data.refused')).toEqual(
      [443, 80].map((port) => ({ device: 'device-1', host: 'example.com', port, allowed: false, why })),
    );
    expect(path.traffic().size).toBe(0);
  });

  it.each([
    '0.0.0.0:80',
    '[::]:80',
    '[::ffff:127.0.0.1]:80',
    '127.0.0.1.evil.test:80',
    'localhost.evil.test:80',
  ])('does not take %s for this machine', async (target) => {
    const { path, events } = await open();
    expect((await say(path, connectTo(target))).said).toMatch(/^HTTP\/1\.1 502 /);
    expect(events('data.refused')).toMatchObject([{ allowed: false }]);
  });

  it('reaches this machine by each of its names', async () => {
    const port = await echo('unused.test');
    const { path } = await open();
    for (const host of ['localhost', 'plans.localhost', '127.0.0.1']) {
      expect((await say(path, `${connectTo(`${host}:${port}`)}hey`, 'hey')).said).toContain('hey');
    }
  });

  it('asks `allowed` about every host anew, names of the world included', async () => {
    await echo('portal.operator.test');
    let open_ = true;
    const asked: unknown[] = [];
    const { path, events } = await open({
      allowed: (...about) => {
        asked.push(about);
        return open_;
      },
    });
    expect((await say(path, `${connectTo('portal.operator.test:443')}hey`, 'hey')).said).toContain('hey');
    open_ = false;
    expect((await say(path, connectTo('portal.operator.test:443'))).said).toContain(
      'portal.operator.test may not be reached by this device now',
    );
    expect((await say(path, connectTo('localhost:1'))).said).toMatch(/^HTTP\/1\.1 502 /);
    expect(asked).toEqual([
      ['portal.operator.test', 'world'],
      ['portal.operator.test', 'world'],
      ['localhost', 'loopback'],
    ]);
    expect(events('data.refused')).toHaveLength(2);
  });

  it('dials a foreign host that is allowed through the proxy of the environment', async () => {
    await echo('unused.test');
    const further = await open({ allowed: () => true });
    names.set('example.com', names.get('unused.test')!);
    const { path } = await open({
      names: new Map(),
      allowed: () => true,
      proxyFor: () => new URL(`http://127.0.0.1:${further.path.port}`),
    });
    expect((await say(path, `${connectTo('example.com:443')}hey`, 'hey')).said).toContain('hey');
    expect(further.events('data.opened')).toMatchObject([{ host: 'example.com', port: 443 }]);
  });

  it('does not wait for a host that never takes a connection', async () => {
    let taken: Socket | undefined;
    const port = await listen(createTcpServer((socket) => (taken = socket.resume())));
    const { path, events } = await open({
      allowed: () => true,
      proxyFor: () => new URL(`http://127.0.0.1:${port}`),
      limits: { connect: milliseconds(50) },
    });
    const { said } = await say(path, connectTo('example.com:443'));
    expect(said).toContain('example.com:443 took no connection within 50ms');
    expect(events('data.refused')).toMatchObject([{ host: 'example.com', allowed: true }]);
    const closed = once(taken!, 'close');
    taken!.write('HTTP/1.1 200 OK\r\n\r\n');
    await closed;
    expect(events('data.opened')).toEqual([]);
  });

  it('says so when nothing listens', async () => {
    const { path, events } = await open();
    names.set('gone.test', { host: '127.0.0.1', port: 1 });
    const { said } = await say(path, connectTo('gone.test:443'));
    expect(said).toContain('gone.test:443: nothing listens there');
    expect(events('data.refused')).toMatchObject([{ host: 'gone.test', allowed: true }]);
  });

  it('forwards plain http with its headers, but those between the two of them', async () => {
    await web('portal.operator.test', (request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.setHeader('X-Hop', 'secret');
      response.setHeader('Connection', 'X-Hop');
      response.end(JSON.stringify({ url: request.url, headers: request.headers }));
    });
    const { path } = await open();
    const asked = { Host: 'portal.operator.test', 'Proxy-Connection': 'keep-alive', 'X-Own': 'yes' };
    const { status, headers, body } = await get(path, 'http://portal.operator.test/a?b=c', asked);
    expect(status).toBe(200);
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(headers['x-hop']).toBeUndefined();
    expect(JSON.parse(body)).toEqual({
      url: '/a?b=c',
      headers: { host: 'portal.operator.test', 'x-own': 'yes', connection: 'close' },
    });
    expect(path.traffic().get('portal.operator.test')?.connections).toBe(1);
  });

  it.each([
    ['ends the connection at once', '', 502],
    ['answers no HTTP', 'what?\r\n\r\n', 502],
    ['wants another protocol', 'HTTP/1.1 101 Odd\r\nConnection: Upgrade\r\nUpgrade: odd\r\n\r\n', 502],
    ['answers with a status that is none', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n', 502],
  ])('a server that %s is a bad gateway', async (_what, answer, status) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(answer));
    });
    names.set('odd.test', { host: '127.0.0.1', port: await listen(server) });
    const { path, events } = await open();
    expect(await get(path, 'http://odd.test/')).toMatchObject({ status });
    expect(events('fault')).toEqual([]);
  });

  it.each([
    ['a path in place of a URL', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['https without CONNECT', 'GET https://portal.operator.test/ HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['CONNECT without a port', connectTo('portal.operator.test')],
    ['CONNECT to port 0', connectTo('portal.operator.test:0')],
    ['CONNECT to port 65536', connectTo('portal.operator.test:65536')],
    ['CONNECT with a user', connectTo('me@portal.operator.test:443')],
    ['no HTTP', '\x16\x03\x01\x00\xa5\x01\r\n\r\n'],
    ['a header of 20 kB', `GET http://a.test/ HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('refuses %s', async (_what, octets) => {
    const { path, events } = await open();
    expect((await say(path, octets)).said).toMatch(/^HTTP\/1\.1 400 /);
    expect(events('fault')).toEqual([]);
  });

  it('ends a connection on which nothing comes', async () => {
    await echo('portal.operator.test');
    const { path, events } = await open({
      limits: { idle: milliseconds(50), request: milliseconds(50) },
    });
    await say(path, connectTo('portal.operator.test:443'));
    await say(path, 'GET http://');
    expect(events('data.closed')).toHaveLength(1);
  });

  it('takes no more connections than it grants', async () => {
    await echo('portal.operator.test');
    const { path } = await open({ limits: { connections: 1 } });
    await say(path, `${connectTo('portal.operator.test:443')}hey`, 'hey');
    expect((await say(path, connectTo('portal.operator.test:443'))).said).toBe('');
  });

  it('ends everything when it is closed, however often', async () => {
    await echo('portal.operator.test');
    const { path, events } = await open();
    const { socket } = await say(path, `${connectTo('portal.operator.test:443')}hey`, 'hey');
    const closed = once(socket, 'close');
    socket.resume().end();
    await Promise.all([path.close(), path.close(), closed]);
    expect(events('data.closed')).toHaveLength(1);
  });

  it('answers or drops whatever octets come, and goes on', async () => {
    await echo('portal.operator.test');
    const { path, events } = await open({ limits: { request: milliseconds(200) } });
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .constantFrom(
          'CONNECT ',
          'GET http://',
          'portal.operator.test',
          ':443',
          ' HTTP/1.1\r\n',
          '\r\n',
          'Host: ',
          '\0',
        )
        .map((text) => new Uint8Array(Buffer.from(text))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const socket = connect({ host: path.host, port: path.port });
        socket.on('error', () => undefined);
        const closed = once(socket, 'close');
        socket.resume().end(Buffer.concat(pieces));
        await closed;
      }),
      { numRuns: 200 },
    );
    expect((await say(path, `${connectTo('portal.operator.test:443')}hey`, 'hey')).said).toContain('hey');
    expect(events('fault')).toEqual([]);
  });
});
