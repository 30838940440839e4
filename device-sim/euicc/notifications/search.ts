import type { NotificationEvent } from '#shared/rsp/common';

import type { CardState, StoredNotification } from '../store/card-state.ts';

/** The notifications about one of these events; all without events. */
export const matching = (
  { notifications }: CardState,
  events: NotificationEvent | undefined,
): readonly StoredNotification[] =>
  notifications.filter(({ event }) => events === undefined || event.some((name) => events.includes(name)));
