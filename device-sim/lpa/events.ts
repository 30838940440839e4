import type { Bytes } from '#shared/bytes/bytes';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';

import type { Stage } from './download/stages.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A command and its answer, with the function it belongs to; the card itself traces the wire. */
    'lpa.apdu': {
      readonly device: string;
      readonly what: string;
      readonly command: Bytes;
      readonly answer: Bytes;
    };
    /** A download began a stage. */
    'lpa.stage': { readonly device: string; readonly stage: Stage };
    /** A download ended well, or did not. */
    'lpa.downloaded': { readonly device: string; readonly iccid: string; readonly resumed: boolean };
    'lpa.failed': { readonly device: string; readonly stage: Stage; readonly message: string };
    /** The LPA ended an RSP session; `told` is what came of telling the server. */
    'lpa.cancelled': {
      readonly device: string;
      readonly reason: CancelSessionReason;
      readonly told: 'yes' | 'no' | 'refused';
    };
    /** A pending notification reached its recipient, or was kept for the next time. */
    'lpa.notification': {
      readonly device: string;
      readonly seqNumber: number;
      readonly address: string;
      readonly outcome: 'delivered' | 'kept';
      readonly reason?: string;
    };
    /** The state of a Profile was changed from this device. */
    'lpa.profile': {
      readonly device: string;
      readonly action: 'enabled' | 'disabled' | 'deleted' | 'renamed';
      readonly iccid: string;
    };
  }
}
