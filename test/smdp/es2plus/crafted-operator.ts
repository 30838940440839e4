import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import type { PeerJudge } from '#shared/http/peer';
import { serverIdentity } from '#shared/pki/identities';
import { tlsCredentials } from '#shared/pki/pem';
import { readOutcome } from '#shared/rsp/envelope';
import type { Clock } from '#shared/runtime/clock';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Smdp } from '#smdp/index';

import type { Bench, BenchOptions } from '../bench.ts';
import { nist, openBench, start, stock } from '../bench.ts';

/** The operator that the tests are about. */
export const us = '2.999.1.1';
/** Another one. */
export const them = '2.999.1.2';

/** Certificates that nobody has to trust: these tests are not about TLS. */
export const someTls = tlsCredentials(
  serverIdentity({
    ci: nist,
    entropy: seededEntropy('es2plus'),
    clock: steppedClock(start),
    addresses: ['es2.test'],
  }).dpTls,
  nist.certificate,
);

export interface OperatorAnswer {
  readonly status: number;
  readonly text: string;
  readonly contentType: string | undefined;
  readonly adminProtocol: string | undefined;
  readonly json: Readonly<Record<string, unknown>>;
  /** `Executed-Success`, or `8.2.6/3.8`, or the HTTP status when there is no JSON. */
  readonly outcome: string;
}

/** An operator on the level of messages. */
export class CraftedOperator {
  readonly #url: string;
  readonly #client: HttpClient;
  readonly #requester: string;
  #calls = 0;

  constructor(smdp: Smdp, clock: Clock, requester = us) {
    this.#url = smdp.es2plus?.url ?? '';
    this.#client = httpClient({ clock, judge: () => undefined, identity: someTls });
    this.#requester = requester;
  }

  /** Calls a function with the members given, in the name of this operator. */
  async call(name: string, members: object): Promise<OperatorAnswer> {
    this.#calls += 1;
    const header = {
      functionRequesterIdentifier: this.#requester,
      functionCallIdentifier: `call-${this.#calls}`,
    };
    return this.post(name, toUtf8(JSON.stringify({ header, ...members })));
  }

  /** The outcome alone. */
  async outcome(name: string, members: object): Promise<string> {
    return (await this.call(name, members)).outcome;
  }

  /** Posts any octets. */
  async post(
    name: string,
    body: Bytes,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OperatorAnswer> {
    return this.send('POST', `/gsma/rsp2/es2plus/${name}`, body, headers);
  }

  async send(
    method: string,
    path: string,
    body?: Bytes,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OperatorAnswer> {
    const usual = { 'Content-Type': 'application/json', 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' };
    const answer = await this.#client.send(method, `${this.#url}${path}`, {
      headers: { ...usual, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = fromUtf8(answer.body);
    const contentType = answer.headers['content-type'];
    const isJson = contentType?.startsWith('application/json') === true;
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return {
      status: answer.status,
      text,
      contentType,
      adminProtocol: answer.headers['x-admin-protocol'],
      json,
      outcome: isJson ? outcomeOf(json) : `${answer.status}`,
    };
  }

  close(): void {
    this.#client.close();
  }
}

function outcomeOf(json: unknown): string {
  const outcome = readOutcome(json);
  return outcome.ok ? 'Executed-Success' : `${outcome.subjectCode}/${outcome.reasonCode}`;
}

export interface OperatorBenchOptions extends BenchOptions {
  readonly judge?: PeerJudge;
  readonly notify?: { readonly url: string; readonly client: HttpClient; readonly keeps?: boolean };
}

/** A server with ES2+, its device, and two operators. */
export class OperatorBench implements AsyncDisposable {
  readonly bench: Bench;
  readonly us: CraftedOperator;
  readonly them: CraftedOperator;

  constructor(bench: Bench) {
    this.bench = bench;
    this.us = new CraftedOperator(bench.smdp, bench.clock, us);
    this.them = new CraftedOperator(bench.smdp, bench.clock, them);
  }

  /** Puts a Profile into stock; its ICCID ends in the number. Returns the ICCID. */
  readonly addStock = async (
    number = 1,
    { profileType = 'A', owner = us }: { readonly profileType?: string; readonly owner?: string } = {},
  ): Promise<string> => {
    const body = `89000123456789${String(number).padStart(5, '0')}`;
    await this.bench.smdp.stock.add({ profile: stock(body), profileType, owner });
    return (await this.bench.smdp.orders.list()).at(-1)!.iccid;
  };

  /** Where the Profile of an ICCID is. */
  async stateOf(iccid: string): Promise<string | undefined> {
    return (await this.bench.smdp.orders.list()).find((order) => order.iccid === iccid)?.state;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.us.close();
    this.them.close();
    await this.bench[Symbol.asyncDispose]();
  }
}

export async function openOperatorBench(options: OperatorBenchOptions = {}): Promise<OperatorBench> {
  const { judge = () => undefined, notify, ...rest } = options;
  const es2plus = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { ...someTls, judge },
    ...(notify === undefined ? {} : { notify: [notify] }),
  };
  return new OperatorBench(await openBench({ ...rest, es2plus }));
}
