import { createServer, Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { memoryCardStore } from '#device-sim/euicc/index';
import type { WorldOptions } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { PortNotFree } from '#shared/http/server';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { steppedClock, virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant, seconds } from '#shared/runtime/span';

const start = instant('2026-11-23T09:00:00Z');

/** Somebody else's program on a port. */
async function busyPort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, server };
}

/** Every server that was made to listen from here on. */
function watchServers(): { readonly listening: () => number } {
  const servers = new Set<Server>();
  const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...given) {
    servers.add(this);
    return (listenAs as (this: Server, ...given: unknown[]) => Server).apply(this, given);
  });
  onTestFinished(() => {
    listen.mockRestore();
  });
  return { listening: () => [...servers].filter((server) => server.listening).length };
}

const listenAs: unknown = Reflect.get(Server.prototype, 'listen');

describe('a world that cannot be opened', () => {
  it.each([
    ['--smdp-port', 'ESIMLAB_SMDP_PORT', (port) => ({ smdp: { public: { port } } })],
    ['--es2plus-port', 'ESIMLAB_ES2PLUS_PORT', (port) => ({ smdp: { es2plus: { port } } })],
    ['--operator-api-port', 'ESIMLAB_OPERATOR_API_PORT', (port) => ({ operator: { api: { port } } })],
    ['--portal-port', 'ESIMLAB_PORTAL_PORT', (port) => ({ operator: { portal: { public: { port } } } })],
  ] as readonly [string, string, (port: number) => WorldOptions][])(
    'because of a busy port says which setting changes it (%s) and leaves nothing open',
    async (flag, variable, options) => {
      const { port, server } = await busyPort();
      const servers = watchServers();
      try {
        const opening = openWorld({ seed: 1, ...options(port) });
        await expect(opening).rejects.toThrow(PortNotFree);
        await expect(opening).rejects.toThrow(
          new RegExp(
            `^port ${port} .* is taken by another program; choose one with ${flag} 0 or ${variable}$`,
          ),
        );
        expect(servers.listening()).toBe(0);
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    },
  );

  it('because a device cannot be made leaves nothing open', async () => {
    const servers = watchServers();
    const devices = [{ name: 'device-1' }, { name: 'device-2', imei: 'none' }];
    await expect(openWorld({ seed: 1, operator: { portal: {} }, devices })).rejects.toThrow('not an IMEI');
    expect(servers.listening()).toBe(0);
  });
});

describe('a world that is closed', () => {
  it('listens nowhere, and can be closed again', async () => {
    const servers = watchServers();
    const world = await openWorld({ seed: 1, operator: { portal: {} } });
    await world.device().dataPath();
    expect(servers.listening()).toBe(5);
    await world.close();
    await world.close();
    expect(servers.listening()).toBe(0);
  });

  it('has told the operator of every download before', async () => {
    const world = await openWorld({ seed: 1 });
    const told: string[] = [];
    const findings: string[] = [];
    world.trace.on('operator.progress', ({ point }) => told.push(point));
    world.trace.on('finding', ({ what }) => findings.push(what));
    const { activationCode } = await world.desk.order({});
    await world.device().download(activationCode);
    await world.close();
    expect(told).toEqual(['eligibilityAndRetryLimit', 'bppDownload', 'bppInstallation']);
    expect(findings).toEqual([]);
  });
});

describe('the web PKI of a world', () => {
  it('has the root that was given, and servers under it by each name they are reached by', async () => {
    const root = webRoot({ entropy: seededEntropy('given'), clock: virtualClock(start) });
    await using world = await openWorld({
      seed: 1,
      devices: [],
      web: { root },
      operator: { portal: { public: { port: 0, aliases: ['lab.test'] } } },
    });
    expect(world.web.root).toBe(root);
    const { port } = world.operator.portal!;
    for (const servername of ['portal.operator.test', 'localhost', 'lab.test']) {
      const socket = connect({ port, servername, ca: webCertificatePem(root.certificate) });
      await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
      expect(socket.authorized).toBe(true);
      socket.destroy();
    }
  });

  it('is the same for a seed, and another for another one', async () => {
    const roots: string[] = [];
    for (const seed of [1, 1, 2]) {
      await using world = await openWorld({ seed, devices: [], network: false });
      roots.push(webCertificatePem(world.web.root.certificate));
    }
    expect(roots[1]).toBe(roots[0]);
    expect(roots[2]).not.toBe(roots[0]);
  });

  it('of worlds without a seed has certificates of its own over the keys of the process', async () => {
    await using one = await openWorld({ devices: [], network: false });
    await using other = await openWorld({ devices: [], network: false });
    expect(other.web.root.key).toBe(one.web.root.key);
    expect(other.web.root.certificate.serialNumber).not.toEqual(one.web.root.certificate.serialNumber);
  });
});

describe('a device', () => {
  it('waits on a stepped clock for the registration, and winds it no further than it takes', async () => {
    const clock = steppedClock(start);
    await using world = await openWorld({ seed: 1, clock });
    const { activationCode } = await world.desk.order({});
    await world.device().download(activationCode);
    expect(world.device().registration).toMatchObject({ state: 'searching' });
    await world.device().registered('home');
    expect(clock.now() - start).toBe(seconds(2));
  });

  it('that is not registered in time says in one line what is waited for and where it stands', async () => {
    for (const clock of [steppedClock(start), virtualClock(start)]) {
      await using world = await openWorld({ seed: 1, clock });
      await expect(world.device().registered('home', { within: seconds(90) })).rejects.toThrow(
        'waited 1m30s for device-1 to be registered as "home": it is "none" without an enabled profile',
      );
    }
  });

  it('without a network has no modem, and says so', async () => {
    await using world = await openWorld({ seed: 1, network: false });
    expect(world.device().registration).toBeUndefined();
    expect(() => world.device().modem).toThrow(
      'device-1 has no modem: this world was opened without a network',
    );
    expect(() => world.network).toThrow('this world has no network');
    expect(() => world.device().mobilePlans).toThrow('device-1 has no portal to enter');
  });

  it('has the IMEI that was given, or one that is drawn and well formed', async () => {
    await using world = await openWorld({
      seed: 1,
      smdp: false,
      devices: [{ name: 'device-1' }, { name: 'device-2' }, { name: 'device-3', imei: '490154203237518' }],
    });
    const imeis = world.devices().map(({ imei }) => imei);
    expect(imeis[2]).toBe('490154203237518');
    expect(new Set(imeis).size).toBe(3);
    expect(imeis.slice(0, 2).every((imei) => /^35290611\d{7}$/.test(imei))).toBe(true);
  });

  it('that runs its profile is home again after the world was closed and opened with the same card', async () => {
    const store = memoryCardStore();
    const devices = [{ name: 'device-1', store }];
    const first = await openWorld({ seed: 1, devices });
    const { activationCode, subscriber } = await first.desk.order({});
    await first.device().download(activationCode);
    await first.device().registered('home');
    await first.close();
    await using world = await openWorld({ seed: 1, devices });
    expect(world.device().registration).not.toMatchObject({ state: 'home' });
    world.network.provisioning.provision(subscriber!);
    await world.device().registered('home');
    expect(world.device().registration).toMatchObject({ state: 'home', iccid: subscriber!.iccid });
  });
});
