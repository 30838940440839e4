import type { Bytes } from '#shared/bytes/bytes';
import { toUtf8 } from '#shared/bytes/bytes';
import type { SessionKeys } from '#shared/crypto/bsp';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw, privateKeyFromScalar } from '#shared/crypto/keys';
import type { Handler } from '#shared/http/contract';
import type { GetBoundProfilePackage } from '#shared/rsp/es9plus';
import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';
import type { Entropy } from '#shared/runtime/entropy';

import { buildBoundProfilePackage } from '../binding/bound-profile-package.ts';
import { success } from '../es2plus/progress-outcome.ts';
import { delivered } from '../orders/delivery.ts';
import type { Binding, Delivery } from '../orders/order.ts';
import type { Authenticated, Bound } from '../sessions/session.ts';
import { verifyAll } from './check.ts';
import { expectSameTransaction } from './euicc-checks.ts';
import type { Bindable, Prepared } from './package-checks.ts';
import { bindingChecks, boundBefore, messageChecks } from './package-checks.ts';
import { passing, placeIn, telling } from './progress.ts';
import { endingWhenRefused } from './session-end.ts';
import type { SmdpParts } from './smdp-parts.ts';
import { signingManner } from './smdp-parts.ts';

/** ES9+.GetBoundProfilePackage (SGP.22 §5.6.2): binds the Profile to the eUICC's one-time key and delivers it. */
export function getBoundProfilePackage(smdp: SmdpParts): Handler<typeof GetBoundProfilePackage> {
  return ({ transactionId, prepareDownloadResponse }) =>
    smdp.sessions.oneByOne(transactionId, async () => {
      const session = smdp.sessions.accept('getBoundProfilePackage', transactionId);
      return await endingWhenRefused(smdp, session, async () => {
        const prepared = { session, response: expectNoError(session, prepareDownloadResponse.value) };
        verifyAll(messageChecks, prepared);
        const boundProfilePackage = await deliver(smdp, prepared);
        smdp.sessions.move(session, boundFrom(session), 'getBoundProfilePackage');
        return { transactionId, boundProfilePackage };
      });
    });
}

function boundFrom(session: Authenticated): Bound {
  const { transactionId, address, identity, entropy, euiccCertificate } = session;
  return {
    state: 'bound',
    transactionId,
    address,
    identity,
    entropy,
    euiccCertificate,
    ...placeIn(session),
  };
}

function expectNoError(session: Authenticated, response: PrepareDownloadResponse): Prepared['response'] {
  const { downloadResponseOk, downloadResponseError: error } = response;
  if (downloadResponseOk !== undefined) return downloadResponseOk;
  expectSameTransaction(error.transactionId, session.transactionId);
  throw new Refusal('euiccReportedError', `downloadErrorCode ${error.downloadErrorCode}`);
}

/** The package, after its order has been kept as Downloaded. */
async function deliver(smdp: SmdpParts, prepared: Prepared): Promise<Bytes> {
  const { session } = prepared;
  const where = placeIn(session);
  return telling(smdp, where, pointOf, async () =>
    passing(smdp, session.order, (order) => {
      const now = smdp.clock.now();
      const bindable = { ...prepared, order, now };
      verifyAll(bindingChecks, bindable);
      const before = boundBefore(bindable);
      const oneTimeKey =
        before === undefined ? newKey(session) : privateKeyFromScalar(before.curve, before.smdpOtsk);
      const binding = before ?? bind(smdp, bindable, oneTimeKey);
      return {
        order: delivered(order, binding, deliveryOf(bindable), now),
        result: packageFor(smdp, bindable, binding, oneTimeKey),
        passed: { ...where, point: 'bppDownload', outcome: success },
      };
    }),
  );
}

function pointOf(refusal: RefusalName): NotificationPoint {
  return refusal.startsWith('confirmationCode') ? 'confirmationFailure' : 'bppDownload';
}

function newKey({ entropy, identity }: Authenticated): PrivateKey {
  return privateKeyFromDraw(identity.dpPb.key.curve, entropy.draw('smdpOtsk', 40));
}

/** Binds the Profile to the one-time key that the eUICC has shown. */
function bind({ settings }: SmdpParts, { session, response }: Bindable, oneTimeKey: PrivateKey): Binding {
  const { entropy, metadata } = session;
  return {
    curve: oneTimeKey.curve,
    euiccOtpk: response.euiccSigned2.value.euiccOtpk,
    smdpOtpk: oneTimeKey.publicKey.point,
    smdpOtsk: oneTimeKey.scalar,
    hostId: toUtf8(settings.hostId),
    metadata,
    profileKeys: settings.segmentKeys === 'ppk' ? drawKeys(entropy) : undefined,
  };
}

function drawKeys(entropy: Entropy): SessionKeys {
  const drawn = entropy.draw('ppk', 48);
  return {
    initialMacChainingValue: drawn.slice(0, 16),
    sEnc: drawn.slice(16, 32),
    sMac: drawn.slice(32),
  };
}

function packageFor(
  smdp: SmdpParts,
  { session, order }: Bindable,
  binding: Binding,
  oneTimeKey: PrivateKey,
): Bytes {
  const { hostId, euiccOtpk, metadata, profileKeys } = binding;
  return buildBoundProfilePackage({
    transactionId: session.transactionId,
    key: session.identity.dpPb.key,
    how: signingManner(smdp),
    oneTimeKey,
    euiccOtpk,
    hostId,
    eid: session.eid,
    metadata,
    upp: order.profile.upp,
    profileKeys,
  });
}

function deliveryOf({ session, now }: Bindable): Delivery {
  const { transactionId, eid, euiccCertificate, identity } = session;
  return {
    transactionId,
    at: now,
    eid,
    euiccCertificate: euiccCertificate.der,
    smdpOid: identity.smdpOid,
    result: undefined,
  };
}
