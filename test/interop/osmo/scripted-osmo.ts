import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { fromBase64 } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyPem, toPem } from '#shared/pki/pem';

import type { Frame, KeptRequest, KeptResponse } from '../recording.ts';

/** The recorded answers, each for its recorded request and in order. */
export interface ScriptedOsmo extends AsyncDisposable {
  readonly url: string;
  /** What was asked otherwise than recorded. */
  readonly strange: readonly string[];
}

/** TLS of a scripted server: the recorded certificate (base64 of DER) and its key. */
export interface ScriptedTls {
  readonly certificate: string;
  readonly key: PrivateKey;
}

/** Plays osmo-smdpp from what was recorded of it. */
export async function playOsmo(frames: readonly Frame[], tls?: ScriptedTls): Promise<ScriptedOsmo> {
  const calls = frames
    .filter((frame) => frame[0] === 'http')
    .map(([, request, response]) => ({ request, response }));
  const strange: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void bodyOf(request).then((body) => {
      const next = calls.shift();
      const reason =
        next === undefined ? 'one call more than was recorded' : otherwise(next.request, request, body);
      if (reason !== undefined) strange.push(`${request.url ?? ''}: ${reason}`);
      answer(response, next !== undefined && reason === undefined ? next.response : notRecorded);
    });
  };
  const server = tls === undefined ? createPlainServer(listener) : createTlsServer(tlsOptions(tls), listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    strange,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const notRecorded: KeptResponse = { status: 500, headers: {}, body: 'this was not recorded' };

function tlsOptions({ certificate, key }: ScriptedTls) {
  return { cert: toPem({ label: 'CERTIFICATE', der: fromBase64(certificate) }), key: privateKeyPem(key) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** In what a request is another than the recorded one. */
function otherwise(recorded: KeptRequest, request: IncomingMessage, body: string): string | undefined {
  if (request.url !== recorded.path) return `the recorded path is ${recorded.path}`;
  if (body !== recorded.body) return 'the body is another than the recorded one';
  const header = Object.entries(recorded.headers).find(([name, value]) => request.headers[name] !== value);
  return header === undefined ? undefined : `the recorded header is ${header.join(': ')}`;
}

function answer(response: ServerResponse, { status, headers, body }: KeptResponse): void {
  response.writeHead(status, headers);
  response.end(body === '' ? undefined : body);
}
