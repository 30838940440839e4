import type { Bytes } from '#shared/bytes/bytes';

import { StatusError } from '../../uicc/index.ts';
import type { Card } from '../card.ts';
import { BoundProfilePackageLoad } from '../es8plus/bound-profile-package-load.ts';
import type { Piece } from '../es8plus/bound-profile-package-reader.ts';
import { resultsOf, successOf, usedUp } from '../es8plus/conclusion.ts';
import { configureIsdp } from '../es8plus/configure-isdp.ts';
import { initialiseSecureChannel } from '../es8plus/initialise-secure-channel.ts';
import { InstallFailed } from '../es8plus/install-failed.ts';
import type { LoadedProfile } from '../es8plus/load-profile-elements.ts';
import { loadProfileElements } from '../es8plus/load-profile-elements.ts';
import { replaceSessionKeys } from '../es8plus/replace-session-keys.ts';
import { storeMetadata } from '../es8plus/store-metadata.ts';
import { numbered, waiting } from '../notifications/pending.ts';
import type { Loading } from '../session/session.ts';
import { withoutLoading } from '../store/registers.ts';

/** SGP.22 §2.5.3 has 1020; the field sends up to 1036 (bpp.md §4). */
const longestSegment = { strict: 1_020, tolerant: 1_036 } as const;

/**
 * ES10b.LoadBoundProfilePackage (SGP.22 §5.7.6): takes the next octets of a package, cut anywhere.
 * @returns nothing while there is more to come, else the ProfileInstallationResult.
 * @throws StatusError conditionsNotSatisfied unless PrepareDownload has succeeded and no result has been given.
 */
export async function loadBoundProfilePackage(card: Card, octets: Bytes): Promise<Bytes> {
  const session = loadingSession(card);
  try {
    for (const piece of session.load.reader.push(octets)) {
      const loaded = await knownOutcome(card, piece, () => take(card, session, piece));
      if (loaded !== undefined) return await conclude(card, session, loaded);
    }
    return new Uint8Array();
  } catch (error) {
    if (!(error instanceof InstallFailed)) throw error;
    return conclude(card, session, error);
  }
}

function loadingSession(card: Card): Loading {
  const { session, description } = card;
  if (session.state === 'loading') return session;
  if (session.state !== 'prepared') {
    throw new StatusError(
      'conditionsNotSatisfied',
      `a Bound Profile Package in session state ${session.state}`,
    );
  }
  const strict = description.strictness.includes('segmentsOf1020');
  const load = new BoundProfilePackageLoad(longestSegment[strict ? 'strict' : 'tolerant']);
  const loading: Loading = { ...session, state: 'loading', load };
  card.become(loading);
  return loading;
}

/** A fault of ours, such as memory that takes nothing, is loud, and ends the load with the error for it. */
async function knownOutcome<T>(card: Card, piece: Piece, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InstallFailed || error instanceof StatusError) throw error;
    card.trace.emit('fault', { where: `${card.name}/LoadBoundProfilePackage`, error });
    const command = piece.kind === 'channel' ? 'initialiseSecureChannel' : piece.command;
    throw new InstallFailed(command, 'installFailedDueToUnknownError', 'a fault of the card', {
      cause: error,
    });
  }
}

async function take(card: Card, session: Loading, piece: Piece): Promise<LoadedProfile | undefined> {
  const { load } = session;
  if (piece.kind === 'channel') initialiseSecureChannel(card, session, piece.tlv);
  else if (piece.kind === 'segment') load.open(piece.command, piece.tlv);
  else if (piece.command === 'configureISDP') await configureIsdp(card, session, load.takeOpened());
  else if (piece.command === 'storeMetadata') await storeMetadata(card, session, load.takeOpened());
  else if (piece.command === 'replaceSessionKeys') replaceSessionKeys(session, load.takeOpened());
  else {
    load.reader.expectEnd();
    return loadProfileElements(card, session, load.takeOpened());
  }
  return undefined;
}

/** Profile, result and the end of the load are one commit: none of them is ever seen without the others. */
async function conclude(card: Card, session: Loading, end: LoadedProfile | InstallFailed): Promise<Bytes> {
  const outcome = end instanceof InstallFailed ? end : successOf(end);
  const { registers, retainedKeys } = card.state;
  const results = numbered(resultsOf(card, session, outcome), withoutLoading(registers));
  await card.commit({
    registers: results.registers,
    ...waiting(card, results.notifications),
    ...(end instanceof InstallFailed ? {} : { putProfiles: [end.profile] }),
    removeKeys: usedUp(retainedKeys, session),
  });
  card.become({ state: 'none' });
  const [first] = results.notifications;
  if (first === undefined) throw new Error('a load without a result');
  return first.der;
}
