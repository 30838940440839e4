import { sameBytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import type { LoadContext, Outcome } from '../notifications/profile-installation-result.ts';
import { installationResult } from '../notifications/profile-installation-result.ts';
import type { Draft } from '../notifications/pending.ts';
import { smdpOidOf } from '../session/retained-key.ts';
import type { Loading } from '../session/session.ts';
import type { RetainedKey } from '../store/card-state.ts';
import type { LoadedProfile } from './load-profile-elements.ts';

/** Which load this session's is. */
export const contextOf = (session: Loading): LoadContext => ({
  transactionId: session.transactionId,
  identity: session.identity,
  smdpOid: smdpOidOf(session.dpPb),
  serverAddress: session.serverAddress,
  iccid: session.load.metadata?.iccid,
});

/** The result for the SM-DP+ of the session, and copies for the further addresses of the metadata that ask for it. */
export function resultsOf(card: Card, session: Loading, outcome: Outcome): readonly Draft[] {
  const context = contextOf(session);
  const configured = session.load.metadata?.notificationConfigurationInfo ?? [];
  const further = configured
    .filter(({ profileManagementOperation: events }) => events.includes('notificationInstall'))
    .map(({ notificationAddress }) => notificationAddress)
    .filter((address) => 'isdpAid' in outcome && address !== session.serverAddress);
  const addresses = [session.serverAddress, ...new Set(further)];
  return addresses.map((address) => installationResult(card, context, outcome, address));
}

/** The outcome of a load that has made a Profile. */
export const successOf = ({ profile, simaResponse }: LoadedProfile): Outcome => ({
  isdpAid: profile.isdpAid,
  simaResponse,
});

/** SM-DP+ whose retained one-time key this session has used up. */
export const usedUp = (retained: readonly RetainedKey[], { oneTimeKey }: Loading): readonly string[] =>
  retained.filter(({ scalar }) => sameBytes(scalar, oneTimeKey.scalar)).map(({ smdpOid }) => smdpOid);
