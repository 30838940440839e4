import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';

import type { ActivationError } from './enumerations.ts';
import type { DeliveryOutcome, LaunchEnd } from './launch-contract.ts';
import type { ToastKind, ToastState } from './toasts/toast.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A portal was entered. */
    'host.launch': {
      readonly device: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };
    /** Control went back to the app. */
    'host.ended': { readonly device: string; readonly why: LaunchEnd['why'] };
    /** The portal called a function of the bridge. */
    'host.call': { readonly device: string; readonly name: string; readonly id: string };
    /** The portal was told something, or could not be. */
    'host.callback': {
      readonly device: string;
      readonly name: string;
      readonly argument: string;
      readonly outcome: DeliveryOutcome | 'notSet';
    };
    /**
     * What became of an operation: `scheduled` for later, `begun`, to be tried again (`retrying`), `ended` with this result,
     * `cancelled` by the portal.
     */
    'host.operation': {
      readonly device: string;
      readonly id: string;
      readonly state: 'scheduled' | 'begun' | 'retrying' | 'ended' | 'cancelled';
      /** When it goes on, in milliseconds since 1970. */
      readonly due?: number;
      readonly result?: ActivationError;
      readonly status?: ESimOperationStatusName;
      readonly iccid?: string;
    };
    /** A toast was shown, the person has answered one, or nobody did and it expired. */
    'host.toast': {
      readonly device: string;
      readonly id: string;
      readonly kind: ToastKind;
      readonly state: ToastState;
      readonly text: string;
    };
  }
}
