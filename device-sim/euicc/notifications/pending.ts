import type { Bytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import type { Registers, StoredNotification } from '../store/card-state.ts';
import type { CardChange } from '../store/card-store.ts';

export type EventName =
  'notificationInstall' | 'notificationEnable' | 'notificationDisable' | 'notificationDelete';

/** A notification that has no sequence number yet. */
export interface Draft {
  readonly event: EventName;
  /** PendingNotification, signed. */
  readonly make: (seqNumber: number) => Bytes;
}

/** Notifications with their numbers, and the registers after them. */
interface Numbered {
  readonly registers: Registers;
  readonly notifications: readonly StoredNotification[];
}

/** Numbers notifications one after the other (SGP.22 §3.5). */
export function numbered(drafts: readonly Draft[], registers: Registers): Numbered {
  let { sequenceNumber } = registers;
  const notifications = drafts.map(({ event, make }) => {
    sequenceNumber += 1;
    return { seqNumber: sequenceNumber, event: [event], der: make(sequenceNumber) };
  });
  return { registers: { ...registers, sequenceNumber }, notifications };
}

type Waiting = Pick<CardChange, 'addNotifications' | 'removeNotifications'>;

/** What a commit needs so that these wait for delivery; on a card that keeps so many only, the oldest make room. */
export function waiting({ state, description }: Card, added: readonly StoredNotification[]): Waiting {
  const { mostNotifications } = description;
  if (mostNotifications === undefined) return { addNotifications: added };
  const all = [...state.notifications, ...added].map(({ seqNumber }) => seqNumber);
  const dropped = new Set(all.slice(0, Math.max(0, all.length - mostNotifications)));
  return {
    addNotifications: added.filter(({ seqNumber }) => !dropped.has(seqNumber)),
    removeNotifications: state.notifications
      .map(({ seqNumber }) => seqNumber)
      .filter((seqNumber) => dropped.has(seqNumber)),
  };
}

/** What a commit needs so that these notifications are numbered and wait for delivery. */
export function pending(
  card: Card,
  drafts: readonly Draft[],
  registersBefore: Registers = card.state.registers,
): Waiting & { readonly registers: Registers } {
  const { registers, notifications } = numbered(drafts, registersBefore);
  return { registers, ...waiting(card, notifications) };
}
