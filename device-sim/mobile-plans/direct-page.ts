import { createContext, runInContext } from 'node:vm';
import type { Context } from 'node:vm';

import { transportName } from './bridge/contract.ts';
import { deliveryExpression } from './bridge/script.ts';
import type { BridgeEnd, DeliveryOutcome, Launch, PagePort } from './launch-contract.ts';

/** A callback as it reached a direct page, or did not. */
export interface DirectCallback {
  readonly name: string;
  readonly argument: string;
  readonly outcome: DeliveryOutcome;
}

/** A page without a browser: the bridge script runs in it, and whoever drives it plays the portal. */
export interface DirectPage {
  /** The global object of the top document, as its scripts see it. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** All callbacks so far, in order. */
  readonly callbacks: readonly DirectCallback[];
  /** Runs a script in the top document; its value is that of its last expression. @throws what the script throws */
  run(code: string): unknown;
  /** Runs a script in a new frame of the page. @throws what the script throws */
  runInFrame(url: string, code: string): unknown;
  /** The argument of the next callback of that function that is delivered, read as JSON; each is handed out once. */
  callback(name: string): Promise<Readonly<Record<string, string>>>;
  /** Shows another document; a reload when no URL is given. */
  navigate(url?: string): void;
  /** Closes the window. */
  close(): void;
}

/** Shows a launch in a page without a browser. @throws Error when the launch is shown already, or has ended */
export function openDirectPage(launch: Launch): DirectPage {
  return new VmPage(launch);
}

class VmPage implements DirectPage, PagePort {
  readonly callbacks: DirectCallback[] = [];
  readonly #launch: Launch;
  readonly #bridge: BridgeEnd;
  readonly #read = new Map<string, number>();
  #waiting: (() => void)[] = [];
  #documents = 0;
  #url: string;
  #top: Context;
  #open = true;

  constructor(launch: Launch) {
    this.#launch = launch;
    this.#bridge = launch.attach(this);
    this.#url = launch.url;
    this.#top = this.#document(launch.url, true);
    this.#bridge.navigated(launch.url);
  }

  get globals(): Readonly<Record<string, unknown>> {
    return this.#top;
  }

  run(code: string): unknown {
    return runInContext(code, this.#top);
  }

  runInFrame(url: string, code: string): unknown {
    return runInContext(code, this.#document(url, false));
  }

  navigate(url = this.#url): void {
    this.#url = url;
    this.#top = this.#document(url, true);
    this.#bridge.navigated(url);
  }

  close(): void {
    this.#open = false;
    this.#bridge.closed();
  }

  async deliver(name: string, argument: string): Promise<DeliveryOutcome> {
    if (!this.#open) return 'gone';
    const outcome = runInContext(deliveryExpression(name, argument), this.#top) as DeliveryOutcome;
    this.callbacks.push({ name, argument, outcome });
    for (const look of this.#waiting.splice(0)) look();
    return outcome;
  }

  async callback(name: string): Promise<Readonly<Record<string, string>>> {
    const wanted = this.#read.get(name) ?? 0;
    this.#read.set(name, wanted + 1);
    for (;;) {
      const delivered = this.callbacks.filter((each) => each.name === name && each.outcome !== 'missing');
      const found = delivered[wanted];
      if (found !== undefined) return JSON.parse(found.argument) as Readonly<Record<string, string>>;
      const next = new Promise<void>((resolve) => this.#waiting.push(resolve));
      await this.#launch.clock.until(`callback ${name}`, next);
    }
  }

  /** A document of the page, with as much of a window as the bridge script looks at, and the script run in it. */
  #document(url: string, top: boolean): Context {
    const { host, protocol, href, search } = new URL(url);
    this.#documents += 1;
    const document = createContext({
      [transportName]: (text: unknown) => {
        this.#bridge.receive(text, { host, top });
      },
      location: { host, protocol, href, search },
      performance: { timeOrigin: this.#launch.clock.now() + this.#documents / 1_000 },
    });
    runInContext('globalThis.window = globalThis.self = globalThis;', document);
    runInContext(`globalThis.top = ${top ? 'globalThis' : '{}'};`, document);
    runInContext(this.#bridge.script, document);
    return document;
  }
}
