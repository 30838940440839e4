import type { BrowserContext, CDPSession, Request } from 'playwright-core';

import { wallTimer } from '#shared/http/limits';
import type { Clock } from '#shared/runtime/clock';
import { milliseconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

/** In wall time: without anything new for so long, the page is quiet. */
const moment = milliseconds(25);
/** In wall time: a request that is open for so long without anything new waits for something that is yet to happen. */
const patience = milliseconds(500);

/** A page's own turn of work, after what it already has to do. */
const turn = 'new Promise((resolve) => setTimeout(resolve))';

/**
 * Whether a page is at work. While it is, an exchange of the Clock is open, so that time is not wound under it
 * (design.md §3); a request that waits for the clock itself is not waited for.
 */
export class PageActivity {
  readonly #clock: Clock;
  readonly #session: CDPSession;
  readonly #longest: Span;
  readonly #open = new Set<Request>();
  #stirs = 0;
  #wake: () => void = () => undefined;
  #settling: Promise<void> | undefined;
  #ended = false;

  /** @param longest a page that is never quiet is not waited for any longer, in wall time */
  constructor(clock: Clock, session: CDPSession, longest: Span) {
    this.#clock = clock;
    this.#session = session;
    this.#longest = longest;
  }

  /** Follows the requests of all documents and service workers of a context. */
  watch(context: BrowserContext): void {
    context.on('request', (request) => {
      if (request.resourceType() !== 'eventsource') this.#open.add(request);
      this.stir();
    });
    const end = (request: Request): void => {
      this.#open.delete(request);
      this.stir();
    };
    context.on('requestfinished', end);
    context.on('requestfailed', end);
  }

  /** The page did something, or was told something. */
  readonly stir = (): void => {
    this.#stirs += 1;
    this.#wake();
    if (!this.#ended) void this.quiet();
  };

  /** Resolves when no request of the page has been open for a moment, and the page has nothing to do. */
  async quiet(): Promise<void> {
    this.#settling ??= this.#clock
      .aside(async () => this.#clock.exchange('the page', async () => this.#settle()))
      .finally(() => {
        this.#settling = undefined;
      });
    await this.#settling;
  }

  /** The page is gone. */
  end(): void {
    this.#ended = true;
    this.#open.clear();
    this.#wake();
  }

  async #settle(): Promise<void> {
    let seen: number;
    const restless = { tooLong: false };
    const cancel = wallTimer(this.#longest, () => {
      restless.tooLong = true;
    });
    do {
      seen = this.#stirs;
      await this.#turn();
      if (seen === this.#stirs) await this.#nothingFor(moment);
      if (seen === this.#stirs && this.#open.size > 0) await this.#nothingFor(patience);
      if (seen === this.#stirs) this.#open.clear();
    } while (seen !== this.#stirs && !this.#ended && !restless.tooLong);
    cancel();
  }

  /** A page in an endless loop is not waited for. */
  async #turn(): Promise<void> {
    const turned = this.#session.send('Runtime.evaluate', { expression: turn, awaitPromise: true });
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = wallTimer(patience, resolve);
    });
    await Promise.race([turned.then(undefined, () => undefined), late]);
    cancel();
  }

  /** Until the span of wall time is over, or something stirs. */
  async #nothingFor(span: Span): Promise<void> {
    if (this.#ended) return;
    await new Promise<void>((resolve) => {
      const cancel = wallTimer(span, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
