import { describe, expect, it } from 'vitest';

import type { LpacRun } from '#device-sim/readers/index';
import { fromUtf8, toHex, toUtf8 } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { HttpFailure } from '#shared/http/failure';

import { run } from './bench.ts';
import { FakeLpac, noFakes } from '../../../support/fake-lpac.ts';

type Post = HttpClient['post'];

/** A client that answers so, and remembers what it was to send. */
function answering(answer: () => Promise<{ status: number; body: Uint8Array }>): {
  readonly http: { readonly post: Post };
  readonly sent: unknown[];
} {
  const sent: unknown[] = [];
  const post: Post = async (url, { headers, body }) => {
    sent.push({ url, headers, body: fromUtf8(body) });
    return { ...(await answer()), headers: {} };
  };
  return { http: { post }, sent };
}

const url = 'https://localhost:8443/gsma/rsp2/es9plus/initiateAuthentication';
const headers = ['User-Agent: gsma-rsp-lpad', 'Content-Type:application/json', 'Host: other', 'no header'];
const asks = `tell([process.env.LPAC_HTTP, call(${JSON.stringify(url)}, '7b7d', ${JSON.stringify(headers)})]);`;

describe.skipIf(noFakes)('the servers that are called for lpac', () => {
  it('get its address, headers and octets; it gets their status and octets', async () => {
    using fake = new FakeLpac();
    const { http, sent } = answering(() => Promise.resolve({ status: 200, body: toUtf8('{"a":1}') }));
    const seen: unknown[] = [];
    const onHttp: LpacRun['onHttp'] = (request, response) => {
      seen.push([request.url, request.headers, toHex(request.body), response.status, toHex(response.body)]);
    };
    const { lines } = await run(fake, asks, { http, onHttp });
    expect(lines).toEqual(['["stdio",{"rcode":200,"rx":"7B2261223A317D"}]']);
    expect(sent).toEqual([
      {
        url,
        headers: { 'User-Agent': 'gsma-rsp-lpad', 'Content-Type': 'application/json' },
        body: '{}',
      },
    ]);
    expect(seen).toEqual([[url, headers, '7B7D', 200, '7B2261223A317D']]);
  });

  it('may answer with nothing (204)', async () => {
    using fake = new FakeLpac();
    const { http } = answering(() => Promise.resolve({ status: 204, body: new Uint8Array() }));
    expect((await run(fake, asks, { http })).lines).toEqual(['["stdio",{"rcode":204,"rx":""}]']);
  });

  it('that cannot be called are a clear line, and 502 for lpac', async () => {
    using fake = new FakeLpac();
    const failure = 'localhost:8443: the TLS certificate of localhost is refused (unknownIssuer)';
    const { http } = answering(() => Promise.reject(new HttpFailure('tls', failure)));
    const seen: unknown[] = [];
    const { lines, notes } = await run(fake, asks, { http, onHttp: (_, response) => seen.push(response) });
    expect(lines).toEqual(['["stdio",{"rcode":502,"rx":""}]']);
    expect(notes).toEqual([`lpac: ${failure}`]);
    expect(seen).toEqual([{ status: 0, body: new Uint8Array(), failure }]);
  });

  it('are not called where lpac was to do that by itself', async () => {
    using fake = new FakeLpac();
    const { lines, notes } = await run(fake, asks);
    expect(lines).toEqual(['["curl",{"rcode":502,"rx":""}]']);
    expect(notes).toEqual(['lpac: it was to call servers by itself']);
  });
});
