import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Span } from '#shared/runtime/span';
import { minutes, seconds } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Air } from './air.ts';
import type { Cell } from './cell.ts';
import { testCell } from './cell.ts';
import { Coverage } from './coverage.ts';
import { Balances } from './data/balances.ts';
import type { DataSession } from './data/data-session.ts';
import { dataSession } from './data/data-session.ts';
import { WalledGarden } from './data/walled-garden.ts';
import { Links, openLink } from './links.ts';
import { Mobility } from './mobility.ts';
import type { EmmCause } from './nas/emm-cause.ts';
import type { NetworkRefusal, StandingRefusal } from './refusals.ts';
import { Refusals } from './refusals.ts';
import type { Provisioning } from './register/subscriber-register.ts';
import { SubscriberRegister } from './register/subscriber-register.ts';

/** A network: the register behind the operator's door, and the cells in the air. */
export interface Network {
  readonly provisioning: Provisioning;
  readonly air: Air;
  readonly partners: readonly Plmn[];
  /**
   * Takes a device to a country, two letters as ISO 3166-1 has them: it meets the cells of that country, and those that
   * stand everywhere. @throws TypeError
   */
  move(device: string, country: string): void;
  /** Where a device is; undefined where no cell says where it stands and the device has not moved. */
  countryOf(device: string): string | undefined;
  /**
   * Turns away who wants to attach from now on, by IMSI; undefined: not any more. Who is attached stays so. What is said
   * of an IMSI goes before what is said of everyone. It holds for that span where one is given, else until it is undone.
   */
  refuse(who: string, refusal: NetworkRefusal | undefined, span?: Span): void;
  /** Whom it turns away now. */
  refusals(): readonly StandingRefusal[];
  /** The data session of a device, as it is at each moment. */
  session(device: string): DataSession;
  /** Lets go of all links. */
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** One cell of 001/01, tracking area 1, unless given. Devices begin in the country of the first that has one. */
  readonly cells?: readonly Cell[];
  /** The networks of the register; the one of the first cell unless given. */
  readonly home?: readonly Plmn[];
  /** Which visited networks let the register's subscribers in; all unless given. */
  readonly roaming?: 'everywhere' | readonly Plmn[];
  /** What is said in other visited networks; 11 unless given. */
  readonly roamingRefused?: EmmCause;
  /** Visited networks that always let the register's subscribers in; their profiles name them in EF.OPLMNwAcT. */
  readonly partners?: readonly Plmn[];
  /** What is said to a subscriber that is not in the register; 8 unless given. */
  readonly unknownSubscriber?: EmmCause;
  /** `internet` unless given. */
  readonly accessPointName?: string;
  /** How long a search for cells takes; 2 s unless given. */
  readonly searchTime?: Span;
  /** Hosts within reach, at no cost, when nothing is left of a balance; the connectivity test of Windows unless given. */
  readonly walledGarden?: readonly string[];
}

/** Hosts of Windows itself (mobile-plans.md §10). */
export const usualWalledGarden: readonly string[] = ['www.msftconnecttest.com'];

/** Opens a network (network.md §6). Every message of it is a `wire` event of the lane `network`. */
export function openNetwork(options: NetworkOptions): Network {
  const { clock, entropy, trace, cells = [testCell], searchTime = seconds(2), partners = [] } = options;
  const coverage = new Coverage(cells);
  const refusals = new Refusals(clock);
  const balances = new Balances({ clock, trace });
  const garden = new WalledGarden(options.walledGarden ?? usualWalledGarden);
  const register = new SubscriberRegister({
    entropy,
    balances,
    unknown: options.unknownSubscriber ?? 8,
    expelled: (imsi, cause) => {
      mobility.expel(imsi, cause);
    },
  });
  const mobility = new Mobility({
    register,
    entropy,
    refusals,
    partners,
    home: options.home ?? cells.slice(0, 1).map(({ plmn }) => plmn),
    roaming: options.roaming ?? 'everywhere',
    roamingRefused: options.roamingRefused ?? 11,
    accessPointName: options.accessPointName ?? 'internet',
    periodicUpdate: minutes(54),
  });
  const links = new Links();
  const session = (device: string): DataSession =>
    dataSession({ device, trace, balances, garden, subscriber: () => links.subscriberOf(device) });
  const air: Air = {
    async search(device) {
      await clock.sleep(searchTime, { what: 'search for cells' });
      return coverage.cellsFor(device);
    },
    connect: (cell, device) =>
      links.add(device, (gone) =>
        openLink(cell, { device, mobility, trace, session: session(device), gone }),
      ),
    onMove: (device, listener) => coverage.onMove(device, listener),
  };
  return {
    provisioning: register,
    air,
    partners,
    move(device, country) {
      if (!coverage.move(device, country)) return;
      trace.emit('network.moved', { device, country: coverage.countryOf(device) ?? '' });
      links.release(device, (cell) => !coverage.reaches(cell, device));
      coverage.tell(device);
    },
    countryOf: (device) => coverage.countryOf(device),
    refuse: (who, refusal, span) => {
      refusals.set(who, refusal, span);
    },
    refusals: () => refusals.list(),
    session,
    async close() {
      balances.close();
      links.releaseAll();
    },
  };
}
