import { toUtf8 } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import { TimedOut, withTimeout } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';
import type { Trace, TraceEvents } from '#shared/runtime/trace';

import type { ScriptProperty } from './bridge/contract.ts';
import type { ActivationError, NetworkRegistrationState } from './enumerations.ts';
import type { FindingName, Findings } from './findings.ts';
import type { PagePort } from './launch-contract.ts';

/** How long a page may take over a callback. */
const PATIENCE = seconds(30);

type Outcome = TraceEvents['host.callback']['outcome'];

const troubles = {
  threw: 'callbackThrew',
  gone: 'callbackLost',
  unanswered: 'callbackUnanswered',
} as const satisfies Partial<Record<Outcome, FindingName>>;

export interface CallbackSurroundings {
  /** Name of the device. */
  readonly device: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly findings: Findings;
}

/** The callbacks of one launch: under which names the portal wants to be told, and the telling, one after the other. */
export class Callbacks {
  readonly #world: CallbackSurroundings;
  readonly #names = new Map<ScriptProperty, { readonly name: string; readonly navigation: number }>();
  /** Properties that were found without a name. */
  readonly #missed = new Set<ScriptProperty>();
  #page: PagePort | undefined;
  #left: () => void = () => undefined;
  #gone: Promise<'gone'> = Promise.resolve('gone');
  #navigations = 0;
  #thrown = '';
  #last: Promise<void> = Promise.resolve();

  constructor(world: CallbackSurroundings) {
    this.#world = world;
  }

  /** Whether anybody is there to be told. */
  get attached(): boolean {
    return this.#page !== undefined;
  }

  attach(page: PagePort): void {
    this.#page = page;
    this.#gone = new Promise((resolve) => {
      this.#left = () => {
        resolve('gone');
      };
    });
  }

  detach(): void {
    this.#page = undefined;
    this.#left();
  }

  navigated(): void {
    this.#navigations += 1;
  }

  has(property: ScriptProperty): boolean {
    return this.#names.has(property);
  }

  /** Takes the name that the portal set; undefined takes it back. */
  name(property: ScriptProperty, name: string | undefined): void {
    if (name === undefined) this.#names.delete(property);
    else this.#names.set(property, { name, navigation: this.#navigations });
  }

  /** What the callback that is running threw. */
  threw(says: string): void {
    this.#thrown = says;
  }

  async activation(activationResult: ActivationError, iccid: string): Promise<Outcome> {
    return this.#tell('profileActivationCompleteScript', { activationResult, iccid });
  }

  async registration(networkRegistrationState: NetworkRegistrationState, iccid: string): Promise<Outcome> {
    return this.#tell('registrationChangedScript', { networkRegistrationState, iccid });
  }

  /** In the order of the calls; the name is the one that is set when its turn comes. */
  async #tell(property: ScriptProperty, argument: Readonly<Record<string, string>>): Promise<Outcome> {
    const { clock, trace } = this.#world;
    const callback = property.replace(/Script$/, '');
    let outcome: Outcome = 'gone';
    const tell = async (): Promise<void> => {
      outcome = await this.#tellNow(property, callback, JSON.stringify(argument));
    };
    const told = this.#last.then(() => clock.exchange(`callback ${callback}`, tell));
    this.#last = told.catch((error: unknown) => {
      trace.emit('fault', { where: 'mobile-plans callback', error });
    });
    await clock.until(`callback ${callback}`, this.#last);
    return outcome;
  }

  async #tellNow(property: ScriptProperty, callback: string, argument: string): Promise<Outcome> {
    const { device, trace } = this.#world;
    const outcome = await this.#outcome(property, callback, argument);
    trace.emit('host.callback', { device, name: callback, argument, outcome });
    return outcome;
  }

  async #outcome(property: ScriptProperty, callback: string, argument: string): Promise<Outcome> {
    const { device, trace, findings } = this.#world;
    const named = this.#names.get(property);
    if (this.#page === undefined) {
      findings.add('callbackLost', callback);
      return 'gone';
    }
    if (named === undefined) {
      if (!this.#missed.has(property)) findings.add('callbackNotSet', callback);
      this.#missed.add(property);
      return 'notSet';
    }
    this.#thrown = '';
    trace.emit('wire', {
      lane: `${device}/host`,
      direction: `callback ${callback}`,
      octets: toUtf8(argument),
    });
    const outcome = await this.#deliver(named.name, argument);
    const fault = this.#findingOf(outcome, named.navigation);
    const thrown = outcome === 'threw' && this.#thrown !== '' ? `: ${this.#thrown}` : '';
    if (fault !== undefined) findings.add(fault, `${callback} "${named.name}"${thrown}`);
    return outcome;
  }

  #findingOf(outcome: Outcome, namedAt: number): FindingName | undefined {
    if (outcome === 'missing') return namedAt < this.#navigations ? 'callbackLost' : 'callbackUnknown';
    return { delivered: undefined, notSet: undefined, ...troubles }[outcome];
  }

  /** A document that went away meanwhile has a successor as long as the page is there: that one is tried once. */
  async #deliver(name: string, argument: string): Promise<Outcome> {
    const first = await this.#try(name, argument);
    return first === 'gone' ? this.#try(name, argument) : first;
  }

  async #try(name: string, argument: string): Promise<Outcome> {
    const { clock, trace } = this.#world;
    const page = this.#page;
    if (page === undefined) return 'gone';
    const what = `the callback ${name}`;
    try {
      const delivered = Promise.race([page.deliver(name, argument), this.#gone]);
      return await withTimeout(clock, PATIENCE, what, clock.until(what, delivered));
    } catch (error) {
      if (error instanceof TimedOut) return 'unanswered';
      trace.emit('fault', { where: 'mobile-plans callback', error });
      return 'gone';
    }
  }
}
