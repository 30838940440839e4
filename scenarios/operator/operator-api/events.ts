import type { NotificationPoint } from '#shared/rsp/es2plus';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** The operator heard of a download from the SM-DP+ (SGP.22 §5.3.5); `status` is `success`, or why not. */
    'operator.progress': {
      readonly iccid: string;
      readonly eid: string | undefined;
      readonly point: NotificationPoint | `point ${number}`;
      readonly status: string;
    };
  }
}
export {};
