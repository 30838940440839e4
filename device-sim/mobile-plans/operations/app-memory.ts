import type { Instant, Span } from '#shared/runtime/span';

import type { UsableCode } from '../calls/read-activation-code.ts';
import type { Ordered } from './operation.ts';

/** A delayed download, whose toast has not been answered. */
export interface KeptDownload extends Ordered {
  readonly usable: UsableCode;
  /** When its toast is shown; again when the app is opened after that. */
  readonly due: Instant;
}

/** A profile that is installed, and whose network is looked for again and again. */
export interface KeptSearch extends Ordered {
  readonly iccid: string;
  /** From each attempt to the next. */
  readonly interval: Span;
  /** Of the next attempt; at once when the app is opened after that. */
  readonly due: Instant;
  /** After which no further attempt begins. */
  readonly until: Instant;
}

/** What an app does later. */
export interface KeptWork {
  readonly downloads: readonly KeptDownload[];
  readonly searches: readonly KeptSearch[];
}

/** The local settings of an app: what it does later, from one start of its machine to the next. */
export interface AppMemory {
  /** As it was when the app was opened. */
  readonly kept: KeptWork;
  /** Resolves when it is kept. @throws whatever keeps it from being kept */
  keep(work: KeptWork): Promise<void>;
}

/** Nothing to be done later. */
export const noWork: KeptWork = { downloads: [], searches: [] };

/** Local settings that are gone with the app. */
export const noMemory: AppMemory = { kept: noWork, keep: () => Promise.resolve() };
