import { contentOf, decode, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, fromUtf8, toHex } from '#shared/bytes/bytes';
import { DownloadFailed } from '#device-sim/lpa/index';
import type { DeskOrder, OrderDesk, Placed } from '#scenarios/operator/index';
import type { DeviceDownload, World, WorldDevice, WorldOptions } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { GetBoundProfilePackage, HandleNotification } from '#shared/rsp/es9plus';
import type { ProfileInstallationResult } from '#shared/rsp/notifications';
import { PendingNotification } from '#shared/rsp/notifications';
import { EuiccResponse } from '#shared/saip/index';
import type { Clock } from '#shared/runtime/clock';
import type { TraceEvents, TraceName, TraceRecord } from '#shared/runtime/trace';
import type { Order, Smdp } from '#smdp/index';

/** What a ProfileInstallationResult says: success, or where and why not. */
export type InstallationResult =
  | 'success'
  | { readonly bppCommandId: number; readonly errorReason: number; readonly peStatus: readonly number[] };

/** A download that failed, as the device, the card, the SM-DP+ and the operator see it. */
export interface FailureSeen {
  readonly stage: string;
  /** The name Windows has for it. */
  readonly status: string;
  /** `8.2.6/3.8`, an error of the card, a rule of TLS. */
  readonly code: string;
  /** The reason with which the session was cancelled. */
  readonly cancelled: string | undefined;
  readonly order: string | undefined;
  readonly profilesOnCard: readonly string[];
  /** What the operator was told, `point: status`. */
  readonly operator: readonly string[];
}

/** Whose download it is, and how it is made. */
export interface Trial extends DeviceDownload {
  readonly device?: string;
  /** The order whose state counts. */
  readonly order?: Order;
}

/**
 * A world for a test (style H14): it closes itself, and fails on a fault of ours and on misbehaviour that was ordered
 * and never happened.
 */
export class Bench implements AsyncDisposable {
  readonly world: World;
  readonly records: TraceRecord[] = [];
  readonly #smdp: Smdp | undefined;

  constructor(world: World, smdp: Smdp | undefined) {
    this.world = world;
    this.#smdp = smdp;
    world.trace.onAny((record) => this.records.push(record));
  }

  get smdp(): Smdp {
    return this.world.smdp;
  }

  get desk(): OrderDesk {
    return this.world.desk;
  }

  get clock(): Clock {
    return this.world.clock;
  }

  device(name?: string): WorldDevice {
    return this.world.device(name);
  }

  async order(wanted: DeskOrder = {}): Promise<Placed> {
    return this.desk.order(wanted);
  }

  /** The state of the order's Profile at the SM-DP+. */
  async state({ id }: Order): Promise<string | undefined> {
    return (await this.smdp.orders.find(id))?.state;
  }

  /** A download that has to fail, as everybody sees it. @throws Error when it succeeds; what is no DownloadFailed */
  async failure(activationCode: string, { device, order, ...how }: Trial = {}): Promise<FailureSeen> {
    const before = this.records.length;
    const { stage, status, diagnosis, cancelled } = await failureOf(
      this.device(device).download(activationCode, how),
    );
    return {
      stage,
      status,
      code: diagnosis.code,
      cancelled,
      order: order === undefined ? undefined : await this.state(order),
      profilesOnCard: await this.profiles(device),
      operator: eventsIn(this.records.slice(before), 'order.progress').map(
        ({ point, status: told }) => `${point}: ${told}`,
      ),
    };
  }

  /** ICCID and state of what is on a card. */
  async profiles(device?: string): Promise<readonly string[]> {
    return (await this.device(device).lpa.profiles()).map(({ iccid, state }) => `${iccid} ${state}`);
  }

  /** Octets free for profiles, as the card tells the world (extCardResource, `82`). */
  async freeMemory(device?: string): Promise<number> {
    const { extCardResource } = await this.device(device).lpa.info();
    const free = readTlvs(extCardResource).find(({ tag }) => tag === 0x82);
    if (free === undefined) throw new Error('the card does not tell its free memory');
    return Number.parseInt(toHex(contentOf(free)), 16);
  }

  /** Events of a name, in order. */
  events<Name extends TraceName>(name: Name): readonly TraceEvents[Name][] {
    return eventsIn(this.records, name);
  }

  /** The ProfileInstallationResults that left a device, as they went over the wire. */
  installationResults(device = 'device-1'): readonly InstallationResult[] {
    return this.#members(`${device}/ES9+`, `request ${HandleNotification.name}`, 'pendingNotification')
      .map((octets) => decode(PendingNotification, octets).profileInstallationResult)
      .filter((result) => result !== undefined)
      .map(resultOf);
  }

  /** The Bound Profile Packages that left the SM-DP+. */
  packages(): readonly Bytes[] {
    return this.#members('ES9+', `response ${GetBoundProfilePackage.name}`, 'boundProfilePackage');
  }

  /** Octets of a member of each message of a function. */
  #members(lane: string, direction: string, member: string): readonly Bytes[] {
    return this.events('wire')
      .filter((wire) => wire.lane === lane && wire.direction === direction)
      .map(({ octets }) => (JSON.parse(fromUtf8(octets)) as Readonly<Record<string, unknown>>)[member])
      .filter((value) => typeof value === 'string')
      .map(fromBase64);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world.close();
    const [fault] = this.events('fault');
    if (fault !== undefined) throw new Error(`a fault: ${fault.where}`, { cause: fault.error });
    const unused = this.#smdp?.unusedOrders() ?? [];
    if (unused.length > 0) throw new Error(`ordered and never happened: ${unused.join(', ')}`);
  }
}

/** A world on a seed, with one device and without a network unless told otherwise. */
export async function openBench(options: WorldOptions = {}): Promise<Bench> {
  const world = await openWorld({ seed: 1, network: false, ...options });
  return new Bench(world, options.smdp === false ? undefined : world.smdp);
}

/** How a download failed. @throws Error when it succeeds; what is no DownloadFailed */
export async function failureOf(download: Promise<unknown>): Promise<DownloadFailed> {
  try {
    await download;
  } catch (error) {
    if (error instanceof DownloadFailed) return error;
    throw error;
  }
  throw new Error('the download succeeded');
}

function resultOf({ profileInstallationResultData }: ProfileInstallationResult): InstallationResult {
  const { errorResult } = profileInstallationResultData.value.finalResult;
  if (errorResult === undefined) return 'success';
  const { bppCommandId, errorReason, simaResponse } = errorResult;
  const peStatus = simaResponse === undefined ? [] : decode(EuiccResponse, simaResponse).peStatus;
  return { bppCommandId, errorReason, peStatus: peStatus.map(({ status }) => status) };
}

function eventsIn<Name extends TraceName>(
  records: readonly TraceRecord[],
  name: Name,
): readonly TraceEvents[Name][] {
  return records.filter((record) => record.name === name).map(({ event }) => event as TraceEvents[Name]);
}
