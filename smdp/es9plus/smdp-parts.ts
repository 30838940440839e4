import type { ServerIdentity } from '#shared/pki/identities';
import type { SigningManner } from '#shared/pki/issue';
import { manner } from '#shared/pki/issue-policy';
import type { CiStore } from '#shared/pki/ci-store';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import type { ProgressCalls } from '../es2plus/progress-calls.ts';
import type { Addresses } from '../http/addresses.ts';
import type { OrderBook } from '../orders/order-book.ts';
import type { StockMakers } from '../orders/stock-makers.ts';
import type { SessionTable } from '../sessions/session-table.ts';
import type { SmdpSettings } from '../settings.ts';

/** What the functions of ES9+ and ES2+ work with. */
export interface SmdpParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly entropy: Entropy;
  readonly trace: Trace;
  /** The server's certificates, one set for each CI; preferred ones first. */
  readonly identities: readonly ServerIdentity[];
  /** The CIs under which eUICCs are trusted. */
  readonly ciStore: CiStore;
  readonly addresses: Addresses;
  readonly sessions: SessionTable;
  readonly orders: OrderBook;
  readonly stockMakers: StockMakers;
  readonly settings: SmdpSettings;
  /** Tells operators of downloads. */
  readonly progressInfo: Pick<ProgressCalls, 'callsOf' | 'keep' | 'make'>;
}

/** How this server signs: by chance, or so that a run can be repeated. */
export function signingManner({ entropy }: Pick<SmdpParts, 'entropy'>): SigningManner {
  return manner(entropy);
}
