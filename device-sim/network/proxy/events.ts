declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A connection through the data path of a device is open. */
    'data.opened': { readonly device: string; readonly host: string; readonly port: number };
    /** A connection was not made: the host may not be reached, or cannot be. */
    'data.refused': {
      readonly device: string;
      readonly host: string;
      readonly port: number;
      readonly allowed: boolean;
      readonly why: string;
    };
    /** A connection through the data path has ended; octets as they were on the wire, TLS included. */
    'data.closed': {
      readonly device: string;
      readonly host: string;
      readonly port: number;
      readonly up: number;
      readonly down: number;
    };
  }
}
export type {};
