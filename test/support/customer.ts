import { openDirectPage } from '#device-sim/mobile-plans/index';
import type { DirectPage, Launch } from '#device-sim/mobile-plans/index';
import type { World } from '#scenarios/world/index';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';

/** What a callback said. */
export type Said = Readonly<Record<string, string>>;

/** What the portal's page shows of a purchase. */
export interface Shown {
  readonly headline: string;
  readonly sentence: string;
  readonly reason: string;
  readonly registration: string;
}

/** What the script of the portal's page does, as far as the bridge is concerned. */
const script = `
  var tell = () => {};
  MobilePlansInlineOperations.registrationChangedScript = 'tell';
  MobilePlansInlineOperations.profileActivationCompleteScript = 'tell';
  var purchase = (planName) => Object.assign(MobilePlans.createPurchaseMetaData(), {
    userAccount: MobilePlansUserAccount.existing,
    purchaseInstrument: MobilePlansPurchaseInstrument.existing,
    line: MobilePlansLineType.new,
    moDirectStatus: MobilePlansMoDirectStatus.complete,
    planName,
  });
  var now = (metaData, code) => MobilePlansInlineOperations.notifyProfileDownload(metaData, code);
  var ways = {
    immediate: now,
    delayedConnectivity: (metaData, code, minutes) =>
      MobilePlans.notifyPurchaseWithProfileDownload(metaData, code, minutes),
    deferredDownload: (metaData, code, minutes) =>
      minutes === 0 ? now(metaData, code) : MobilePlansInlineOperations.notifyProfileDownload(metaData, code, minutes),
  };
  var handOver = ({ path, plan, code, minutes }) => ways[path](purchase(plan), code, minutes);
`;

const connected: readonly (string | undefined)[] = ['home', 'roaming', 'partner'];

/** Somebody in the operator's portal without a browser: pages over https, the bridge in a direct page. */
export class Customer implements AsyncDisposable {
  readonly launch: Launch;
  readonly page: DirectPage;
  readonly #client: HttpClient;
  readonly #origin: string;
  #cookie = '';
  #purchase = '';
  #shown = '';

  private constructor(world: World, launch: Launch) {
    this.launch = launch;
    this.#origin = new URL(launch.url).origin;
    const { clock, names, web } = world;
    this.#client = httpClient({ clock, names, judge: web.judgeOfServers() });
    this.page = openDirectPage(launch);
    this.page.run(script);
  }

  /** Enters the portal by a launch of the device's app. */
  static async enter(world: World, device?: string): Promise<Customer> {
    const customer = new Customer(world, await world.device(device).mobilePlans.launch());
    const { url, headers } = customer.launch;
    await customer.#go('GET', url.slice(customer.#origin.length), undefined, headers);
    return customer;
  }

  /** Where the portal has led to: `sign-in`, `resume`. */
  get step(): string {
    return this.#purchase.split('/').at(-1) ?? '';
  }

  /** The activation code that the page has for the device. */
  get code(): string {
    return this.#attribute('code');
  }

  get iccid(): string {
    return this.#attribute('iccid');
  }

  /** Three clicks: signs in, chooses the plan (the one that is proposed unless given), pays. */
  async buy(plan?: string): Promise<void> {
    await this.#submit('sign-in', { name: 'Alex Morgan', how: 'existing' });
    await this.#submit('plan', plan === undefined ? {} : { plan });
    await this.#submit('confirm');
  }

  /** One click of somebody who comes back. */
  async resume(): Promise<void> {
    await this.#submit('resume');
  }

  /** Hands the code of the page over by the path of its plan, or another code. */
  async handOver(code = this.code): Promise<void> {
    const path = this.#attribute('path');
    const minutes = Number(this.#attribute(path === 'delayedConnectivity' ? 'interval' : 'minutes'));
    const plan = this.#attribute('plan');
    const context = this.page.run(`handOver(${JSON.stringify({ path, plan, code, minutes })})`);
    const { Id: operation } = context as { readonly Id: string };
    const isLater = path === 'deferredDownload' && minutes > 0;
    await this.#report(isLater ? { kind: 'scheduled', operation } : { kind: 'handedOver' });
  }

  /** Hears callbacks and passes them on, until there is a failure, a connection or a network that refuses. */
  async hears(): Promise<readonly Said[]> {
    const heard: Said[] = [];
    for (;;) {
      const said = await this.page.callback('tell');
      heard.push(said);
      const { activationResult, networkRegistrationState, iccid = '' } = said;
      const kind = activationResult === undefined ? 'registration' : 'activation';
      await this.#report({ kind, result: activationResult ?? networkRegistrationState, iccid });
      if (activationResult !== undefined && activationResult !== 'success') return heard;
      if (networkRegistrationState === 'denied' || connected.includes(networkRegistrationState)) return heard;
    }
  }

  /** Gives the purchase up, and tells the app what the page of it says. */
  async cancel(): Promise<void> {
    await this.#submit('cancel');
    const operation = this.#attribute('operation');
    if (operation !== '')
      this.page.run(`MobilePlansInlineOperations.notifyOperationCancel({ Id: '${operation}' })`);
    this.page.run(`MobilePlans.notifyCancelledPurchase(Object.assign(MobilePlans.createPurchaseMetaData(), {
      moDirectStatus: MobilePlansMoDirectStatus.cancelled,
      planName: '',
    }))`);
  }

  /** The page of the purchase, loaded anew. */
  async shown(): Promise<Shown> {
    await this.#go('GET', this.#path('connect'));
    const text = (id: string): string =>
      new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(this.#shown)?.[1]?.trim() ?? '';
    return {
      headline: text('headline'),
      sentence: text('sentence'),
      reason: text('reason'),
      registration: text('registration'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.page.close();
    this.#client.close();
  }

  async #submit(step: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    const body = new URLSearchParams(fields).toString();
    await this.#go('POST', this.#path(step), body, { 'Content-Type': 'application/x-www-form-urlencoded' });
  }

  async #report(report: Readonly<Record<string, unknown>>): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    await this.#send('POST', this.#path('report'), JSON.stringify(report), headers);
  }

  /** As a browser goes: with its redirects, to the page that is shown then. */
  async #go(
    method: string,
    path: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<void> {
    let { status, location, text } = await this.#send(method, path, body, headers);
    while (status === 303 && location !== undefined) {
      this.#purchase = location;
      ({ status, location, text } = await this.#send('GET', location));
    }
    if (status !== 200) throw new Error(`the portal answered ${status} to ${method} ${path}`);
    this.#shown = text;
  }

  async #send(
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly location: string | undefined; readonly text: string }> {
    const answer = await this.#client.send(method, this.#origin + path, {
      headers: { ...headers, ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }) },
      ...(body === undefined ? {} : { body: toUtf8(body) }),
    });
    this.#cookie = answer.headers['set-cookie']?.split(';', 1)[0] ?? this.#cookie;
    return { status: answer.status, location: answer.headers['location'], text: fromUtf8(answer.body) };
  }

  #path(step: string): string {
    return this.#purchase.replace(/[^/]*$/, step);
  }

  #attribute(name: string): string {
    const value = new RegExp(`data-${name}="([^"]*)"`).exec(this.#shown)?.[1];
    if (value === undefined) throw new Error(`the page has no ${name}`);
    return value;
  }
}
