import { NotificationSentRequest, NotificationSentResponse } from '#shared/rsp/notifications';

import { isdrFunction } from '../isdr/isdr-function.ts';

const statuses = { ok: 0, nothingToDelete: 1 } as const;

/** ES10b.RemoveNotificationFromList (SGP.22 §5.7.11). */
export const removeNotificationFromList = isdrFunction({
  name: 'RemoveNotificationFromList',
  request: NotificationSentRequest,
  response: NotificationSentResponse,
  async run(card, { seqNumber }) {
    const waits = card.state.notifications.some((notification) => notification.seqNumber === seqNumber);
    if (!waits) return { deleteNotificationStatus: statuses.nothingToDelete };
    await card.commit({ removeNotifications: [seqNumber] });
    return { deleteNotificationStatus: statuses.ok };
  },
});
