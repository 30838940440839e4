import type { Instant } from '#shared/runtime/span';

import type { UsableCode } from '../calls/read-activation-code.ts';
import type { Ordered } from './operation.ts';

/** A delayed download, whose toast has not been answered. */
export interface KeptDownload extends Ordered {
  readonly usable: UsableCode;
  /** When its toast is shown; again when the app is opened after that. */
  readonly due: Instant;
}

/** The local settings of an app: what it does later, from one start of its machine to the next. */
export interface AppMemory {
  /** As it was when the app was opened. */
  readonly downloads: readonly KeptDownload[];
  /** Resolves when it is kept. @throws whatever keeps it from being kept */
  keep(downloads: readonly KeptDownload[]): Promise<void>;
}

/** Local settings that are gone with the app. */
export const noMemory: AppMemory = { downloads: [], keep: () => Promise.resolve() };
