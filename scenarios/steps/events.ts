declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A step of a scenario begins; lines and columns count from 1. */
    'scenario.step': { readonly file: string; readonly line: number; readonly column: number };
  }
}
export {};
