import { toHex } from '#shared/bytes/bytes';
import type { ActivationCode } from '#shared/identifiers/activation-code';
import type { Iccid } from '#shared/identifiers/iccid';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import * as es10b from '../es10/es10b.ts';
import { IsdR } from '../es10/isd-r.ts';
import type { LpaParts } from '../lpa-parts.ts';
import { learnEuiccInfo1, smdpAt } from '../lpa-parts.ts';
import type { Delivery } from '../notifications.ts';
import { deliverAfterFailure, deliverNotifications } from '../notifications.ts';
import type { Profile } from '../profiles.ts';
import { enableProfile } from '../profiles.ts';
import { sameServer } from '../server-addresses.ts';
import { codeOfDefaultSmdp, readActivationCode } from './activation-code.ts';
import type { Offer } from './common-mutual-authentication.ts';
import {
  authenticateClient,
  authenticateServer,
  expectAuthenticated,
  initiateAuthentication,
} from './common-mutual-authentication.ts';
import { askConsent, cancelReasonOf, offeredProfile } from './consent.ts';
import {
  expectInstalled,
  expectMetadata,
  expectPrepared,
  getBoundProfilePackage,
  loadSegments,
  prepareDownload,
  segmentsOf,
} from './download-and-installation.ts';
import { PprNotAllowed, UserDeclined } from './download-errors.ts';
import type { Session } from './download-run.ts';
import { DownloadRun } from './download-run.ts';
import type { LpaHost, OfferedProfile } from './host.ts';
import { profileOfInterruptedDownload } from './interrupted-download.ts';
import type { RulesVerdict } from './profile-policy-rules.ts';
import { judgeProfilePolicyRules } from './profile-policy-rules.ts';

export interface DownloadRequest {
  /** Without one the default SM-DP+ of the eUICC is asked for what it has for this EID. */
  readonly activationCode?: string | undefined;
  /** Where the server is called when not at the address of the code, which stays what is asked for and signed. */
  readonly smdpUrl?: string | undefined;
  /** In place of asking the host. */
  readonly confirmationCode?: string | undefined;
  /** Take rules that need consent without asking. */
  readonly acceptPpr?: boolean | undefined;
  readonly enable: boolean;
  readonly host: LpaHost;
}

export interface DownloadResult {
  readonly ok: true;
  readonly iccid: Iccid;
  readonly state: 'enabled' | 'disabled';
  readonly notifications: { readonly delivered: number; readonly pending: number };
  /** The profile was there already: an earlier download had been cut off before its result was delivered. */
  readonly resumed: boolean;
}

/** Downloads a Profile and, if wanted, enables it (SGP.22 §3.0.1, §3.1.3). @throws DownloadFailed */
export async function download(parts: LpaParts, request: DownloadRequest): Promise<DownloadResult> {
  const run = new DownloadRun(parts, request.host);
  return parts.clock.exchange('download', async () => {
    run.enter('activationCode');
    const { activationCode, smdpUrl } = request;
    const read = (text: string): ActivationCode => readActivationCode(text, smdpUrl, parts.addresses);
    const given = await run.guarded(() => (activationCode === undefined ? undefined : read(activationCode)));
    const isdR = await run.guarded(() => IsdR.open(parts.cardWire, parts.blockSize));
    try {
      return await run.guarded(async () =>
        procedure(run, request, isdR, given ?? read(await codeOfDefaultSmdp(isdR))),
      );
    } finally {
      await isdR.close();
      parts.cardWire.forget();
      parts.serverWire.forget();
    }
  });
}

async function procedure(
  run: DownloadRun,
  request: DownloadRequest,
  isdR: IsdR,
  code: ActivationCode,
): Promise<DownloadResult> {
  const { parts } = run;
  const server = smdpAt(parts, code.smdpAddress);

  run.enter('initiateAuthentication');
  const euiccInfo1 = await learnEuiccInfo1(parts, isdR);
  const before = await deliverNotifications(parts, isdR, (address) => sameServer(address, code.smdpAddress));
  const initiated = await initiateAuthentication(isdR, server, euiccInfo1, code);
  const session: Session = { isdR, server, code, transactionId: initiated.transactionId };
  parts.matchingIds.set(toHex(initiated.transactionId), code.matchingId);

  run.enter('authenticateServer');
  const authenticated = await authenticateServer(isdR, initiated, code.matchingId, parts.device);
  await expectAuthenticated(session, authenticated);

  run.enter('authenticateClient');
  const offer = await offerOrInterrupted(parts, session, before, () =>
    authenticateClient(session, authenticated, initiated.dpAuth),
  );
  if ('iccid' in offer) return finish(run, session, request, { ...offer, before, resumed: true });
  const profile = offeredProfile(offer.profileMetadata.value);

  const confirmationCode = await confirm(run, session, { offer, profile }, request);
  await install(run, session, offer, confirmationCode);
  const { iccid } = profile;
  return finish(run, session, request, { iccid, state: 'disabled', before, resumed: false });
}

