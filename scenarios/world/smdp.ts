import { httpClient } from '#shared/http/client';
import type { HttpClient } from '#shared/http/client';
import type { Target } from '#shared/http/dial';
import type { CiSet } from '#shared/pki/certificate-issuers';
import { ciOfCurve } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import type { ServerIdentity, ServerMaking } from '#shared/pki/identities';
import { serverIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';
import { caJudge } from '#shared/pki/web/ca-trust';
import type { PeerJudge } from '#shared/http/peer';
import type { Es2plusOptions, Smdp } from '#smdp/index';
import { memorySmdpStore, openSmdp } from '#smdp/index';

import { lazyClient } from './lazy-client.ts';
import { listening, loopback, namesOf } from './listening.ts';
import { worldNames } from './names.ts';
import type { WebPki } from './web-pki.ts';
import { peerJudge } from './web-pki.ts';
import type { SmdpPart } from './world-options.ts';

/** What the servers of a world have in common. */
export interface ServerSurroundings {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly cis: CiSet;
  readonly web: WebPki;
  /** Written to when a server listens. */
  readonly names: Map<string, Target>;
}

/** Opens the SM-DP+ of a world, with ES9+ for devices and ES2+ for operators. @throws PortNotFree */
export async function openServer(part: SmdpPart, world: ServerSurroundings): Promise<Smdp> {
  const peers = notifiedOf(part, world);
  const { clock, entropy, trace, cis, names } = world;
  const { curve = 'P-256', public: reachable, tls = true, store = memorySmdpStore(), settings } = part;
  const aliases = reachable === undefined ? [] : [loopback, '[::1]', ...(reachable.aliases ?? [])];
  const curves =
    curve === 'P-256' ? (['P-256', 'brainpoolP256r1'] as const) : (['brainpoolP256r1', 'P-256'] as const);
  const addresses = reachable === undefined ? [worldNames.smdp] : aliases;
  const smdp = await openSmdp({
    clock,
    entropy,
    trace,
    store,
    identities: curves.map((each) =>
      identityOf({ ci: ciOfCurve(cis, each), entropy, clock, addresses }, part.tlsIssuedAt),
    ),
    ciStore: new CiStore(cis.trusted),
    addressOf: (port) => (reachable === undefined ? worldNames.smdp : `localhost:${port}`),
    aliases,
    listen: {
      ...listening(reachable, 'smdp-port'),
      noTls: !tls,
      tlsCurve: curve,
      ...(part.limits === undefined ? {} : { limits: part.limits }),
    },
    es2plus: es2plusOf(part, world, peers),
    settings: { ...(reachable === undefined ? { cancelPolicy: 'strict' as const } : {}), ...settings },
  });
  if (reachable === undefined) names.set(worldNames.smdp, { host: loopback, port: smdp.port });
  if (smdp.es2plus !== undefined) names.set(worldNames.es2plus, { host: loopback, port: smdp.es2plus.port });
  return {
    ...smdp,
    async close() {
      await smdp.close();
      for (const { client } of peers) client.close();
    },
  };
}

/** An SM-DP+ whose TLS certificate may be of another time. */
function identityOf(making: ServerMaking, tlsIssuedAt: SmdpPart['tlsIssuedAt']): ServerIdentity {
  const identity = serverIdentity(making);
  if (tlsIssuedAt === undefined) return identity;
  const { dpTls } = serverIdentity({ ...making, clock: { now: () => tlsIssuedAt } });
  return { ...identity, dpTls };
}

type Peers = NonNullable<Es2plusOptions['notify']>;

/** Who is told of downloads, and what calls them, with the certificate of the SM-DP+. */
function notifiedOf({ notify = [] }: SmdpPart, { clock, names, web }: ServerSurroundings): Peers {
  const clientFor = (judge: () => PeerJudge): HttpClient =>
    lazyClient(() => httpClient({ clock, names, judge: judge(), identity: web.client('esimlab SM-DP+') }));
  const ours = clientFor(() => web.judgeOfServers());
  // The desk of the world's own operator looks itself what it missed, whenever it is opened.
  const own = { url: `https://${worldNames.api}`, client: ours, keeps: false };
  const others = notify.map(({ url, cas }) => ({
    url,
    client: cas === undefined ? ours : clientFor(() => peerJudge(caJudge({ cas, clock }))),
  }));
  return [own, ...others];
}

function es2plusOf({ es2plus: reachable }: SmdpPart, { web }: ServerSurroundings, notify: Peers) {
  return {
    listen: listening(reachable, 'es2plus-port'),
    tls: {
      ...web.server(namesOf(worldNames.es2plus, reachable)),
      judge: web.judgeOfClients('ES2+'),
    },
    notify,
  };
}
