import type { RegistrationCause, RegistrationState } from './registration.ts';

declare module '#shared/runtime/trace' {
  interface TraceEvents {
    /** A modem stands elsewhere than before. */
    'modem.registration': {
      readonly device: string;
      readonly state: RegistrationState;
      readonly iccid: string | undefined;
      readonly plmn?: string;
      readonly cause?: RegistrationCause;
    };
    /** What the USIM made of a challenge of the network, or the network of its answer (`rejected`). */
    'modem.aka': {
      readonly device: string;
      readonly imsi: string;
      readonly result: 'success' | 'macFailure' | 'syncFailure' | 'nonEpsAuthentication' | 'rejected';
    };
    /** The card asked the terminal for something. */
    'modem.proactive': { readonly device: string; readonly command: number; readonly qualifier: number };
  }
}
