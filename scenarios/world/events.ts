declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A server of the web PKI turned a client away for its certificate; `message` is the line the client was given. */
    'client.refused': { readonly server: string; readonly rule: string; readonly message: string };
  }
}
export {};
