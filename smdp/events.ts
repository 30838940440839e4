import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { RefusalName } from '#shared/rsp/refusals';

import type { ProfileState } from './orders/profile-states.ts';
import type { SessionState } from './sessions/session.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** An RSP session went from one state to another; `from` is absent when it begins. */
    'session.moved': {
      readonly transactionId: string;
      readonly from: SessionState | undefined;
      readonly to: SessionState;
      readonly why: string;
    };
    /** A Profile went from one state to another; `from` is absent when the order is placed. */
    'order.moved': {
      readonly order: number;
      readonly iccid: string;
      readonly matchingId: string;
      readonly from: ProfileState | undefined;
      readonly to: ProfileState;
      readonly why: string;
    };
    /** What HandleDownloadProgressInfo tells the operator: `status` is `success`, a refusal or what the eUICC reported. */
    'order.progress': {
      readonly order: number;
      readonly iccid: string;
      readonly eid: string;
      readonly point: NotificationPoint;
      readonly status: string;
    };
    /** A function of ES9+ ended with a status code. `detail` never goes over the wire. */
    'es9plus.refused': {
      readonly function: string;
      readonly refusal: RefusalName;
      readonly detail: string | undefined;
      readonly transactionId: string | undefined;
    };
    /** A function of ES2+ ended with a status code. `detail` never goes over the wire. */
    'es2plus.refused': {
      readonly function: string;
      readonly refusal: RefusalName;
      readonly detail: string | undefined;
      /** What the request has as functionRequesterIdentifier. */
      readonly requester: string | undefined;
      readonly iccid: string | undefined;
    };
    /** The connection ended without an answer, as was ordered: before the function was carried out, or after it. */
    'smdp.hungUp': {
      /** `ES9+` or `ES2+`. */
      readonly lane: string;
      readonly function: string;
      readonly when: 'before' | 'after';
    };
    /** A verified notification of an eUICC about a Profile: enable, disable, delete, install. */
    'notification.received': {
      readonly iccid: string | undefined;
      readonly eid: string;
      readonly operation: string;
      readonly sequenceNumber: number;
    };
  }
}
