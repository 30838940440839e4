import { describe, expect, it } from 'vitest';

import { toUtf8 } from '#shared/bytes/bytes';
import { httpClient } from '#shared/http/client';
import type { PeerJudge } from '#shared/http/peer';
import { PeerNotTrusted } from '#shared/http/peer';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import type { WebExpectation } from '#shared/pki/web/web-trust';
import { webJudge } from '#shared/pki/web/web-trust';
import { days } from '#shared/runtime/span';

import { openWebPki } from '../../shared/pki/web/support.ts';
import { openBench } from '../bench.ts';

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

describe('ES2+ with certificates of the web PKI', () => {
  it('lets in an operator of its root, and nobody else', async () => {
    const pki = openWebPki(1);
    const foreign = openWebPki(2);
    const { clock, root, server } = pki;
    const certificates = webCertificatePem(server.certificate, root.certificate);
    const judge = judgeFor({ root: root.certificate, clock, role: 'client' });
    await using bench = await openBench({
      clock,
      es2plus: {
        listen: { host: '127.0.0.1', port: 0 },
        tls: { key: server.key, cert: certificates, judge },
      },
    });
    const ask = async (identity?: WebIdentity): Promise<string> => {
      const client = httpClient({
        clock,
        judge: judgeFor({ root: root.certificate, clock, role: 'server' }),
        ...(identity === undefined
          ? {}
          : { identity: { key: identity.key, cert: webCertificatePem(identity.certificate) } }),
      });
      const url = `${bench.smdp.es2plus?.url}/gsma/rsp2/es2plus/releaseProfile`;
      const headers = { 'Content-Type': 'application/json' };
      const { status, body } = await client.post(url, { headers, body: toUtf8('{}') });
      client.close();
      return `${status} ${new TextDecoder().decode(body)}`;
    };
    expect(await ask(pki.client)).toMatch(/^200 .*1\.3\.1/);
    expect(await ask()).toMatch(/^403 .*none was presented\n$/);
    expect(await ask(foreign.client)).toMatch(/^403 .*unknownIssuer.*\n$/);
    expect(await ask(pki.server)).toMatch(/^403 .*clientAuth.*\n$/);
    await clock.advance(days(10_000));
    const client = httpClient({
      clock,
      judge: () => undefined,
      identity: { key: pki.client.key, cert: webCertificatePem(pki.client.certificate) },
    });
    const url = `${bench.smdp.es2plus?.url}/gsma/rsp2/es2plus/releaseProfile`;
    const late = await client.post(url, { body: toUtf8('{}') });
    client.close();
    expect([late.status, new TextDecoder().decode(late.body)]).toEqual([
      403,
      expect.stringContaining('expired') as string,
    ]);
  });
});
