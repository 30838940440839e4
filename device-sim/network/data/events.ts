import type { Instant } from '#shared/runtime/span';

import type { BalanceChange } from './balances.ts';
import type { Carriage } from './data-session.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A device used data: how much of it was carried, and whether that is all. */
    'network.data': {
      readonly device: string;
      /** Undefined where there is no data session. */
      readonly imsi?: string;
      readonly host: string;
      readonly octets: number;
      readonly outcome: Carriage;
    };
    /** The balance of a subscriber is another one, but for mere use; nothing of it is said where none is kept any more. */
    'network.balance': {
      readonly imsi: string;
      readonly why: Exclude<BalanceChange, 'used'>;
      readonly octets?: number;
      readonly expiresAt?: Instant;
    };
    /** A device has come to another country. */
    'network.moved': { readonly device: string; readonly country: string };
  }
}
export type {};
