import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createWebServer, request as httpRequest } from 'node:http';

import { afterEach, describe, expect, it } from 'vitest';

import type { Balance, DataPath, DataSession } from '#device-sim/network/index';
import { openDataPath } from '#device-sim/network/index';
import type { Target } from '#shared/http/dial';

import { attached, imsi, openBench, subscriber } from '../bench.ts';

const portal = 'portal.operator.test';
const video = 'video.world.test';
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Two hosts that send back what they get, and the data path of a device that is attached, not on Wi-Fi. */
async function open({ balance, attach = true }: { balance?: Balance; attach?: boolean } = {}) {
  const bench = openBench({ walledGarden: [portal] });
  const { provisioning } = bench.network;
  provisioning.provision(subscriber);
  provisioning.setBalance(imsi, balance);
  if (attach) await attached(bench);
  const echo = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  const web = createWebServer((request, response) => {
    request.resume().on('end', () => response.end('x'.repeat(1_000)));
  });
  for (const server of [echo, web]) {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    ends.push(() => server.close());
  }
  const target = (server: typeof echo): Target => ({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
  });
  const names = new Map([
    [portal, target(echo)],
    [video, target(echo)],
    ['web.world.test', target(web)],
  ]);
  let wifi = false;
  const session = (): DataSession | undefined => (wifi ? undefined : bench.network.session('device-1'));
  const { clock, trace } = bench;
  const path = await openDataPath({ clock, trace, names, session, proxyFor: () => undefined });
  ends.push(() => path.close());
  const told: unknown[] = [];
  trace.on('network.data', ({ host, octets, outcome }) => told.push([host, octets, outcome]));
  return {
    ...bench,
    provisioning,
    path,
    told,
    onWifi: () => {
      wifi = true;
    },
  };
}

/** Opens a tunnel and sends octets through; how many came back, or why it was refused. */
async function say(path: DataPath, host: string, octets: number) {
  const socket = connect(path.port, path.host);
  ends.push(() => socket.destroy());
  const head = await answered(socket, `CONNECT ${host}:443 HTTP/1.1\r\n\r\n`, 1);
  if (!head.startsWith('HTTP/1.1 200')) return { refused: head.split('\r\n\r\n')[1] ?? '', socket };
  const echoed = await answered(socket, 'x'.repeat(octets), octets);
  return { echoed: echoed.length, socket };
}

function answered(socket: Socket, text: string, atLeast: number): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const done = (): void => {
      socket.removeAllListeners('data');
      resolve(heard);
    };
    socket.on('data', (data: Buffer) => {
      heard += data.toString('latin1');
      if (heard.length >= atLeast) done();
    });
    socket.on('error', done);
    socket.on('close', done);
    socket.write(text);
  });
}

describe('the data path over a data session', () => {
  it('meters what goes through, both ways', async () => {
    const { path, provisioning, told } = await open({ balance: { octets: 10_000 } });
    const { echoed, socket } = await say(path, video, 1_000);
    expect(echoed).toBe(1_000);
    socket.destroy();
    await expect.poll(() => told).toEqual([[video, 2_000, 'carried']]);
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 8_000 });
  });

  it('cuts a connection when nothing is left, and lets none begin after that but to the walled garden', async () => {
    const { path, provisioning, told } = await open({ balance: { octets: 1_500 } });
    const long = await say(path, video, 100_000);
    expect(long.echoed ?? 0).toBeLessThan(100_000);
    await expect.poll(() => told).toEqual([[video, 1_500, 'blocked']]);
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 0 });
    expect((await say(path, video, 1)).refused).toBe(
      `nothing is left of the balance of device-1, and ${video} is not in the walled garden\n`,
    );
    expect((await say(path, portal, 1_000)).echoed).toBe(1_000);
    expect(told).toContainEqual([video, 0, 'blocked']);
    provisioning.setBalance(imsi, { octets: 1_000 });
    expect((await say(path, video, 10)).echoed).toBe(10);
  });

  it('meters plain http as well', async () => {
    const { path, provisioning } = await open({ balance: { octets: 5_000 } });
    const get = (): Promise<string> =>
      new Promise((resolve) => {
        const url = 'http://web.world.test/';
        httpRequest({ host: path.host, port: path.port, path: url, agent: false }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (part: string) => (body += part));
          response.on('close', () => {
            resolve(`${response.statusCode ?? 0} ${body.length}`);
          });
        })
          .on('error', () => {
            resolve('error');
          })
          .end();
      });
    expect(await get()).toBe('200 1000');
    await expect.poll(() => provisioning.balanceOf(imsi)?.octets).toBeLessThan(4_000);
    provisioning.setBalance(imsi, { octets: 0 });
    expect(await get()).toMatch(/^502 /);
  });

  it('carries nothing while the device is registered nowhere', async () => {
    const { path, told } = await open({ attach: false });
    expect((await say(path, portal, 1)).refused).toBe('device-1 is registered in no network\n');
    expect(told).toEqual([[portal, 0, 'noSession']]);
  });

  it('tells the trace why a connection was not made', async () => {
    const { path, trace } = await open({ balance: { octets: 0 } });
    const refused: unknown[] = [];
    trace.on('data.refused', ({ host, allowed }) => refused.push([host, allowed]));
    await say(path, video, 1);
    expect(refused).toEqual([[video, false]]);
  });

  it('has nothing to do with it on Wi-Fi', async () => {
    const { path, provisioning, told, onWifi } = await open({ balance: { octets: 0 } });
    onWifi();
    expect((await say(path, video, 1_000)).echoed).toBe(1_000);
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 0 });
    expect(told).toEqual([]);
  });
});
