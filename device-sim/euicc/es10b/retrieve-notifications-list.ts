import { capture } from '#shared/asn1/index';
import {
  PendingNotification,
  RetrieveNotificationsListRequest,
  RetrieveNotificationsListResponse,
} from '#shared/rsp/notifications';

import { isdrFunction } from '../isdr/isdr-function.ts';
import { matching } from '../notifications/search.ts';

const noResultAvailable = 1;

/** ES10b.RetrieveNotificationsList (SGP.22 §5.7.10): the notifications themselves, octet by octet as they were signed. */
export const retrieveNotificationsList = isdrFunction({
  name: 'RetrieveNotificationsList',
  request: RetrieveNotificationsListRequest,
  response: RetrieveNotificationsListResponse,
  run({ state }, { searchCriteria }) {
    const seqNumber = searchCriteria?.seqNumber;
    const found = matching(state, searchCriteria?.profileManagementOperation).filter(
      (notification) => seqNumber === undefined || notification.seqNumber === seqNumber,
    );
    if (found.length === 0) return { notificationsListResultError: noResultAvailable };
    return { notificationList: found.map(({ der }) => capture(PendingNotification, der)) };
  },
});
