import type { Bytes } from '#shared/bytes/bytes';

import type { SessionState } from './session/session.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** The RSP session of a card has moved from one state to another. */
    'card.session': { readonly card: string; readonly from: SessionState; readonly to: SessionState };
    /** A function of the ISD-R has been executed. */
    'card.function': { readonly card: string; readonly name: string; readonly answer: Bytes };
  }
}
