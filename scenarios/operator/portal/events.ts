import type { PurchaseState } from './purchase.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A device has opened the portal; codes are those of the downloads that failed before. */
    'portal.launch': {
      readonly purchase: string;
      readonly transactionId: string | undefined;
      readonly resumed: boolean;
      readonly lastErrors: readonly string[];
    };
    /** A purchase has moved from one state to another. */
    'portal.purchase': {
      readonly purchase: string;
      readonly from: PurchaseState | 'none';
      readonly to: PurchaseState;
    };
    /** What the page was told by the device, as it reported it to the operator. */
    'portal.callback': {
      readonly purchase: string;
      readonly kind: 'activation' | 'registration';
      readonly result: string;
      readonly iccid: string | undefined;
    };
  }
}
