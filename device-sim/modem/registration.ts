import type { Plmn } from '#shared/identifiers/plmn';

/**
 * As Windows has it (network.md §5). `partner` is a visited network that the operator prefers: one that EF.OPLMNwAcT of
 * the USIM names.
 */
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

/** Which network is wanted; as the USIM has it unless one is given. */
export interface NetworkSelection {
  readonly network?: Plmn;
}

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
