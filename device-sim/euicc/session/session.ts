import type { Bytes } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import type { Certificate } from '#shared/pki/certificate';
import type { EuiccIdentity } from '#shared/pki/identities';

import type { BoundProfilePackageLoad } from '../es8plus/bound-profile-package-load.ts';

/** No RSP session. */
export interface NoSession {
  readonly state: 'none';
}

/** GetEUICCChallenge has been answered. */
export interface Challenged {
  readonly state: 'challenged';
  /** Which session of the card it is, from 1. */
  readonly number: number;
  readonly euiccChallenge: Bytes;
}

/** AuthenticateServer has succeeded. */
export interface Authenticated {
  readonly state: 'authenticated';
  readonly number: number;
  readonly transactionId: Bytes;
  readonly serverAddress: string;
  /** Signs for the card in this session. */
  readonly identity: EuiccIdentity;
  /** CERT.DPauth or CERT.DSauth. */
  readonly serverCertificate: Certificate;
  readonly euiccSignature1: Bytes;
}

/** PrepareDownload has succeeded. */
export interface Prepared extends Omit<Authenticated, 'state'> {
  readonly state: 'prepared';
  readonly dpPb: Certificate;
  /** otSK.EUICC.ECKA. */
  readonly oneTimeKey: PrivateKey;
}

/** The first octets of a Bound Profile Package have come. */
export interface Loading extends Omit<Prepared, 'state'> {
  readonly state: 'loading';
  readonly load: BoundProfilePackageLoad;
}

/** The RSP session of the ISD-R; there is one at a time (SGP.22 §5.7). */
export type Session = NoSession | Challenged | Authenticated | Prepared | Loading;
export type SessionState = Session['state'];

/** A session past AuthenticateServer. */
export type OpenSession = Authenticated | Prepared | Loading;

export const mayBecome = {
  none: ['challenged'],
  challenged: ['authenticated', 'none'],
  authenticated: ['prepared', 'none'],
  prepared: ['loading', 'none'],
  loading: ['none'],
} as const satisfies Record<SessionState, readonly SessionState[]>;

/** The states in which the functions that belong to a session do their work; all others work in any. */
export const accepts = {
  AuthenticateServer: ['challenged'],
  PrepareDownload: ['authenticated'],
  LoadBoundProfilePackage: ['prepared', 'loading'],
  CancelSession: ['authenticated', 'prepared', 'loading'],
} as const satisfies Record<string, readonly SessionState[]>;

/** @throws Error for a move that the table does not know: a bug of ours. */
export function checkMove(from: SessionState, to: SessionState): void {
  const known: readonly SessionState[] = mayBecome[from];
  if (from !== to && !known.includes(to)) throw new Error(`a session cannot become ${to} from ${from}`);
}
