import type { HttpClient } from '#shared/http/client';
import type { Plmn } from '#shared/identifiers/plmn';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';
import { HandleDownloadProgressInfo } from '#shared/rsp/es2plus';
import type { Next, Smdp } from '#smdp/index';
import { OrderedMisbehaviour } from '#smdp/index';

import { Es2plusClient } from './es2plus/es2plus-client.ts';
import { openOperatorApi } from './operator-api/operator-api.ts';
import type { OperatorApiOptions } from './operator-api/operator-api.ts';
import { OrderDesk, ProfileTypes } from './order-desk/index.ts';
import type { ProfileType, SubscriberDoor } from './order-desk/index.ts';
import { deskOfPortal } from './portal-desk.ts';
import type { OperatorStore } from './store/index.ts';
import { openPortal } from './portal/index.ts';
import type { Portal, PortalOptions } from './portal/index.ts';

/** The OID by which operators of the lab ask for things over ES2+ (2.999: examples). */
export const operatorOid = '2.999.1.1';

/** The network whose IMSIs operators of the lab give out: the one of tests. */
const plmn = parsePlmn('001/01');

/** @throws ProfileTypeWrong, of one line, for types that an operator cannot have */
export function expectProfileTypes(types: readonly ProfileType[]): void {
  new ProfileTypes(types, plmn);
}

/** What an operator is made of. */
export interface OperatorOptions {
  /** The brand, and the common name of its certificates: 1 to 64 characters. */
  readonly name: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** The SM-DP+ it keeps its stock at, and how ES2+ is called there: with its client certificate. */
  readonly smdp: Smdp;
  readonly es2plus: { readonly url: string; readonly client: HttpClient };
  /** The network whose subscribers its customers are, if there is one. */
  readonly network: SubscriberDoor | undefined;
  /** Types of Profiles with numbers of their own, which may be ordered over ES2+ by their names. */
  readonly profileTypes?: readonly ProfileType[];
  /** Visited networks that its profiles prefer, at most 8; none unless given. */
  readonly partners?: readonly Plmn[];
  readonly api: Pick<OperatorApiOptions, 'listen' | 'tls'>;
  /** Closed with the operator. */
  readonly store: OperatorStore;
  /** Its web portal; none when left out. */
  readonly portal?: Pick<PortalOptions, 'listen' | 'tls' | 'plans' | 'scriptTag'> | undefined;
}

/** A mobile operator: the desk that orders and provisions, the API that others call, the portal where customers buy. */
export interface Operator {
  readonly name: string;
  readonly desk: OrderDesk;
  /** Callbacks of ES2+, with mutual TLS: `https://127.0.0.1:8446`. */
  readonly api: { readonly url: string; readonly port: number };
  readonly portal: Portal | undefined;
  /** Orders misbehaviour for the next callback of the SM-DP+. It is answered without a body, and so cannot be refused. */
  next(): Omit<Next<typeof HandleDownloadProgressInfo>, 'refuse' | 'answer'>;
  /** Misbehaviour that was ordered and never happened, in words. */
  unusedOrders(): readonly string[];
  close(): Promise<void>;
}

/** Opens an operator. @throws PortNotFree */
export async function openOperator(options: OperatorOptions): Promise<Operator> {
  const { name, clock, trace, store, entropy, smdp, network } = options;
  const es2plus = new Es2plusClient({ ...options.es2plus, requester: operatorOid });
  const desk = new OrderDesk({
    operatorName: name,
    clock,
    trace,
    smdp,
    es2plus,
    entropy,
    network,
    plmn,
    profileTypes: new ProfileTypes(options.profileTypes ?? [], plmn),
    partners: options.partners ?? [],
    store,
  });
  const misbehaviour = new OrderedMisbehaviour(clock);
  const servers: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    desk.close();
    for (const server of servers.splice(0).reverse()) await server.close();
    es2plus.close();
    await store.close();
  };
  try {
    await desk.restore();
    desk.stockTypes();
    const api = await openOperatorApi({ ...options.api, clock, trace, desk, misbehaviour });
    servers.push(api);
    const portal = await openPortalOf(options, desk);
    if (portal !== undefined) servers.push(portal);
    return {
      name,
      desk,
      api: { url: api.url, port: api.port },
      portal,
      next: () => misbehaviour.next(HandleDownloadProgressInfo),
      unusedOrders: () => misbehaviour.unused(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPortalOf(
  { clock, entropy, trace, name, portal }: OperatorOptions,
  desk: OrderDesk,
): Promise<Portal | undefined> {
  if (portal === undefined) return undefined;
  return openPortal({ ...portal, clock, entropy, trace, desk: deskOfPortal(desk), operatorName: name });
}
