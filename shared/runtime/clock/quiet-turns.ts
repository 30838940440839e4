import { AsyncResource } from 'node:async_hooks';

/** Turns of the event loop without any change after which promise chains and loopback input have surely been drained. */
const TURNS = 4;
/** How long, in wall milliseconds, requests that nobody declared as an exchange (reading a file, say) are waited for. */
const PATIENCE = 500;

/** Finds the moment at which nothing is busy and nothing changes any more, and acts on it for as long as the act changes something. */
export class QuietTurns {
  readonly #quiet: () => boolean;
  readonly #act: () => boolean;
  // Made here, not on each stir, so that the turns do not run inside the exchange that happened to stir.
  readonly #outside = new AsyncResource('QuietTurns');
  #turning = false;
  #stirs = 0;

  constructor(quiet: () => boolean, act: () => boolean) {
    this.#quiet = quiet;
    this.#act = act;
  }

  /** How often something changed so far. */
  get stirs(): number {
    return this.#stirs;
  }

  /** Something changed: looks for the next moment of quiet. */
  stir(): void {
    this.#stirs += 1;
    if (this.#turning) return;
    this.#turning = true;
    this.#outside.runInAsyncScope(() => void this.#turn());
  }

  async #turn(): Promise<void> {
    // Between a look at #quiet and the end of the loop there is no await: no stir can be missed.
    while (this.#quiet()) {
      if (!(await this.#still())) continue;
      if (!this.#quiet() || !this.#act()) break;
    }
    this.#turning = false;
  }

  /** Whether nothing changed for long enough. */
  async #still(): Promise<boolean> {
    const seen = this.#stirs;
    const begun = performance.now();
    for (let turns = 0; turns < TURNS; turns += 1) {
      await turn();
      if (seen !== this.#stirs) return false;
    }
    while (requestsInFlight() && performance.now() - begun < PATIENCE) {
      await turn();
      if (seen !== this.#stirs) return false;
    }
    return true;
  }
}

/** One turn of the event loop: all microtasks and one look at input. */
export async function turn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

/** Whether a kind of resource is a request, by its name; there are few kinds, and thousands of resources. */
const requestKinds = new Map<string, boolean>();

function isRequest(kind: string): boolean {
  const known = requestKinds.get(kind);
  if (known !== undefined) return known;
  const request = /Req|ConnectWrap|Job$/.test(kind);
  requestKinds.set(kind, request);
  return request;
}

function requestsInFlight(): boolean {
  return process.getActiveResourcesInfo().some(isRequest);
}
