import { decode } from '#shared/asn1/index';
import {
  ListNotificationRequest,
  ListNotificationResponse,
  metadataOf,
  PendingNotification,
} from '#shared/rsp/notifications';

import { isdrFunction } from '../isdr/isdr-function.ts';
import { matching } from '../notifications/search.ts';

/** ES10b.ListNotification (SGP.22 §5.7.9): the metadata of those that wait, by sequence number. */
export const listNotification = isdrFunction({
  name: 'ListNotification',
  request: ListNotificationRequest,
  response: ListNotificationResponse,
  run: ({ state }, { profileManagementOperation }) => ({
    notificationMetadataList: matching(state, profileManagementOperation).map(({ der }) =>
      metadataOf(decode(PendingNotification, der)),
    ),
  }),
});
