import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import { bridgeScript } from './bridge/script.ts';
import { BridgeToPage } from './bridge-to-page.ts';
import { Callbacks } from './callbacks.ts';
import type { Findings } from './findings.ts';
import type { BridgeEnd, Launch, LaunchEnd, PagePort } from './launch-contract.ts';
import type { Operations } from './operations.ts';

/** What the app knows of a launch. */
export interface LaunchFacts {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly transactionId: string;
  readonly notificationHosts: readonly string[];
  readonly protocol: 'https:' | 'http:';
  /** What its operation Ids begin with. */
  readonly block: string;
}

export interface LaunchSurroundings {
  /** Name of the device. */
  readonly device: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly findings: Findings;
  readonly operations: Operations;
}

/** One entry into the portal, from its first request until control is back with the app. */
export class PortalLaunch implements Launch {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly transactionId: string;
  readonly notificationHosts: readonly string[];
  readonly clock: Clock;
  readonly ended: Promise<LaunchEnd>;
  readonly #facts: LaunchFacts;
  readonly #world: LaunchSurroundings;
  readonly #callbacks: Callbacks;
  #resolve: (end: LaunchEnd) => void = () => undefined;
  #over = false;

  constructor(facts: LaunchFacts, world: LaunchSurroundings) {
    ({
      url: this.url,
      headers: this.headers,
      locale: this.locale,
      transactionId: this.transactionId,
      notificationHosts: this.notificationHosts,
    } = facts);
    this.clock = world.clock;
    this.#facts = facts;
    this.#world = world;
    this.#callbacks = new Callbacks(world);
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Whom the portal has named to be told. */
  get callbacks(): Callbacks {
    return this.#callbacks;
  }

  attach(page: PagePort): BridgeEnd {
    if (this.#over) throw new Error('the launch has ended; launch again');
    if (this.#callbacks.attached) throw new Error('a page shows this launch already');
    this.#callbacks.attach(page);
    return this.#bridge();
  }

  /** Gives control back to the app; a second time changes nothing. */
  end(end: LaunchEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#callbacks.detach();
    const { trace, device } = this.#world;
    trace.emit('host.ended', { device, why: end.why });
    this.#resolve(end);
  }

  #bridge(): BridgeEnd {
    const { device, trace, findings, operations } = this.#world;
    const { notificationHosts: hosts, protocol, block } = this.#facts;
    const over = (): boolean => this.#over;
    return new BridgeToPage({
      device,
      trace,
      findings,
      operations,
      callbacks: this.#callbacks,
      notificationHosts: hosts,
      block,
      script: bridgeScript({ hosts, protocol, block }),
      get over() {
        return over();
      },
      transactionId: this.transactionId,
      leave: (why, purchase) => {
        this.end({ why, ...(purchase === undefined ? {} : { purchase }) });
      },
      close: () => {
        this.end({ why: 'closed' });
      },
    });
  }
}
