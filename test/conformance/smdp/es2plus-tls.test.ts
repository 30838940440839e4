import { describe, expect, it } from 'vitest';

import { openBench } from '../../support/bench.ts';
import { httpClient } from '#shared/http/client';
import type { ClientOptions } from '#shared/http/client';
import { toUtf8 } from '#shared/bytes/bytes';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import type { WebIdentity } from '#shared/pki/web/web-identity';

import type { Bench } from '../../support/bench.ts';
import { openWebPki } from '../../shared/pki/web/support.ts';

type Identity = NonNullable<ClientOptions['identity']>;

/** Orders any Profile over ES2+ with that client certificate: the HTTP status. */
async function ordering({ world }: Bench, identity: Identity | undefined): Promise<number> {
  const { clock, names, web } = world;
  const judge = web.judgeOfServers();
  const client = httpClient({ clock, names, judge, ...(identity === undefined ? {} : { identity }) });
  const header = { functionRequesterIdentifier: '2.999.1.1', functionCallIdentifier: 'T-1' };
  const answer = await client.post('https://es2.operator.test/gsma/rsp2/es2plus/downloadOrder', {
    headers: { 'Content-Type': 'application/json' },
    body: toUtf8(JSON.stringify({ header, profileType: 'x' })),
  });
  client.close();
  return answer.status;
}

const shownBy = ({ key, certificate }: WebIdentity): Identity => ({
  key,
  cert: webCertificatePem(certificate),
});
const opened = async () => openBench({ devices: [] });

describe('SGP.23 §4.3, TLS of ES2+ (SGP.22 §2.6.6)', () => {
  it.each<readonly [string, string, string, Identity | undefined]>([
    ['C157a', 'no client certificate', 'missing', undefined],
    ['C157b', 'a client certificate of another root', 'unknownIssuer', shownBy(openWebPki(2).client)],
  ])('%s %s: refused before the function is reached', async (_number, _what, rule, identity) => {
    await using bench = await opened();
    const before = await bench.smdp.orders.list();
    expect(await ordering(bench, identity)).toBe(403);
    expect(bench.events('client.refused').map((refused) => [refused.server, refused.rule])).toEqual([
      ['ES2+', rule],
    ]);
    expect(bench.events('wire')).toEqual([]);
    expect(await bench.smdp.orders.list()).toEqual(before);
  });

  it('C157c a client certificate of its own root: answered', async () => {
    await using bench = await opened();
    expect(await ordering(bench, bench.world.web.client('another operator'))).toBe(200);
    expect(bench.events('client.refused')).toEqual([]);
  });
});
