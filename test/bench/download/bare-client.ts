import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { ClientCall, HttpClient, HttpResponse } from '#shared/http/client';
import { headersOf } from '#shared/http/headers';

/** How requests travel. */
export const variants = ['httpKeepAlive', 'httpsKeepAlive', 'httpsPerCall'] as const;
export type Variant = (typeof variants)[number];

/** Octets of the bodies of one call. */
export interface CallSizes {
  readonly path: string;
  readonly request: number;
  readonly response: number;
}

/** A client that does no more than it must, and remembers how large bodies are; each TLS connection is made in full. */
export class BareClient implements HttpClient {
  readonly seen: CallSizes[] = [];
  readonly #plain: PlainAgent;
  readonly #tls: TlsAgent;

  constructor(variant: Variant, ca: string) {
    const keepAlive = variant !== 'httpsPerCall';
    this.#plain = new PlainAgent({ keepAlive });
    this.#tls = new TlsAgent({ keepAlive, maxCachedSessions: 0, ca });
  }

  post(url: string, call: ClientCall & { readonly body: Bytes }): Promise<HttpResponse> {
    return this.send('POST', url, call);
  }

  async send(method: string, url: string, call: ClientCall = {}): Promise<HttpResponse> {
    const body = call.body ?? new Uint8Array();
    const headers = { ...call.headers, 'Content-Length': body.length };
    const answer = await new Promise<HttpResponse>((resolve, reject) => {
      const request = url.startsWith('https')
        ? tlsRequest(url, { method, headers, agent: this.#tls })
        : plainRequest(url, { method, headers, agent: this.#plain });
      request.once('error', reject);
      request.once('response', (response) => {
        const parts: Bytes[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: headersOf(response.headers),
            body: concat(...parts),
          });
        });
      });
      request.end(body);
    });
    this.seen.push({ path: new URL(url).pathname, request: body.length, response: answer.body.length });
    return answer;
  }

  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }
}
