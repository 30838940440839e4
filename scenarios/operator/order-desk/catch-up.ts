import type { Order } from '#smdp/index';

import type { DeskRecord, DeskState } from './desk-record.ts';
import { isFromStock } from './order-entry.ts';
import { withdrawn } from './provisioning.ts';

/** Nothing becomes of these any more. */
const over: readonly DeskState[] = ['Installed', 'Unavailable'];

/**
 * What changes in a record that was kept by an operator who was killed or away, by the SM-DP+'s own record of the
 * Profile; `neverPlaced` when the order had only begun.
 */
export function missed(
  record: DeskRecord,
  { state, ordered }: Pick<Order, 'state' | 'ordered'>,
): Partial<DeskRecord> | 'neverPlaced' {
  if (isFromStock(record) || record.state === 'Available') return missedInStock(record, state);
  const { state: known } = record;
  if (over.includes(known) || state === known) return {};
  if (state === 'Allocated' || state === 'Linked' || ordered === 0) return 'neverPlaced';
  return movedTo(state);
}

/** Others order what is in stock: their orders are theirs, and what goes back into stock keeps its subscriber. */
function missedInStock({ state: known }: DeskRecord, state: Order['state']): Partial<DeskRecord> {
  const now = state === 'Allocated' || state === 'Linked' ? 'Available' : state;
  if (known === now) return {};
  return movedTo(now);
}

function movedTo(state: DeskState): Partial<DeskRecord> {
  return state === 'Unavailable' ? { ...withdrawn, state } : { state };
}
