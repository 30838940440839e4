import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { openDataPath } from '#device-sim/network/index';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

/** A proxy on this machine. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
}

let current: ProxyAddress | undefined;
let opened: Promise<ProxyAddress> | undefined;

/**
 * The one proxy of this worker, which Playwright has to know before a test has a lab. It leads to the data path of the test
 * that is played, for a worker plays one at a time; beside tests, to the network of this machine.
 */
export async function windowProxy(): Promise<ProxyAddress> {
  return (opened ??= open());
}

/** From now on the proxy leads there; the returned function ends it. */
export function leadTo(dataPath: ProxyAddress): () => void {
  current = dataPath;
  return () => {
    current = undefined;
  };
}

async function open(): Promise<ProxyAddress> {
  const clock = systemClock();
  const beside = await openDataPath({
    clock,
    trace: new Trace(clock),
    names: new Map(),
    allowed: () => true,
  });
  const server = createServer((client) => {
    const far = connect({ ...(current ?? { host: beside.host, port: beside.port }) });
    const end = (): void => {
      client.destroy();
      far.destroy();
    };
    client.on('error', end).on('close', end).pipe(far);
    far.on('error', end).on('close', end).pipe(client);
  });
  const host = '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  // It ends with the worker.
  server.unref();
  return { host, port: (server.address() as AddressInfo).port };
}
