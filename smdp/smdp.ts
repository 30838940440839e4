import type { Contract } from '#shared/http/contract';
import type { HttpServer } from '#shared/http/server';
import { openServer } from '#shared/http/server';
import type { ServerLimits } from '#shared/http/limits';
import type { Curve } from '#shared/crypto/curve';
import type { Iccid } from '#shared/identifiers/iccid';
import type { CiStore } from '#shared/pki/ci-store';
import type { ServerIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import { ProgressCalls } from './es2plus/progress-calls.ts';
import type { SmdpParts } from './es9plus/smdp-parts.ts';
import './events.ts';
import { Addresses } from './http/addresses.ts';
import type { Es2plusOptions } from './http/es2plus-server.ts';
import { openEs2plusServer } from './http/es2plus-server.ts';
import { es9plusRoutes } from './http/es9plus-routes.ts';
import { everythingElse } from './http/everything-else.ts';
import { tlsOf } from './http/tls-identity.ts';
import type { Next } from './misbehaviour/ordered-misbehaviour.ts';
import { OrderedMisbehaviour } from './misbehaviour/ordered-misbehaviour.ts';
import type { StockProfile } from './orders/order-book.ts';
import { OrderBook } from './orders/order-book.ts';
import type { Ownership } from './orders/order.ts';
import type { StockMaker } from './orders/stock-makers.ts';
import { StockMakers } from './orders/stock-makers.ts';
import type { Session } from './sessions/session.ts';
import { SessionTable } from './sessions/session-table.ts';
import type { SmdpSettings } from './settings.ts';
import { defaultSmdpSettings, expectSettings } from './settings.ts';
import type { SmdpStore } from './store/smdp-store.ts';

/** Where an SM-DP+ listens. */
export interface SmdpListening {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The setting a busy port is changed by, for the message. */
  readonly portSetting?: { readonly flag: string; readonly variable: string };
  /** Plain HTTP, for tests of other people's clients. */
  readonly noTls?: boolean;
  /** The curve of CERT.DP.TLS; P-256 when left out. */
  readonly tlsCurve?: Curve;
  readonly limits?: Partial<ServerLimits>;
}

/** What an SM-DP+ is made of. */
export interface SmdpOptions {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** Closed with the server. */
  readonly store: SmdpStore;
  /** Its certificates, one set for each CI; preferred ones first. */
  readonly identities: readonly ServerIdentity[];
  /** The CIs under which eUICCs are trusted. */
  readonly ciStore: CiStore;
  readonly settings?: Partial<SmdpSettings>;
  /** The server's address, once its port is known. */
  addressOf(port: number): string;
  /** Other hosts it answers to, each also meant with the port of its address. */
  readonly aliases?: readonly string[];
  readonly listen: SmdpListening;
  /** The operators' interface; none when left out. */
  readonly es2plus?: Es2plusOptions;
}

/** An SM-DP+ that is open. */
export interface Smdp {
  /** What activation codes name. */
  readonly address: string;
  readonly port: number;
  /** Where it listens, `https://127.0.0.1:8443`. */
  readonly url: string;
  readonly settings: SmdpSettings;
  /** Changes settings while it runs: what is given takes the place of what was. @throws TypeError when one is none */
  configure(changes: Partial<SmdpSettings>): void;
  readonly orders: OrderBook;
  /** Profiles that nobody ordered yet. */
  readonly stock: {
    /** Puts a Profile into stock. @throws TypeError when an operator has one with its ICCID here */
    add(profile: StockProfile): Promise<void>;
    /** Takes one out for good. @throws TypeError when it is not in stock */
    remove(iccid: Iccid): Promise<void>;
    /** Has Profiles of a type made when they are ordered by type and none is in stock. Not kept: registered at each start. */
    makeWhenAsked(maker: StockMaker): void;
    /** Runs work during which nobody who orders by type is given a Profile of that one. @throws what `work` throws */
    alone<T>(of: Ownership, work: () => Promise<T>): Promise<T>;
  };
  /** Where operators call it, `https://127.0.0.1:8445`. */
  readonly es2plus: { readonly port: number; readonly url: string } | undefined;
  /** Until operators have been told all there is to tell of downloads so far. */
  allTold(): Promise<void>;
  /** The RSP sessions that go on. */
  sessions(): readonly Session[];
  /** Orders misbehaviour for the next call of a function. */
  next<C extends Contract>(contract: C): Next<C>;
  /** Misbehaviour that was ordered and never happened, in words. */
  unusedOrders(): readonly string[];
  /** No new work; open exchanges end, the store is closed. */
  close(): Promise<void>;
}

/** Opens an SM-DP+ of SGP.22 v2 (ES9+, and ES2+ where it is wanted). @throws PortNotFree; TypeError when an address or the host id is none */
export async function openSmdp(options: SmdpOptions): Promise<Smdp> {
  const { clock, entropy, trace, store, identities, ciStore } = options;
  const settings = { ...defaultSmdpSettings, ...options.settings };
  expectSettings(settings);
  const sessions = new SessionTable(clock, trace, settings);
  const orders = new OrderBook(store, clock, trace, settings);
  const stockMakers = new StockMakers(clock);
  const misbehaviour = new OrderedMisbehaviour(clock);
  const progressInfo = progressCalls(options, settings);
  let addresses: Addresses | undefined;
  const parts: SmdpParts = {
    clock,
    entropy,
    trace,
    identities,
    ciStore,
    // Known once the server listens, and not asked for before.
    get addresses() {
      addresses ??= new Addresses(options.addressOf(server.port), options.aliases);
      return addresses;
    },
    sessions,
    orders,
    stockMakers,
    settings,
    progressInfo,
  };
  const routeParts = { clock, trace, misbehaviour, settings };
  await orders.resume();
  await progressInfo.resume();
  const background = {
    close: async () => {
      orders.close();
      await progressInfo.close();
    },
  };
  const server: HttpServer = await openBeside([background], async () =>
    openServer({ ...serving(options), routes: es9plusRoutes(parts, routeParts) }),
  );
  const es2plus = await openBeside([server, background], async () =>
    options.es2plus === undefined ? undefined : openEs2plusServer(options.es2plus, parts, routeParts),
  );
  return {
    address: parts.addresses.own,
    port: server.port,
    url: server.url,
    settings,
    configure: (changes) => {
      expectSettings({ ...settings, ...changes });
      Object.assign(settings, changes);
    },
    orders,
    stock: {
      add: async (profile) => {
        await orders.stock(profile);
      },
      remove: (iccid) => orders.takeOut(iccid),
      makeWhenAsked: (maker) => {
        stockMakers.add(maker);
      },
      alone: (of, work) => stockMakers.alone(of, work),
    },
    es2plus: es2plus === undefined ? undefined : { port: es2plus.port, url: es2plus.url },
    allTold: () => progressInfo.allTold(),
    sessions: () => sessions.list(),
    next: (contract) => misbehaviour.next(contract),
    unusedOrders: () => misbehaviour.unused(),
    close: async () => {
      orders.close();
      await Promise.all([server.close(), es2plus?.close()]);
      await progressInfo.close();
      await store.close();
    },
  };
}

/** One more server; what is there already is closed when it cannot be had. */
async function openBeside<T>(
  those: readonly { close(): Promise<void> }[],
  open: () => Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    for (const each of those) await each.close();
    throw error;
  }
}

/** What tells operators of downloads, in the name of the server's first identity. */
function progressCalls(
  { es2plus, identities, clock, entropy, trace, store }: SmdpOptions,
  { callbackBackOff: backOff }: SmdpSettings,
): ProgressCalls {
  const requester = identities[0]?.smdpOid ?? '';
  const peers = (es2plus?.notify ?? []).map((peer) => ({ keeps: true, ...peer, requester, backOff }));
  return new ProgressCalls(peers, { clock, entropy, trace, store: store.calls });
}

function serving({ clock, trace, identities, listen }: SmdpOptions) {
  const { host, port, portSetting, limits, noTls = false, tlsCurve = 'P-256' } = listen;
  return {
    name: 'SM-DP+',
    clock,
    trace,
    host,
    port,
    fallback: everythingElse(),
    adminProtocol: 'gsma/rsp/v2.6.0',
    ...(noTls ? {} : { tls: tlsOf(identities, tlsCurve) }),
    ...(portSetting === undefined ? {} : { portSetting }),
    ...(limits === undefined ? {} : { limits }),
  };
}
