import type { Trace } from '#shared/runtime/trace';

import type { Balances } from './balances.ts';
import type {} from './events.ts';
import type { WalledGarden } from './walled-garden.ts';

/** What became of data: carried, kept back because nothing is left of the balance, or there is no data session. */
export type Carriage = 'carried' | 'blocked' | 'noSession';

/** How far octets came. */
export interface Carried {
  readonly outcome: Carriage;
  readonly octets: number;
}

/** The data session of a device, as far as it has one at the moment. */
export interface DataSession {
  /** Whether data to a host would be carried now. */
  judge(host: string): Carriage;
  /** Octets to or from a host: what the balance has left of them is carried; `blocked` where that is not all. */
  carry(host: string, octets: number): Carried;
  /** Tells the trace of what was carried to and from a host. */
  tell(host: string, carried: Carried): void;
}

export interface DataSessionParts {
  readonly device: string;
  readonly trace: Trace;
  readonly balances: Balances;
  readonly garden: WalledGarden;
  /** Who is attached with that device now. */
  readonly subscriber: () => string | undefined;
}

/** The data session of a device: metered, and walled in when nothing is left. What stands in the garden costs nothing. */
export function dataSession({ device, trace, balances, garden, subscriber }: DataSessionParts): DataSession {
  const judge = (host: string): Carriage => {
    const imsi = subscriber();
    if (imsi === undefined) return 'noSession';
    return garden.holds(host) || balances.left(imsi) > 0 ? 'carried' : 'blocked';
  };
  return {
    judge,
    carry(host, octets) {
      const outcome = judge(host);
      const imsi = subscriber();
      if (imsi === undefined || outcome !== 'carried') return { outcome, octets: 0 };
      const carried = garden.holds(host) ? octets : balances.use(imsi, octets);
      return { outcome: carried === octets ? 'carried' : 'blocked', octets: carried };
    },
    tell(host, { octets, outcome }) {
      const imsi = subscriber();
      trace.emit('network.data', { device, host, octets, outcome, ...(imsi === undefined ? {} : { imsi }) });
    },
  };
}
