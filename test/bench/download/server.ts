/** The SM-DP+ as a process of its own: as `esimlab smdp` runs it, with its log and its store. */
import { join } from 'node:path';

import { logOf } from '#lab/cli/logging';
import { testCi } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import { serverIdentity } from '#shared/pki/identities';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';
import { resolveSettings } from '#shared/runtime/settings';
import { declaration } from '#shared/runtime/settings-declaration';
import { Trace } from '#shared/runtime/trace';
import { memorySmdpStore, openSmdp, openSmdpStore } from '#smdp/index';

import { serveMeasuring } from './measured-process.ts';
import { benchProfile } from './profile.ts';

export interface ServerProcessOptions {
  readonly store: 'sqlite' | 'memory';
  readonly tls: boolean;
  /** Each session shows certificates that no card has seen yet. */
  readonly freshCertificates?: boolean;
}

const {
  folder,
  store,
  tls,
  freshCertificates = false,
} = JSON.parse(process.argv[2] ?? '{}') as ServerProcessOptions & { readonly folder: string };

const clock = systemClock();
const entropy = systemEntropy();
const trace = new Trace(clock);
const { nist } = testCi();
const identity = () => serverIdentity({ ci: nist, entropy, clock, addresses: ['localhost'] });
const identities = [identity()];
logOf(trace, await resolveSettings(declaration, {}));
const smdp = await openSmdp({
  clock,
  entropy,
  trace,
  store: store === 'sqlite' ? await openSmdpStore(join(folder, `${process.pid}.sqlite`)) : memorySmdpStore(),
  identities,
  ciStore: new CiStore([nist]),
  addressOf: (port) => `localhost:${port}`,
  aliases: ['127.0.0.1'],
  listen: { host: '127.0.0.1', port: 0, noTls: !tls },
});
if (freshCertificates)
  trace.on('session.moved', ({ to }) => {
    if (to === 'opened') identities[0] = identity();
  });

const { upp, metadata } = benchProfile();
let orders = 0;

serveMeasuring({
  where: () => ({ url: smdp.url, address: smdp.address }),
  /** Places orders and tells their MatchingIDs. */
  prepare: async (count: number) => {
    const placed: string[] = [];
    for (let i = 0; i < count; i += 1) {
      orders += 1;
      const matchingId = `BENCH-${orders}`;
      await smdp.orders.place({ matchingId, profile: { upp, metadata } });
      placed.push(matchingId);
    }
    return placed;
  },
  close: () => smdp.close(),
});