/** What the server offers, or the Profile that a download before this one left on the card. */
async function offerOrInterrupted(
  parts: LpaParts,
  session: Session,
  before: Delivery,
  ask: () => Promise<Offer>,
): Promise<Offer | Pick<Profile, 'iccid' | 'state'>> {
  try {
    return await ask();
  } catch (error) {
    const profile = await profileOfInterruptedDownload(parts, session, error, before.delivered);
    if (profile === undefined) throw error;
    return { iccid: profile.iccid, state: profile.state };
  }
}

/** The metadata check, consent and Confirmation Code (SGP.22 §3.1.3); the code, where the server wants one. */
async function confirm(
  run: DownloadRun,
  session: Session,
  { offer, profile }: { readonly offer: Offer; readonly profile: OfferedProfile },
  request: DownloadRequest,
): Promise<string | undefined> {
  const { parts, host } = run;

  run.enter('consent');
  const { forbidden, needConsent } = await rulesOf(session.isdR, offer.profileMetadata.value);
  if (forbidden.length > 0) throw await run.cancelled(session, 'pprNotAllowed', new PprNotAllowed(forbidden));
  const rules = request.acceptPpr === true ? [] : needConsent;
  const answer = await askConsent(parts.clock, host, profile, session.code.smdpAddress, rules);
  if (answer !== 'accept')
    throw await run.cancelled(session, cancelReasonOf[answer], new UserDeclined(answer));

  if (!offer.smdpSigned2.value.ccRequiredFlag) return undefined;
  run.enter('confirmationCode');
  const confirmationCode =
    request.confirmationCode ?? (await parts.clock.until('confirmation code', host.confirmationCode()));
  // Nobody rejected the Profile: postponed keeps the order, so that the code can be given the next time.
  if (confirmationCode === undefined || confirmationCode === '')
    throw await run.cancelled(session, 'postponed', new UserDeclined('noConfirmationCode'));
  return confirmationCode;
}

async function install(
  run: DownloadRun,
  session: Session,
  offer: Offer,
  confirmationCode: string | undefined,
): Promise<void> {
  const { isdR } = session;

  run.enter('prepareDownload');
  const prepared = await prepareDownload(session, offer, confirmationCode);
  await expectPrepared(session, prepared);

  run.enter('getBoundProfilePackage');
  const boundProfilePackage = await getBoundProfilePackage(session, prepared);

  run.enter('loadBoundProfilePackage');
  const segments = await run.orCancel(session, 'loadBppExecutionError', () =>
    segmentsOf(boundProfilePackage),
  );
  await run.orCancel(session, 'metadataMismatch', () => {
    expectMetadata(segments, offer.profileMetadata.der);
  });
  const result = await run.orCancel(session, 'loadBppExecutionError', () => loadSegments(isdR, segments));
  try {
    expectInstalled(result.value);
  } catch (error) {
    const failure = run.failure(error);
    await deliverAfterFailure(run.parts, isdR, to(session));
    throw failure;
  }
}

/** A Profile on the card, in the state it has before it is enabled. */
interface Installed extends Pick<Profile, 'iccid' | 'state'> {
  readonly before: Delivery;
  readonly resumed: boolean;
}

/**
 * Enables, and then tells the server: a device that dies in between has a result to deliver, by which the next try
 * knows that all is done. What cannot be delivered waits on the card.
 */
async function finish(
  run: DownloadRun,
  { isdR }: Session,
  { enable }: DownloadRequest,
  { iccid, state, before, resumed }: Installed,
): Promise<DownloadResult> {
  const { parts } = run;
  if (enable) {
    run.enter('enable');
    try {
      if (parts.refreshFlag) isdR.expectReset();
      await enableProfile(isdR, iccid, parts.refreshFlag);
    } catch (error) {
      const failure = run.failure(error);
      await deliverAfterFailure(parts, isdR);
      throw failure;
    }
    parts.trace.emit('lpa.profile', { device: parts.name, action: 'enabled', iccid });
  }
  run.enter('handleNotification');
  const after = await deliverNotifications(parts, isdR);
  parts.trace.emit('lpa.downloaded', { device: parts.name, iccid, resumed });
  return {
    ok: true,
    iccid,
    state: enable ? 'enabled' : state,
    notifications: {
      delivered: before.delivered.length + after.delivered.length,
      pending: after.kept.length,
    },
    resumed,
  };
}

/** The notifications for the server of the session. */
function to({ code }: Session): (address: string) => boolean {
  return (address) => sameServer(address, code.smdpAddress);
}

async function rulesOf(isdR: IsdR, metadata: StoreMetadataRequest): Promise<RulesVerdict> {
  if (metadata.profilePolicyRules === undefined) return { forbidden: [], needConsent: [] };
  return judgeProfilePolicyRules(metadata, await es10b.getRat(isdR));
}
