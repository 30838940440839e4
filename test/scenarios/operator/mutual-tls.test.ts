import { describe, expect, it } from 'vitest';

import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { call } from '#shared/http/call';
import { httpClient } from '#shared/http/client';
import type { ClientOptions } from '#shared/http/client';
import { HttpFailure } from '#shared/http/failure';
import { parseIccid } from '#shared/identifiers/iccid';
import { webClient, webServer } from '#shared/pki/web/web-certificate';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { DownloadOrder, es2plusEnvelope, HandleDownloadProgressInfo } from '#shared/rsp/es2plus';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import type { TraceEvents } from '#shared/runtime/trace';

const opened = () => openWorld({ seed: 1, devices: [], network: false });
const header = es2plusEnvelope({ functionRequesterIdentifier: '2.999.1.1', functionCallIdentifier: 'T-1' });
const iccid = parseIccid('8900101000000000001');

type Identity = NonNullable<ClientOptions['identity']>;
const identityOf = ({ key, certificate }: WebIdentity): Identity => ({
  key,
  cert: webCertificatePem(certificate),
});

/** Who calls, by what is wrong with them: the rule that refuses them. */
const strangers: readonly (readonly [string, string, (world: World) => Identity | undefined])[] = [
  ['without a certificate', 'missing', () => undefined],
  [
    'with an expired certificate',
    'expired',
    ({ web, entropy }) =>
      identityOf(webClient({ root: web.root, entropy, clock: lastYear, operator: 'old' })),
  ],
  [
    'with a certificate of another lab',
    'unknownIssuer',
    ({ clock }) => {
      const foreign = { entropy: seededEntropy('another lab'), clock };
      return identityOf(webClient({ ...foreign, root: webRoot(foreign), operator: 'foreign' }));
    },
  ],
  [
    'with the certificate of a server',
    'extendedKeyUsage',
    ({ web, entropy, clock }) =>
      identityOf(webServer({ root: web.root, entropy, clock, addresses: ['portal.operator.test'] })),
  ],
];

const lastYear = virtualClock(instant('2025-10-01T00:00:00Z'));

/** What comes of a call to a server of the world: the status, and the line where there is a failure. */
async function called(
  world: World,
  server: 'ES2+' | 'operator API',
  identity: Identity | undefined,
): Promise<{ readonly status: number | undefined; readonly says: string }> {
  const { clock, names, web } = world;
  const client = httpClient({
    clock,
    names,
    judge: web.judgeOfServers(),
    ...(identity === undefined ? {} : { identity }),
  });
  try {
    const result =
      server === 'ES2+'
        ? await call(
            DownloadOrder,
            client,
            'https://es2.operator.test',
            { profileType: 'x' },
            { envelope: header },
          )
        : await call(HandleDownloadProgressInfo, client, 'https://api.operator.test', progress, {
            envelope: header,
          });
    return { status: result.status, says: '' };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { status: error.status, says: error.message };
  } finally {
    client.close();
  }
}

const progress = {
  iccid,
  profileType: 'x',
  timestamp: '2026-11-23T09:00:00Z',
  notificationPointId: 3,
  notificationPointStatus: { status: 'Executed-Success' },
} as const;

describe.each(['ES2+', 'operator API'] as const)('%s', (server) => {
  it.each(strangers)('refuses a client %s (%s) in one line on both sides', async (_who, rule, identity) => {
    await using world = await opened();
    const refused: TraceEvents['client.refused'][] = [];
    world.trace.on('client.refused', (event) => refused.push(event));
    const heard: string[] = [];
    world.trace.on('wire', ({ direction }) => heard.push(direction));

    const { status, says } = await called(world, server, identity(world));
    expect(status).toBe(403);
    expect(says).toMatch(/^[^\n]*answered 403 the client certificate of [^\n]* is refused[^\n]*$/);
    expect(says).toContain(`(${rule})`);
    expect(refused).toEqual([{ server, rule, message: expect.stringMatching(/^[^\n]+$/) as string }]);
    expect(heard).toEqual([]);
  });

  it('answers a client that the web CA certified', async () => {
    await using world = await opened();
    const identity = world.web.client('another operator');
    expect((await called(world, server, identity)).status).toBe(server === 'ES2+' ? 200 : 204);
  });
});
