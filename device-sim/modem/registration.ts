import type { Plmn } from '#shared/identifiers/plmn';

/** As Windows has it (network.md §5); `partner` is never come to. */
export type RegistrationState =
  'none' | 'deregistered' | 'searching' | 'home' | 'roaming' | 'partner' | 'denied';

/**
 * Why it is not home or roaming: the EMM cause of the network, or
 * `macFailure`, `syncFailure`, `nonEpsAuthentication` - what the USIM found wrong with the network's challenge;
 * `authenticationRejected` - the network found the answer wrong;
 * `noAnswer`, `noCell` - the network said nothing, or there is none;
 * `noUsim`, `pinRequired`, `pinWrong`, `cardError` - what the card has or does does not suffice.
 */
export type RegistrationCause =
  | number
  | 'macFailure'
  | 'syncFailure'
  | 'nonEpsAuthentication'
  | 'authenticationRejected'
  | 'noAnswer'
  | 'noCell'
  | 'noUsim'
  | 'pinRequired'
  | 'pinWrong'
  | 'cardError';

/** Where a modem stands. */
export interface Registration {
  readonly state: RegistrationState;
  /** Of the profile the modem works with; undefined where none is enabled. */
  readonly iccid: string | undefined;
  /** The network it is registered in, or that refused it. */
  readonly plmn?: Plmn;
  readonly cause?: RegistrationCause;
}

/** Whether two say the same. */
export const sameRegistration = (a: Registration, b: Registration): boolean =>
  a.state === b.state && a.iccid === b.iccid && a.plmn === b.plmn && a.cause === b.cause;
