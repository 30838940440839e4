import type { Bytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import type { Registers, StoredNotification } from '../store/card-state.ts';

export type EventName =
  'notificationInstall' | 'notificationEnable' | 'notificationDisable' | 'notificationDelete';

/** A notification that has no sequence number yet. */
export interface Draft {
  readonly event: EventName;
  /** PendingNotification, signed. */
  readonly make: (seqNumber: number) => Bytes;
}

/** What a commit needs so that these notifications wait for delivery, numbered one after the other (SGP.22 §3.5). */
export function pending(
  card: Card,
  drafts: readonly Draft[],
  registers: Registers = card.state.registers,
): { readonly registers: Registers; readonly addNotifications: readonly StoredNotification[] } {
  let sequenceNumber = registers.sequenceNumber;
  const addNotifications = drafts.map(({ event, make }) => {
    sequenceNumber += 1;
    return { seqNumber: sequenceNumber, event: [event], der: make(sequenceNumber) };
  });
  return { registers: { ...registers, sequenceNumber }, addNotifications };
}
