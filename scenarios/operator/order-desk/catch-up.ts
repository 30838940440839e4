import type { Order } from '#smdp/index';

import type { DeskRecord, DeskState } from './desk-record.ts';

/** Nothing becomes of these any more. */
const over: readonly DeskState[] = ['Installed', 'Available', 'Unavailable'];

/**
 * What changes in a record that was kept by an operator who was killed or away, by the SM-DP+'s own record of the
 * Profile; `neverPlaced` when the order had only begun.
 */
export function missed(
  { state: known }: DeskRecord,
  { state, ordered }: Pick<Order, 'state' | 'ordered'>,
): Partial<DeskRecord> | 'neverPlaced' {
  if (over.includes(known) || state === known) return {};
  if (state === 'Allocated' || state === 'Linked' || ordered === 0) return 'neverPlaced';
  return state === 'Available' || state === 'Unavailable' ? { state, provisioned: false } : { state };
}
