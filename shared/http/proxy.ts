import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { toBase64, toUtf8 } from '#shared/bytes/bytes';
import { connectFailure, HttpFailure } from './failure.ts';

/** The proxy a connection goes through, if any. */
export type ProxyChoice = (host: string, port: number) => URL | undefined;

/** Names and numbers of this machine; they never go through a proxy. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/** HTTPS_PROXY and NO_PROXY (in either case; lower case wins) as curl understands them. */
export function proxyFromEnvironment(environment: Readonly<Record<string, string | undefined>>): ProxyChoice {
  const proxy = environment['https_proxy'] ?? environment['HTTPS_PROXY'] ?? '';
  const exceptions = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (proxy === '') return () => undefined;
  const url = new URL(/^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
  return (host, port) => (exceptions.some((exception) => excepts(exception, host, port)) ? undefined : url);
}

/** A connection to `host:port` through a proxy, by CONNECT. @throws HttpFailure connect */
export async function openTunnel(proxy: URL, host: string, port: number): Promise<Socket> {
  const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const where = `proxy ${proxy.host}`;
  const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : proxy.port,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...credentialsOf(proxy) },
    agent: false,
  });
  return new Promise((resolve, reject) => {
    request.on('connect', (response, socket: Socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      const status = response.statusCode ?? 0;
      reject(
        new HttpFailure(
          'connect',
          `${where} refused ${target} with ${status}; check HTTPS_PROXY and NO_PROXY`,
        ),
      );
    });
    request.on('response', (response) => {
      response.destroy();
      reject(new HttpFailure('connect', `${where} does not do CONNECT; check HTTPS_PROXY`));
    });
    request.on('error', (error) => {
      reject(connectFailure(error, where));
    });
    request.end();
  });
}

function excepts(exception: string, host: string, port: number): boolean {
  if (exception === '*') return true;
  const [, name = '', exceptedPort] = /^(.*?)(?::(\d+))?$/.exec(exception.toLowerCase()) ?? [];
  if (exceptedPort !== undefined && Number(exceptedPort) !== port) return false;
  const suffix = name.replace(/^\*?\.?/, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}

function credentialsOf(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const plain = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${toBase64(toUtf8(plain))}` };
}
