import { request } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { writePkcs12 } from '#shared/pki/web/pkcs12';
import { readWebCertificate } from '#shared/pki/web/read-web-certificate';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import type { WebExpectation } from '#shared/pki/web/web-trust';
import { webJudge } from '#shared/pki/web/web-trust';
import type { PeerJudge } from '#shared/http/peer';
import { PeerNotTrusted } from '#shared/http/peer';
import type { RouteHandler } from '#shared/http/route';
import type { HttpServer } from '#shared/http/server';
import { openServer } from '#shared/http/server';
import { systemClock } from '#shared/runtime/clock';
import type { Clock } from '#shared/runtime/clock';
import { days, instant } from '#shared/runtime/span';
import { httpClient } from '#shared/http/client';

import { host, openWebPki, operator } from './support.ts';

const password = 'correct horse';
const yes: RouteHandler = async ({ peerCertificate }) => ({
  status: 200,
  headers: {},
  body: Buffer.from(peerCertificate ? (readWebCertificate(peerCertificate).commonName ?? '') : ''),
});

/** The judge as the HTTP layer takes it. */
const judgeFor =
  (expectation: WebExpectation): PeerJudge =>
  (peer) => {
    try {
      webJudge(expectation)(peer);
    } catch (error) {
      if (error instanceof CertificateRefused) throw new PeerNotTrusted(error.rule, error.message);
      throw error;
    }
  };

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

let pki: ReturnType<typeof openWebPki>;
let foreign: ReturnType<typeof openWebPki>;
let server: HttpServer;
/** That of the server, wound by the tests; OpenSSL looks at the dates by wall time. */
let clock: Clock;

beforeAll(() => {
  pki = openWebPki(1, systemClock());
  foreign = openWebPki(2, systemClock());
});

async function serve(): Promise<void> {
  clock = systemClock();
  server = await openServer({
    name: 'ES2+',
    port: 0,
    clock,
    routes: new Map([['POST /', yes]]),
    tls: {
      key: pki.server.key,
      cert: webCertificatePem(pki.server.certificate, pki.root.certificate),
      judge: (peer) => {
        judgeFor({ root: pki.root.certificate, clock, role: 'client' })(peer);
      },
    },
  });
}

/** Node's own client with its own check of the server, which trusts the root alone. */
async function ask(client: object): Promise<Answer> {
  const ca = webCertificatePem(pki.root.certificate);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const options = { method: 'POST', port: server.port, servername: host, ca, headers, agent: false };
    const call = request({ host: '127.0.0.1', ...options, ...client }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode, text });
      });
    });
    call.on('error', reject);
    call.end('{}');
  });
}

const pfxOf = (identity: WebIdentity, ...above: WebIdentity[]): Bytes =>
  writePkcs12(identity, password, ...above.map(({ certificate }) => certificate));
const withFile = (pfx: Bytes, passphrase = password) => ({ pfx: Buffer.from(pfx), passphrase });

describe('mutual TLS on loopback', () => {
  beforeEach(async () => {
    await serve();
    return () => server.close();
  });

  it('lets in a client with key and chain from a PKCS#12 file, and knows the operator by its name', async () => {
    expect(await ask(withFile(pfxOf(pki.client, pki.root)))).toEqual({ status: 200, text: operator });
    expect(await ask(withFile(pfxOf(pki.client)))).toEqual({ status: 200, text: operator });
  });

  it('lets in a client with the same in PEM', async () => {
    const { key, certificate } = pki.client;
    expect(await ask({ key, cert: webCertificatePem(certificate) })).toEqual({ status: 200, text: operator });
  });

  it('refuses a client without a certificate', async () => {
    const { status, text } = await ask({});
    expect([status, text]).toEqual([403, expect.stringContaining('none was presented')]);
  });

  it('refuses a client of a foreign root of the same name', async () => {
    const { status, text } = await ask(withFile(pfxOf(foreign.client, foreign.root)));
    expect([status, text]).toEqual([403, expect.stringContaining('(unknownIssuer)')]);
  });

  it('refuses a server certificate from a client', async () => {
    const { status, text } = await ask(withFile(pfxOf(pki.server, pki.root)));
    expect([status, text]).toEqual([403, expect.stringContaining('(extendedKeyUsage)')]);
  });

  it('refuses a client whose certificate has expired at Clock time', async () => {
    const client = withFile(pfxOf(pki.client, pki.root));
    expect((await ask(client)).status).toBe(200);
    await clock.advance(days(398));
    const { status, text } = await ask(client);
    expect([status, text]).toEqual([403, expect.stringContaining('(expired)')]);
  });

  it('is judged by our own client as well: the server of this root, not of another, and at Clock time', async () => {
    const { key, certificate } = pki.client;
    const names = new Map([[host, { host: '127.0.0.1', port: server.port }]]);
    const statusOf = async (root: WebIdentity, ownClock: Clock): Promise<unknown> => {
      const judge = judgeFor({ root: root.certificate, clock: ownClock, role: 'server' });
      const identity = { key, cert: webCertificatePem(certificate) };
      const own = httpClient({ clock: ownClock, names, judge, identity });
      try {
        const headers = { 'content-type': 'application/json' };
        return (await own.post(`https://${host}/`, { headers, body: new Uint8Array() })).status;
      } catch (error) {
        return error instanceof Error && error.cause instanceof PeerNotTrusted ? error.cause.rule : error;
      } finally {
        own.close();
      }
    };
    expect(await statusOf(pki.root, systemClock())).toBe(200);
    expect(await statusOf(foreign.root, systemClock())).toBe('unknownIssuer');
    const late = systemClock({ start: instant(pki.server.certificate.notAfter + 1_000) });
    expect(await statusOf(pki.root, late)).toBe('expired');
  });
});

describe('a PKCS#12 file', () => {
  beforeAll(serve);
  afterAll(() => server.close());

  it('opens with its password and no other', async () => {
    const file = pfxOf(pki.client);
    expect((await ask(withFile(file))).status).toBe(200);
    await expect(ask(withFile(file, 'wrong horse'))).rejects.toThrow(/mac verify failure/i);
  });

  it('has the certificate in clear and the key under AES-256', () => {
    const file = Buffer.from(pfxOf(pki.client)).toString('latin1');
    const aes256Cbc = Buffer.from('060960864801650304012A', 'hex').toString('latin1');
    expect(file).toContain(aes256Cbc);
    const der = Buffer.from(pki.client.key.replace(/-----.*-----|\n/g, ''), 'base64').toString('latin1');
    expect(file).not.toContain(der.slice(300, 332));
    expect(file).toContain(Buffer.from(pki.client.certificate.der).toString('latin1'));
  });

  it.each(['', 'Ελληνικός', 'line\nfeed'])('is not written with the password "%s"', (bad) => {
    expect(() => writePkcs12(pki.client, bad)).toThrow(TypeError);
  });
});
