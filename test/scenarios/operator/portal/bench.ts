import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { ClientCall, HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import type { HttpHeaders } from '#shared/http/contract';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import { webServer } from '#shared/pki/web/web-certificate';
import { webRoot } from '#shared/pki/web/web-root';
import type { Clock } from '#shared/runtime/clock';
import { systemClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';
import { Trace } from '#shared/runtime/trace';
import { openPortal } from '#scenarios/operator/portal/index';
import type { OrderRecord, Portal, PortalDesk, PortalOptions } from '#scenarios/operator/portal/index';

export const eid = '89049032123451234512345678901235';
export const imei = '490154203237518';
export const launchQuery = `eid=${eid}&imei=${imei}&location=DE&market=DE&transactionId=tx-1`;

interface WebPki {
  readonly root: WebIdentity;
  readonly tls: { readonly key: string; readonly cert: string };
}
let made: WebPki | undefined;

/** One web CA and one server certificate for all tests of a file: RSA keys take their time. */
export function webPki(): WebPki {
  if (made) return made;
  const making = { clock: systemClock(), entropy: seededEntropy('portal tests') };
  const root = webRoot(making);
  const server = webServer({
    ...making,
    root,
    addresses: ['portal.operator.test', '127.0.0.1', 'localhost'],
  });
  made = { root, tls: { key: server.key, cert: webCertificatePem(server.certificate, root.certificate) } };
  return made;
}

/** A desk without an SM-DP+: notes what it is asked. */
export class FakeDesk implements PortalDesk {
  readonly asked: string[] = [];
  readonly wanted: Parameters<PortalDesk['buy']>[0][] = [];
  readonly records = new Map<string, OrderRecord>();
  /** What the next calls fail with. */
  failure: Error | undefined;
  /** What buying waits for. */
  hold: () => Promise<void> = async () => undefined;
  readonly #clock: Pick<Clock, 'now'>;
  #sold = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  async buy(
    wanted: Parameters<PortalDesk['buy']>[0],
  ): Promise<{ activationCode: string; iccid: string; availableAt?: Instant }> {
    this.asked.push(`buy ${wanted.plan.id}`);
    this.wanted.push(wanted);
    await this.hold();
    if (this.failure) throw this.failure;
    this.#sold += 1;
    const iccid = `890010100000000000${this.#sold}`;
    this.records.set(iccid, { state: 'Released', progress: [] });
    const { delivery } = wanted.plan;
    const placed = { activationCode: `1$smdp.operator.test$SOLD-${this.#sold}`, iccid };
    if (delivery.path !== 'deferredDownload') return placed;
    return { ...placed, availableAt: after(this.#clock.now(), delivery.availableAfter) };
  }

  async cancel(iccid: string): Promise<void> {
    this.asked.push(`cancel ${iccid}`);
    if (this.failure) throw this.failure;
  }

  record(iccid: string): OrderRecord | undefined {
    return this.records.get(iccid);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly text: string;
}

/** A portal with a fake desk, and a customer who keeps cookies and follows no redirect by himself. */
export class PortalBench {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly records: TraceRecord[] = [];
  readonly desk: FakeDesk;
  readonly portal: Portal;
  readonly #client: HttpClient;
  readonly #cookies = new Map<string, string>();

  private constructor(clock: Clock, trace: Trace, desk: FakeDesk, portal: Portal) {
    this.clock = clock;
    this.trace = trace;
    this.desk = desk;
    this.portal = portal;
    trace.onAny((record) => this.records.push(record));
    this.#client = httpClient({ clock, ca: webCertificatePem(webPki().root.certificate) });
  }

  static async open(options: Partial<PortalOptions> = {}): Promise<PortalBench> {
    const clock = options.clock ?? systemClock();
    const trace = new Trace(clock);
    const desk = new FakeDesk(clock);
    const portal = await openPortal({
      clock,
      trace,
      desk,
      entropy: seededEntropy('portal'),
      tls: webPki().tls,
      listen: { host: '127.0.0.1', port: 0 },
      operatorName: 'Fernweh Mobile',
      ...options,
    });
    return new PortalBench(clock, trace, desk, portal);
  }

  get faults(): readonly TraceRecord[] {
    return this.records.filter(({ name }) => name === 'fault');
  }

  /** `opened > signedIn > …` of the purchases so far. */
  get moves(): string {
    const moves = this.records.flatMap((record) =>
      record.name === 'portal.purchase' ? [record.event.to] : [],
    );
    return moves.join(' > ');
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  async post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, { headers, body: toUtf8(new URLSearchParams(fields).toString()) });
  }

  async report(path: string, report: unknown): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json' };
    return this.send('POST', `${path}/report`, { headers, body: toUtf8(JSON.stringify(report)) });
  }

  async send(method: string, path: string, call: ClientCall = {}): Promise<Answer> {
    const url = `${this.portal.url}${path}`;
    const cookies = [...this.#cookies].filter(([at]) => path.startsWith(at)).map(([, cookie]) => cookie);
    const cookie: Record<string, string> = cookies.length === 0 ? {} : { Cookie: cookies.join('; ') };
    const answer = await this.#client.send(method, url, { ...call, headers: { ...cookie, ...call.headers } });
    const set = answer.headers['set-cookie'];
    const at = /Path=([^;]+)/.exec(set ?? '')?.[1];
    if (set !== undefined && at !== undefined) this.#cookies.set(at, set.split(';', 1)[0] ?? '');
    return { status: answer.status, headers: answer.headers, text: fromUtf8(answer.body) };
  }

  /** Forgets the session, as another browser would. */
  forgetCookies(): void {
    this.#cookies.clear();
  }

  /** Opens the portal; the path of the purchase. */
  async launch(query = launchQuery, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const { headers: answered } = await this.get(`/?${query}`, headers);
    return /^\/purchase\/\w+/.exec(answered['location'] ?? '')?.[0] ?? '';
  }

  /** From the launch to the code; the plan that is proposed unless given. */
  async buy(query = launchQuery, plan?: string): Promise<string> {
    const purchase = await this.launch(query);
    await this.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    await this.post(`${purchase}/plan`, plan === undefined ? {} : { plan });
    await this.post(`${purchase}/confirm`);
    return purchase;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close();
    await this.portal.close();
  }
}
