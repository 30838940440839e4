declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** The operator has told its network of a subscriber, some time after the order. */
    'operator.provisioned': { readonly iccid: string; readonly imsi: string };
  }
}
export {};
