import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';

import type { Span } from '#shared/runtime/span';

import { destinationOfUrl } from './destination.ts';
import type { Way, WayOut } from './way-out.ts';
import { NoWayOut } from './way-out.ts';

/** Forwards a plain-http request in absolute form (RFC 9112 §3.2.2), one connection for each; ended when nothing came for `idle`. */
export async function forward(
  wayOut: WayOut,
  idle: Span,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = destinationOfUrl(request.url ?? '');
  if (asked === undefined) {
    answer(response, 400, 'this is a proxy: it wants CONNECT host:port, or a whole http:// URL');
    return;
  }
  try {
    const way = await wayOut.open(asked.to);
    way.socket.setTimeout(idle, () => way.socket.destroy());
    relay(way, asked.path, request, response);
  } catch (error) {
    if (!(error instanceof NoWayOut)) throw error;
    answer(response, 502, error.message);
  }
}

function relay(
  { socket: far, moved }: Way,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const onward = httpRequest({
    createConnection: () => far,
    method: request.method,
    path,
    headers: { ...endToEnd(request.headers), connection: 'close' },
    setHost: false,
  });
  onward.on('response', (answered) => {
    const status = answered.statusCode ?? 0;
    response.writeHead(status < 200 ? 502 : status, endToEndLines(answered));
    answered.pipe(response);
    answered.on('data', moved);
    answered.on('error', () => response.destroy());
  });
  const broken = (): void => {
    if (response.headersSent) response.destroy();
    else answer(response, 502, 'the server ended the connection before its answer');
  };
  onward.on('error', broken);
  // Another protocol (101) is not spoken here: node ends such a request without an error.
  onward.on('close', () => {
    if (!response.headersSent) broken();
  });
  response.once('close', () => far.destroy());
  request.on('error', () => far.destroy());
  if (response.destroyed) far.destroy();
  else request.pipe(onward);
}

/** RFC 9110 §7.6.1. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const stays = staying(headers);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => stays(name)));
}

/** Name and value in turn, as they came: a header that is there twice stays so. */
function endToEndLines({ headers, rawHeaders }: IncomingMessage): string[] {
  const stays = staying(headers);
  return rawHeaders.filter((_text, index) => stays((rawHeaders[index - (index % 2)] ?? '').toLowerCase()));
}

function staying(headers: IncomingHttpHeaders): (name: string) => boolean {
  const named = (headers.connection ?? '').toLowerCase().split(/[\s,]+/);
  return (name) => !hopByHop.has(name) && !named.includes(name);
}

function answer(response: ServerResponse, status: number, why: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${why}\n`);
}
