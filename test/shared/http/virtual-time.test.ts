import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { HangUp } from '#shared/http/route';
import type { RouteHandler } from '#shared/http/route';
import { steppedClock, virtualClock } from '#shared/runtime/clock';
import { turn } from '#shared/runtime/clock/quiet-turns';
import { hours, instant, minutes, seconds } from '#shared/runtime/span';
import { Bench, bytes, json, tlsOf } from './bench.ts';

const start = instant('2026-01-01T00:00:00Z');

describe('both ends of a connection are one exchange of the clock', () => {
  it.each([
    ['http', {}],
    ['https', { tls: tlsOf('nist') }],
  ])('over %s a handler that sleeps for an hour takes an hour of virtual time', async (_scheme, options) => {
    const clock = virtualClock(start);
    await using bench = new Bench(clock);
    const slow: RouteHandler = async () => {
      await clock.sleep(hours(1));
      return { status: 204 };
    };
    const { url } = await bench.serve({ routes: new Map([['POST /slow', slow]]), ...options });
    const client = bench.client({ judge: () => undefined, timeout: hours(2) });
    await clock.run(async () => {
      for (let calls = 1; calls <= 2; calls += 1) {
        await client.post(`${url}/slow`, { headers: json, body: bytes('{}') });
        expect(clock.now()).toBe(start + hours(calls));
      }
    });
  });

  it.each([
    ['http', {}],
    ['https', { tls: tlsOf('nist') }],
  ])(
    'over %s a handler that hangs up ends the exchange at once, and the next call connects anew',
    async (_scheme, options) => {
      const clock = virtualClock(start);
      await using bench = new Bench(clock);
      const connections = new Set<unknown>();
      let calls = 0;
      const broken: RouteHandler = async () => {
        calls += 1;
        await clock.sleep(seconds(3));
        if (calls === 2) throw new HangUp();
        return { status: 204 };
      };
      const { url, server } = await bench.serve({ routes: new Map([['POST /broken', broken]]), ...options });
      server.on('connection', (socket) => connections.add(socket));
      const client = bench.client({ judge: () => undefined });
      const post = async (): Promise<number> =>
        (await client.post(`${url}/broken`, { headers: json, body: bytes('{}') })).status;
      await clock.run(async () => {
        expect(await post()).toBe(204);
        await expect(post()).rejects.toMatchObject({ kind: 'reset' });
        expect(clock.now()).toBe(start + seconds(6));
        expect(connections.size).toBe(1);
        expect(await post()).toBe(204);
      });
      expect(connections.size).toBe(2);
      expect(bench.faults).toEqual([]);
    },
  );

  it('the clock does not move while a handler works', async () => {
    const clock = virtualClock(start);
    await using bench = new Bench(clock);
    const busy: RouteHandler = async () => {
      for (let turns = 0; turns < 50; turns += 1) await turn();
      return { status: 204 };
    };
    const { url } = await bench.serve({ routes: new Map([['POST /busy', busy]]) });
    const client = bench.client();
    await clock.run(async () => {
      void clock.aside(() => clock.sleep(seconds(1)));
      await client.post(`${url}/busy`, { headers: json, body: bytes('{}') });
      expect(clock.now()).toBe(start);
    });
  });

  it('a time-out of the client is virtual: after its minute, with no wall time spent', async () => {
    const clock = virtualClock(start);
    await using bench = new Bench(clock);
    const slow: RouteHandler = async () => {
      await clock.sleep(hours(1));
      return { status: 204 };
    };
    const { url } = await bench.serve({ routes: new Map([['POST /slow', slow]]) });
    const post = bench
      .client({ timeout: minutes(1) })
      .post(`${url}/slow`, { headers: json, body: bytes('{}') });
    await expect(clock.run(() => post)).rejects.toMatchObject({ kind: 'timeout' });
    expect(clock.now()).toBe(start + minutes(1));
  });

  it('the handler knows the exchange it runs in', async () => {
    const clock = steppedClock(start);
    await using bench = new Bench(clock);
    const seen: (string | undefined)[] = [];
    const look: RouteHandler = async ({ exchange }) => {
      seen.push(exchange, clock.currentExchange());
      return { status: 204 };
    };
    const { url } = await bench.serve({ routes: new Map([['POST /look', look]]) });
    await bench.client().post(`${url}/look`, { headers: json, body: bytes('{}') });
    expect(seen[0]).toBeDefined();
    expect(seen[1]).toBe(seen[0]);
    await clock.settled();
  });

  it('a server opened within an exchange does not count its own requests to it', async () => {
    const clock = virtualClock(start);
    const bench = await clock.exchange('opening', async () => {
      const opened = new Bench(clock);
      const slow: RouteHandler = async () => {
        await clock.sleep(minutes(5));
        return { status: 204 };
      };
      const { url } = await opened.serve({ routes: new Map([['POST /slow', slow]]) });
      await opened.client({ timeout: hours(1) }).post(`${url}/slow`, { headers: json, body: bytes('{}') });
      return opened;
    });
    expect(clock.now()).toBe(start + minutes(5));
    await bench[Symbol.asyncDispose]();
  });

  it('an event stream keeps neither the clock from moving nor the server from closing', async () => {
    const clock = virtualClock(start);
    await using bench = new Bench(clock);
    const server = await bench.serve({
      fallback: (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      },
    });
    const stream = get({ port: server.port, path: '/events', headers: { accept: 'text/event-stream' } });
    const cut = new Promise((resolve) => stream.on('response', (response) => response.on('error', resolve)));
    await new Promise((resolve) => stream.on('response', resolve));
    await clock.run(() => clock.sleep(hours(1)));
    expect(clock.now()).toBe(start + hours(1));
    await server.close();
    expect(await cut).toMatchObject({ code: 'ECONNRESET' });
  });

  it('a request to the fallback is an exchange until it is answered', async () => {
    const clock = virtualClock(start);
    await using bench = new Bench(clock);
    const { url } = await bench.serve({
      fallback: (_request, response) => {
        void clock.sleep(minutes(1)).then(() => response.end('late'));
      },
    });
    await clock.run(() => bench.client({ timeout: hours(1) }).send('GET', `${url}/page`));
    expect(clock.now()).toBe(start + minutes(1));
  });
});
