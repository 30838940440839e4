import { toUtf8 } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import { after, days, seconds, toIso } from '#shared/runtime/span';
import type { Instant } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { AcceptedToast, Toast, ToastKind, ToastState } from './toast.ts';
import { ToastAnswered } from './toast.ts';

/** What an app has shown, and what comes of the person's answer. */
export interface ToastToShow {
  readonly kind: ToastKind;
  readonly text: string;
  readonly operation: string;
  /** What accepting begins; nothing unless given. */
  readonly accepted?: () => Promise<AcceptedToast>;
  /** It was put away, or expired. */
  readonly ignored?: () => void;
}

/** After that a toast is in the notification centre, where it can be answered as well. */
const onScreenFor = seconds(7);
/** Windows takes a toast away that nobody has answered for so long. */
const expiresAfter = days(3);

/** The place on a device's screen where toasts are shown, of whatever app they are. */
export interface Toasts {
  /** Answered ones included, in order; the oldest go when there are very many. */
  readonly list: readonly Toast[];
  show(toast: ToastToShow): Toast;
  /** Calls `listener` with each toast from now on; the returned function ends it. */
  on(listener: (toast: Toast) => void): () => void;
  /** Nothing expires any more. */
  close(): void;
}

export interface ToastsOptions {
  /** Name of the device. */
  readonly device: string;
  readonly clock: Clock;
  readonly trace: Trace;
}

/** A screen without toasts. */
export function openToasts(options: ToastsOptions): Toasts {
  return new Screen(options);
}

/** Older ones are forgotten. */
const KEPT = 100;

class Screen implements Toasts {
  readonly #options: ToastsOptions;
  readonly #listeners = new Set<(toast: Toast) => void>();
  #list: readonly ShownToast[] = [];
  #shown = 0;

  constructor(options: ToastsOptions) {
    this.#options = options;
  }

  get list(): readonly Toast[] {
    return this.#list;
  }

  show(content: ToastToShow): Toast {
    this.#shown += 1;
    const toast = new ShownToast(`${this.#shown}`, content, this.#options);
    this.#list = [...this.#list, toast].slice(-KEPT);
    for (const listener of [...this.#listeners]) {
      try {
        listener(toast);
      } catch (error) {
        this.#options.trace.emit('fault', { where: 'mobile-plans: a listener of toasts', error });
      }
    }
    return toast;
  }

  on(listener: (toast: Toast) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    for (const toast of this.#list) toast.stay();
  }
}

class ShownToast implements Toast {
  readonly id: string;
  readonly kind: ToastKind;
  readonly text: string;
  readonly operation: string;
  readonly shownAt: Instant;
  readonly #content: ToastToShow;
  readonly #options: ToastsOptions;
  readonly #answered = new AbortController();
  #state: ToastState = 'shown';

  constructor(id: string, content: ToastToShow, options: ToastsOptions) {
    this.id = id;
    ({ kind: this.kind, text: this.text, operation: this.operation } = content);
    this.shownAt = options.clock.now();
    this.#content = content;
    this.#options = options;
    this.#tell();
    options.clock.aside(() => void this.#expireLater());
  }

  get state(): ToastState {
    return this.#state;
  }

  get onScreen(): boolean {
    return this.#state === 'shown' && this.#options.clock.now() < after(this.shownAt, onScreenFor);
  }

  async accept(): Promise<AcceptedToast | undefined> {
    this.#answer('accepted');
    return this.#options.clock.exchange(`accepted toast ${this.id}`, async () => this.#content.accepted?.());
  }

  ignore(): void {
    this.#answer('ignored');
    this.#content.ignored?.();
  }

  /** It does not expire by itself. */
  stay(): void {
    this.#answered.abort();
  }

  #answer(state: Exclude<ToastState, 'shown'>): void {
    if (this.#state !== 'shown') {
      const how = this.#state === 'expired' ? 'has expired' : `was ${this.#state} already`;
      throw new ToastAnswered(`toast ${this.id} of ${toIso(this.shownAt)} ${how}`);
    }
    this.#state = state;
    this.#answered.abort();
    this.#tell();
  }

  /** Of what nobody has answered comes what comes of what was put away. */
  async #expireLater(): Promise<void> {
    const { clock, trace } = this.#options;
    const { signal } = this.#answered;
    const what = `the end of toast ${this.id}`;
    try {
      await clock.sleep(expiresAfter, { what, signal });
    } catch {
      return;
    }
    try {
      await clock.exchange(what, () => {
        this.#answer('expired');
        this.#content.ignored?.();
        return Promise.resolve();
      });
    } catch (error) {
      trace.emit('fault', { where: `mobile-plans: ${what}`, error });
    }
  }

  #tell(): void {
    const { trace, device } = this.#options;
    const { id, kind, text } = this;
    trace.emit('host.toast', { device, id, kind, state: this.#state, text });
    const octets = toUtf8(JSON.stringify({ id, kind, text }));
    trace.emit('wire', { lane: `${device}/host`, direction: `toast ${this.#state}`, octets });
  }
}
