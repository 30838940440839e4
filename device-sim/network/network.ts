import type { Bytes } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Span } from '#shared/runtime/span';
import { minutes, seconds } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Air, RadioLink } from './air.ts';
import type { Cell } from './cell.ts';
import { testCell } from './cell.ts';
import { Mobility } from './mobility.ts';
import { NasConnection } from './nas-connection.ts';
import type { EmmCause } from './nas/emm-cause.ts';
import { readDownlink, writeDownlink } from './nas/downlink.ts';
import { readUplink } from './nas/uplink.ts';
import type { Provisioning } from './register/subscriber-register.ts';
import { SubscriberRegister } from './register/subscriber-register.ts';

/** A network: the register behind the operator's door, and the cells in the air. */
export interface Network {
  readonly provisioning: Provisioning;
  readonly air: Air;
  /** Lets go of all links. */
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** One cell of 001/01, tracking area 1, unless given. */
  readonly cells?: readonly Cell[];
  /** The networks of the register; the one of the first cell unless given. */
  readonly home?: readonly Plmn[];
  /** Which visited networks let the register's subscribers in; all unless given. */
  readonly roaming?: 'everywhere' | readonly Plmn[];
  /** What is said in other visited networks; 11 unless given. */
  readonly roamingRefused?: EmmCause;
  /** What is said to a subscriber that is not in the register; 8 unless given. */
  readonly unknownSubscriber?: EmmCause;
  /** `internet` unless given. */
  readonly accessPointName?: string;
  /** How long a search for cells takes; 2 s unless given. */
  readonly searchTime?: Span;
}

const lane = 'network';

/** Opens a network (network.md §6). Every message of it is a `wire` event of the lane `network`. */
export function openNetwork(options: NetworkOptions): Network {
  const { clock, entropy, cells = [testCell], searchTime = seconds(2) } = options;
  const register = new SubscriberRegister(entropy, options.unknownSubscriber ?? 8, (imsi, cause) => {
    mobility.expel(imsi, cause);
  });
  const mobility = new Mobility({
    register,
    entropy,
    home: options.home ?? cells.slice(0, 1).map(({ plmn }) => plmn),
    roaming: options.roaming ?? 'everywhere',
    roamingRefused: options.roamingRefused ?? 11,
    accessPointName: options.accessPointName ?? 'internet',
    periodicUpdate: minutes(54),
  });
  const links = new Set<RadioLink>();
  const air: Air = {
    async search() {
      await clock.sleep(searchTime, { what: 'search for cells' });
      return cells;
    },
    connect(cell, device) {
      const link = openLink(cell, { device, mobility, trace: options.trace, gone: () => links.delete(link) });
      links.add(link);
      return link;
    },
  };
  return {
    provisioning: register,
    air,
    async close() {
      for (const link of [...links]) link.release();
    },
  };
}

interface LinkParts {
  readonly device: string;
  readonly mobility: Mobility;
  readonly trace: Trace;
  readonly gone: () => void;
}

function openLink(cell: Cell, { device, mobility, trace, gone }: LinkParts): RadioLink {
  const listeners = new Set<(message: Bytes) => void>();
  let open = true;
  const wire = (way: string, octets: Bytes, what: string) => {
    trace.emit('wire', { lane, direction: `${device} ${way}`, octets, what });
  };
  const down = (octets: Bytes): Bytes => {
    const reading = readDownlink(octets);
    wire('downlink', octets, 'read' in reading ? reading.title : reading.unread);
    return octets;
  };
  const connection = new NasConnection(mobility, cell, (message) => {
    if (!open) return;
    const octets = down(writeDownlink(message));
    for (const listener of listeners) listener(octets);
  });
  return {
    cell,
    async send(message) {
      if (!open) return [];
      const reading = readUplink(message);
      wire('uplink', message, 'read' in reading ? reading.title : reading.unread);
      return connection.answer(reading).map((answer) => down(writeDownlink(answer)));
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    release() {
      open = false;
      listeners.clear();
      connection.released();
      gone();
    },
  };
}
