import { toUtf8 } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import { toIso } from '#shared/runtime/span';
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
  readonly ignored?: () => void;
}

/** The place on a device's screen where toasts are shown, of whatever app they are. */
export interface Toasts {
  /** Answered ones included, in order; the oldest go when there are very many. */
  readonly list: readonly Toast[];
  show(toast: ToastToShow): Toast;
  /** Calls `listener` with each toast from now on; the returned function ends it. */
  on(listener: (toast: Toast) => void): () => void;
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
  #list: readonly Toast[] = [];
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
}

class ShownToast implements Toast {
  readonly id: string;
  readonly kind: ToastKind;
  readonly text: string;
  readonly operation: string;
  readonly shownAt: Instant;
  readonly #content: ToastToShow;
  readonly #options: ToastsOptions;
  #state: ToastState = 'shown';

  constructor(id: string, content: ToastToShow, options: ToastsOptions) {
    this.id = id;
    ({ kind: this.kind, text: this.text, operation: this.operation } = content);
    this.shownAt = options.clock.now();
    this.#content = content;
    this.#options = options;
    this.#tell();
  }

  get state(): ToastState {
    return this.#state;
  }

  async accept(): Promise<AcceptedToast | undefined> {
    this.#answer('accepted');
    return this.#options.clock.exchange(`accepted toast ${this.id}`, async () => this.#content.accepted?.());
  }

  ignore(): void {
    this.#answer('ignored');
    this.#content.ignored?.();
  }

  #answer(state: 'accepted' | 'ignored'): void {
    if (this.#state !== 'shown')
      throw new ToastAnswered(`toast ${this.id} of ${toIso(this.shownAt)} was ${this.#state} already`);
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    const { trace, device } = this.#options;
    const { id, kind, text } = this;
    trace.emit('host.toast', { device, id, kind, state: this.#state, text });
    const octets = toUtf8(JSON.stringify({ id, kind, text }));
    trace.emit('wire', { lane: `${device}/host`, direction: `toast ${this.#state}`, octets });
  }
}
