import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connectFailure } from './failure.ts';
import { isLoopback, openTunnel } from './proxy.ts';
import type { ProxyChoice } from './proxy.ts';

/** Where a name of a world really listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** A world's names, `host` or `host:port` in lower case, and where they listen. Servers may be added later. */
export type Names = ReadonlyMap<string, Target>;

/** How a client finds its way. */
export interface Directions {
  readonly names: Names;
  readonly proxyFor: ProxyChoice;
}

/** Where `host:port` is by the world's names; undefined when it is no name of the world. */
export function targetOf(names: Names, host: string, port: number): Target | undefined {
  const name = host.toLowerCase();
  return names.get(`${name}:${port}`) ?? names.get(name);
}

/** A TCP connection to a name of the world, to this machine, or out, through a proxy if one is set. @throws HttpFailure */
export async function dial(directions: Directions, host: string, port: number): Promise<Socket> {
  const target = targetOf(directions.names, host, port);
  const direct = target !== undefined || isLoopback(host);
  const proxy = direct ? undefined : directions.proxyFor(host.toLowerCase(), port);
  if (proxy) return openTunnel(proxy, host, port);
  const socket = connect({ host, port, ...target, noDelay: true });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('error', (error) => {
      reject(connectFailure(error, `${host}:${port}`));
    });
  });
}
