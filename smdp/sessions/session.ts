import type { Bytes } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { Certificate } from '#shared/pki/certificate';
import type { ServerIdentity } from '#shared/pki/identities';
import type { Entropy } from '#shared/runtime/entropy';

import type { Ownership } from '../orders/order.ts';

/** What an RSP session has from its first to its last state. */
interface AnySession {
  readonly transactionId: Bytes;
  /** The address that was asked for: it is the one signed. */
  readonly address: string;
  /** The certificates this session speaks with. */
  readonly identity: ServerIdentity;
  /** Where the session's chance comes from. */
  readonly entropy: Entropy;
}

/** initiateAuthentication was answered; the eUICC is to show who it is. */
export interface Opened extends AnySession {
  readonly state: 'opened';
  readonly serverChallenge: Bytes;
  /** euiccCiPKIdToBeUsed: under which CI the eUICC's certificates have to be. */
  readonly ciId: Bytes;
}

/** The eUICC's side of a session, once it has been authenticated. */
interface WithEuicc extends AnySession {
  readonly order: number;
  /** Which order of its Profile it is: see Order. */
  readonly ordered: number;
  readonly iccid: Iccid;
  readonly ownership: Ownership | undefined;
  readonly eid: Eid;
  readonly euiccCertificate: Certificate;
}

/** authenticateClient was answered; the one-time key is to come. */
export interface Authenticated extends WithEuicc {
  readonly state: 'authenticated';
  readonly smdpSignature2: Bytes;
  readonly ccRequired: boolean;
  /** The whole `BF25` that the user was shown. */
  readonly metadata: Bytes;
}

/** The Bound Profile Package was delivered; its result is to come. */
export interface Bound extends WithEuicc {
  readonly state: 'bound';
}

/** Nothing goes on in it any more. */
export interface Ended extends AnySession {
  readonly state: 'ended';
}

/** An RSP session (SGP.22 §3.1.3). */
export type Session = Opened | Authenticated | Bound | Ended;
export type SessionState = Session['state'];

/** Where a session can go from where it is. */
export const mayBecome = {
  opened: ['authenticated', 'ended'],
  authenticated: ['bound', 'ended'],
  bound: ['ended'],
  ended: [],
} as const satisfies Record<SessionState, readonly SessionState[]>;

/**
 * The states in which a function finds its session; in any other it is refused with 8.10.1/3.9 and the session stays.
 * initiateAuthentication begins one, and a notification is taken whatever has become of its session.
 */
export const accepts = {
  authenticateClient: ['opened'],
  getBoundProfilePackage: ['authenticated'],
  cancelSession: ['authenticated', 'bound'],
} as const satisfies Record<string, readonly SessionState[]>;

export type SessionFunction = keyof typeof accepts;

/** The sessions that a function accepts. */
export type AcceptedBy<F extends SessionFunction> = Extract<
  Session,
  { readonly state: (typeof accepts)[F][number] }
>;
