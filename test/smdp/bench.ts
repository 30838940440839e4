import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import { buildProfile } from '#shared/saip/index';
import type { Eid } from '#shared/identifiers/eid';
import { makeEid } from '#shared/identifiers/eid';
import { iccidToBytes, makeIccid } from '#shared/identifiers/iccid';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import { testCi } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import { serverIdentity } from '#shared/pki/identities';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import type { Clock } from '#shared/runtime/clock';
import { steppedClock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import type { TraceEvents, TraceName, TraceRecord } from '#shared/runtime/trace';
import { Trace } from '#shared/runtime/trace';
import type {
  Es2plusOptions,
  PlacedOrder,
  ProfileStock,
  Smdp,
  SmdpListening,
  SmdpSettings,
  SmdpStore,
} from '#smdp/index';
import { memorySmdpStore, openSmdp } from '#smdp/index';
import { CraftedDevice } from '../support/crafted-device.ts';

export interface BenchOptions {
  readonly settings?: Partial<SmdpSettings>;
  readonly store?: SmdpStore;
  readonly listen?: Partial<SmdpListening>;
  readonly address?: string;
  readonly aliases?: readonly string[];
  readonly clock?: Clock;
  readonly seed?: number;
  /** In place of that of the seed. */
  readonly entropy?: Entropy;
  readonly cis?: readonly SigningCertificateIssuer[];
  readonly es2plus?: Es2plusOptions;
}

export const start = instant('2026-11-23T05:00:00Z');
export const someEid = makeEid('890490321234512345123456789012');
export const otherEid = makeEid('890490321234512345123456789013');
export const { nist, brainpool } = testCi();

/** Metadata `BF25` of a test profile. */
export function metadataOf(
  body = '8900012345678901234',
  more: Partial<Parameters<typeof encodeMetadata>[0]> = {},
): Bytes {
  return encodeMetadata({
    iccid: iccidToBytes(makeIccid(body)),
    serviceProviderName: 'esimlab',
    profileName: 'a test profile',
    ...more,
  });
}

const encodeMetadata = (value: Parameters<typeof encode<StoreMetadataRequest>>[1]): Bytes =>
  encode(StoreMetadataRequest, value);

/** A profile that nobody looks into but the eligibility check: octets of a kind that is no package. */
export function stock(body?: string, upp: Bytes = new Uint8Array(5_000).fill(0x5a)): ProfileStock {
  return { upp, metadata: metadataOf(body) };
}

/** A profile that can be loaded, made by the builder. */
export function builtStock(values: Partial<Parameters<typeof buildProfile>[0]> = {}): ProfileStock {
  const upp = buildProfile({
    iccid: makeIccid('8900012345678901234'),
    imsi: '001010123456789',
    k: filled(16, 1),
    opc: filled(16, 2),
    algorithm: 'milenage',
    serviceProviderName: 'esimlab',
    plmn: parsePlmn('00101'),
    ...values,
  });
  return { upp, metadata: metadataOf() };
}

/** A server with a device, on a clock that stands still. Fails on faults and on misbehaviour that never happened. */
export class Bench implements AsyncDisposable {
  readonly smdp: Smdp;
  readonly device: CraftedDevice;
  readonly trace: Trace;
  readonly clock: Clock;
  readonly records: TraceRecord[];
  readonly #entropy: Entropy;
  readonly #cis: readonly SigningCertificateIssuer[];
  readonly #devices: CraftedDevice[] = [];

  constructor(made: {
    smdp: Smdp;
    trace: Trace;
    clock: Clock;
    entropy: Entropy;
    records: TraceRecord[];
    cis: readonly SigningCertificateIssuer[];
  }) {
    this.smdp = made.smdp;
    this.trace = made.trace;
    this.clock = made.clock;
    this.records = made.records;
    this.#entropy = made.entropy;
    this.#cis = made.cis;
    this.device = this.openDevice(someEid);
  }

  openDevice(
    eid: Eid,
    options: { cis?: readonly SigningCertificateIssuer[]; address?: string } = {},
  ): CraftedDevice {
    const device = new CraftedDevice({
      url: this.smdp.url,
      address: options.address ?? this.smdp.address,
      eid,
      cis: options.cis ?? this.#cis,
      clock: this.clock,
      entropy: this.#entropy,
    });
    this.#devices.push(device);
    return device;
  }

  async place(order: Partial<PlacedOrder> = {}) {
    return this.smdp.orders.place({ matchingId: 'M-1', profile: stock(), ...order });
  }

  /** The state of the only order. */
  async state(): Promise<string | undefined> {
    return (await this.smdp.orders.list())[0]?.state;
  }

  /** Events of a name. */
  events<N extends TraceName>(name: N): readonly TraceEvents[N][] {
    return this.records.filter((record) => record.name === name).map(({ event }) => event as TraceEvents[N]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const device of this.#devices) device.close();
    await this.smdp.close();
    const unused = this.smdp.unusedOrders();
    if (unused.length > 0) throw new Error(`ordered and never happened: ${unused.join(', ')}`);
    const [fault] = this.events('fault');
    if (fault !== undefined) throw new Error(`a fault: ${fault.where}`, { cause: fault.error });
  }
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const clock = options.clock ?? steppedClock(start);
  const entropy = options.entropy ?? seededEntropy(options.seed ?? 1);
  const trace = new Trace(clock);
  const records: TraceRecord[] = [];
  trace.onAny((record) => records.push(record));
  const address = options.address ?? 'smdp.test';
  const cis = options.cis ?? [nist];
  const smdp = await openSmdp({
    clock,
    entropy,
    trace,
    store: options.store ?? memorySmdpStore(),
    identities: cis.map((ci) => serverIdentity({ ci, entropy, clock, addresses: [address] })),
    ciStore: new CiStore(cis),
    settings: { cancelPolicy: 'strict', ...options.settings },
    addressOf: () => address,
    ...(options.aliases === undefined ? {} : { aliases: options.aliases }),
    ...(options.es2plus === undefined ? {} : { es2plus: options.es2plus }),
    listen: { host: '127.0.0.1', port: 0, ...options.listen },
  });
  return new Bench({ smdp, trace, clock, entropy, records, cis });
}
