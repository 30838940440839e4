import { AsyncLocalStorage } from 'node:async_hooks';

/** One exchange or a part of one. It is parked when it waits itself or has parts, and all of its parts are parked. */
interface Exchange {
  readonly token: string;
  readonly what: string;
  parent: Exchange | undefined;
  readonly parts: Set<Exchange>;
  waits: number;
  ended: boolean;
}

/** Somebody waiting in `sleep` or `until`. */
export interface Wait {
  readonly what: string;
  readonly exchange: Exchange | undefined;
  readonly aside: boolean;
}

type Place = Exchange | 'aside';

/** A place in one world, and those in the others. */
interface Placed {
  readonly world: Exchanges;
  readonly place: Place;
  readonly elsewhere: Placed | undefined;
}

/**
 * Where this code runs, by world; most often there is one. One storage serves all clocks of the process: Node never lets go of one, and every
 * promise gets slower with each.
 */
const places = new AsyncLocalStorage<Placed>();

/** Who is busy and who waits in one world. Tells `changed` after each change. */
export class Exchanges {
  readonly #known = new Map<string, Exchange>();
  readonly #roots = new Set<Exchange>();
  readonly #waits = new Set<Wait>();
  readonly #changed: () => void;
  #count = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The token of the exchange this code runs in. */
  current(): string | undefined {
    return this.#here()?.token;
  }

  /** Runs an exchange: a part of the one of `token`, else of the current one, else one of its own. */
  async run<T>(what: string, run: () => Promise<T>, token?: string): Promise<T> {
    const parent = (token === undefined ? undefined : this.#known.get(token)) ?? this.#here();
    const exchange = this.#begin(what, parent);
    try {
      return await this.#at(exchange, run);
    } finally {
      this.#end(exchange);
    }
  }

  aside<T>(run: () => T): T {
    return this.#at('aside', run);
  }

  /** Registers a wait at the place this code runs in; the returned wait is to be handed to `arrive`. */
  wait(what: string): Wait {
    const exchange = this.#here();
    if (exchange !== undefined) exchange.waits += 1;
    return this.#begun({ what, exchange, aside: exchange === undefined && this.#place() !== undefined });
  }

  /** Registers a wait that is nobody's foreground. */
  waitAside(what: string): Wait {
    return this.#begun({ what, exchange: undefined, aside: true });
  }

  #begun(wait: Wait): Wait {
    this.#waits.add(wait);
    this.#changed();
    return wait;
  }

  /** Ends a wait; a second call changes nothing. */
  arrive(wait: Wait): void {
    if (!this.#waits.delete(wait)) return;
    if (wait.exchange !== undefined) wait.exchange.waits -= 1;
    this.#changed();
  }

  /** Whether no exchange is busy. */
  quiet(): boolean {
    return everyParked(this.#roots);
  }

  /** Whether somebody would notice time moving: an exchange is open, or a wait is in front. */
  noticed(): boolean {
    if (this.#roots.size > 0) return true;
    for (const wait of this.#waits) if (inFront(wait)) return true;
    return false;
  }

  /** What is waited for in front, and the exchanges that wait, for a message. */
  waitingFor(): string[] {
    const names = new Set<string>();
    for (const wait of this.#waits) if (inFront(wait)) names.add(wait.what);
    for (const root of this.#roots) names.add(root.what);
    return [...names];
  }

  #begin(what: string, parent: Exchange | undefined): Exchange {
    this.#count += 1;
    const exchange: Exchange = {
      token: `exchange-${this.#count}`,
      what,
      parent,
      parts: new Set(),
      waits: 0,
      ended: false,
    };
    this.#known.set(exchange.token, exchange);
    (parent?.parts ?? this.#roots).add(exchange);
    this.#changed();
    return exchange;
  }

  #end(exchange: Exchange): void {
    exchange.ended = true;
    this.#known.delete(exchange.token);
    (exchange.parent?.parts ?? this.#roots).delete(exchange);
    // Parts that outlive their whole stand on their own from here on.
    for (const part of exchange.parts) {
      part.parent = undefined;
      this.#roots.add(part);
    }
    this.#changed();
  }

  #at<T>(place: Place, run: () => T): T {
    return places.run({ world: this, place, elsewhere: without(this, places.getStore()) }, run);
  }

  #place(): Place | undefined {
    for (let placed = places.getStore(); placed !== undefined; placed = placed.elsewhere)
      if (placed.world === this) return placed.place;
    return undefined;
  }

  #here(): Exchange | undefined {
    const place = this.#place();
    return place === undefined || place === 'aside' || place.ended ? undefined : place;
  }
}

/** The places in the worlds but one. */
function without(world: Exchanges, placed: Placed | undefined): Placed | undefined {
  if (placed === undefined || placed.world === world) return placed?.elsewhere;
  return { ...placed, elsewhere: without(world, placed.elsewhere) };
}

/** Whether a wait is somebody's foreground: begun in an exchange that is still open, or in none and not aside. */
export function inFront(wait: Wait): boolean {
  return !wait.aside && wait.exchange?.ended !== true;
}

function everyParked(exchanges: ReadonlySet<Exchange>): boolean {
  for (const exchange of exchanges) if (!parked(exchange)) return false;
  return true;
}

function parked(exchange: Exchange): boolean {
  return (exchange.waits > 0 || exchange.parts.size > 0) && everyParked(exchange.parts);
}
