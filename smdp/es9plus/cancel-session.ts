import type { Decoded } from '#shared/asn1/index';
import type { Handler } from '#shared/http/contract';
import type { CancelSessionResponse } from '#shared/rsp/cancel-session';
import { cancelSessionReasonOf } from '#shared/rsp/cancel-session';
import type { CancelSession } from '#shared/rsp/es9plus';
import { Refusal } from '#shared/rsp/refusals';

import { sessionCancelled } from '../es2plus/progress-outcome.ts';
import { cancelled, isStillFor } from '../orders/cancellation.ts';
import type { AcceptedBy } from '../sessions/session.ts';
import type { Check } from './check.ts';
import { verifyAll } from './check.ts';
import { expectSameTransaction } from './euicc-checks.ts';
import { passing, placeIn } from './progress.ts';
import { isSignedByEuicc } from './signed-by-euicc.ts';
import type { SmdpParts } from './smdp-parts.ts';

type Ok = NonNullable<Decoded<typeof CancelSessionResponse>['cancelSessionResponseOk']>;

/** What an eUICC answers to CancelSession, and the session it is for. */
export interface Cancelling {
  readonly session: AcceptedBy<'cancelSession'>;
  readonly response: Ok;
}

/** "Verify the euiccCancelSessionSignature" (SGP.22 §5.6.5). */
export const cancelledByTheEuicc: Check<Cancelling> = ({ session, response }) => {
  const { euiccCancelSessionSigned, euiccCancelSessionSignature } = response;
  if (!isSignedByEuicc(session.euiccCertificate, euiccCancelSessionSigned, euiccCancelSessionSignature)) {
    throw new Refusal('euiccSignatureInvalid', 'euiccCancelSessionSignature');
  }
};

/** "Verify that the smdpOid is that of CERT.DPauth" (SGP.22 §5.6.5). */
export const smdpOidIsMine: Check<Cancelling> = ({ session, response }) => {
  const { smdpOid } = response.euiccCancelSessionSigned.value;
  if (smdpOid !== session.identity.smdpOid) {
    throw new Refusal('smdpOidInvalid', `${smdpOid}, not ${session.identity.smdpOid}`);
  }
};

/** "Verify that the transactionId is the same" (SGP.22 §5.6.5). */
export const cancelsThisSession: Check<Cancelling> = ({ session, response }) => {
  expectSameTransaction(response.euiccCancelSessionSigned.value.transactionId, session.transactionId);
};

/** The checks of SGP.22 §5.6.5 in order. */
export const cancelSessionChecks = [cancelledByTheEuicc, smdpOidIsMine, cancelsThisSession] as const;

/** ES9+.CancelSession (SGP.22 §5.6.5): ends a session, and its order where the reason says so. */
export function cancelSession(smdp: SmdpParts): Handler<typeof CancelSession> {
  return async ({ transactionId, cancelSessionResponse }) =>
    smdp.sessions.oneByOne(transactionId, async () => {
      const session = smdp.sessions.accept('cancelSession', transactionId);
      const { cancelSessionResponseOk: response, cancelSessionResponseError: error } =
        cancelSessionResponse.value;
      if (response === undefined) {
        smdp.sessions.end(session, `cancelled, the eUICC reports error ${error}`);
        return {};
      }
      verifyAll(cancelSessionChecks, { session, response });
      await cancelOrder(smdp, { session, response });
      return {};
    });
}

async function cancelOrder(smdp: SmdpParts, { session, response }: Cancelling): Promise<void> {
  const reason = cancelSessionReasonOf(response.euiccCancelSessionSigned.value.reason);
  const policy = smdp.settings.cancelPolicy;
  const passed = {
    ...placeIn(session),
    point: 'bppInstallation',
    outcome: sessionCancelled(reason),
  } as const;
  await passing(smdp, session.order, (order) => ({
    order: cancelled(order, { ...session, reason, policy }, smdp.clock.now()),
    result: undefined,
    passed: isStillFor(order, session) ? passed : undefined,
  }));
  smdp.sessions.end(session, `cancelled: ${reason}`);
}
