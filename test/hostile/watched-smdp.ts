import { CiStore } from '#shared/pki/ci-store';
import { serverIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import { steppedClock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { Trace } from '#shared/runtime/trace';
import type { Smdp, SmdpOptions } from '#smdp/index';
import { memorySmdpStore, openSmdp } from '#smdp/index';

import { nist, start } from '../smdp/bench.ts';

export const address = 'smdp.test';

/** A server in memory, and the faults that it tells of, each with its stack. */
export interface WatchedSmdp {
  readonly smdp: Smdp;
  readonly faults: string[];
  readonly clock: Clock;
}

export async function openWatchedSmdp(
  entropy: Entropy,
  more: Pick<SmdpOptions, 'settings' | 'es2plus'>,
): Promise<WatchedSmdp> {
  const clock = steppedClock(start);
  const trace = new Trace(clock);
  const faults: string[] = [];
  trace.on('fault', ({ where, error }) => {
    faults.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
  const smdp = await openSmdp({
    clock,
    entropy,
    trace,
    store: memorySmdpStore(),
    identities: [serverIdentity({ ci: nist, entropy, clock, addresses: [address] })],
    ciStore: new CiStore([nist]),
    addressOf: () => address,
    listen: { host: '127.0.0.1', port: 0, noTls: true },
    ...more,
  });
  return { smdp, faults, clock };
}
