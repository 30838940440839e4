import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A way to a server on loopback that can break off. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** Ends the connections once this many more octets have come from the server; the next connections hold. */
  cutAfter(octets: number): void;
}

/** Listens on a free port of 127.0.0.1 and passes octets on, which it does not understand. */
export async function openCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let left = Infinity;
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: serverPort });
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', end);
      socket.once('close', () => {
        open.delete(socket);
        end();
      });
    }
    near.on('data', (octets) => far.write(octets));
    far.on('data', (octets) => {
      near.write(octets.subarray(0, left));
      left -= octets.length;
      if (left > 0) return;
      left = Infinity;
      near.end();
      far.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (octets) => {
      left = octets;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
