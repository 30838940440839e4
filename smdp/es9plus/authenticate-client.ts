import { capture, written } from '#shared/asn1/index';
import type { Handler, ResponseOf } from '#shared/http/contract';
import { parseEid } from '#shared/identifiers/eid';
import type { Eid } from '#shared/identifiers/eid';
import type { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { CertificateTlv, Signature } from '#shared/rsp/common';
import type { AuthenticateClient } from '#shared/rsp/es9plus';
import { Refusal } from '#shared/rsp/refusals';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { success } from '../es2plus/progress-outcome.ts';
import { reusableFor } from '../orders/delivery.ts';
import type { Order } from '../orders/order.ts';
import type { Authenticated, Opened } from '../sessions/session.ts';
import { verifyAll } from './check.ts';
import type { Presented } from './euicc-checks.ts';
import { euiccChecks, euiccOf, expectSameTransaction } from './euicc-checks.ts';
import { metadataFor } from './metadata.ts';
import { orderChecks } from './order-checks.ts';
import type { ProgressPlace } from './progress.ts';
import { passing, placeOf, telling } from './progress.ts';
import { endingWhenRefused } from './session-end.ts';
import { signSmdp2 } from './signed-by-server.ts';
import type { SmdpParts } from './smdp-parts.ts';
import { signingManner } from './smdp-parts.ts';

type Response = ResponseOf<typeof AuthenticateClient>;

/** ES9+.AuthenticateClient (SGP.22 §5.6.3): knows the eUICC, finds its order, shows what it will get. */
export function authenticateClient(smdp: SmdpParts): Handler<typeof AuthenticateClient> {
  return ({ transactionId, authenticateServerResponse }) =>
    smdp.sessions.oneByOne(transactionId, async () => {
      const session = smdp.sessions.accept('authenticateClient', transactionId);
      return await endingWhenRefused(smdp, session, async () => {
        const response = expectNoError(session, authenticateServerResponse.value);
        verifyAll(euiccChecks, { smdp, session, response });
        return await offerProfile({ smdp, session, response });
      });
    });
}

function expectNoError(session: Opened, response: AuthenticateServerResponse): Presented['response'] {
  const { authenticateResponseOk, authenticateResponseError: error } = response;
  if (authenticateResponseOk !== undefined) return authenticateResponseOk;
  expectSameTransaction(error.transactionId, session.transactionId);
  throw new Refusal('euiccReportedError', `authenticateErrorCode ${error.authenticateErrorCode}`);
}

async function offerProfile(presented: Presented): Promise<Response> {
  const { smdp, session, response } = presented;
  const eid = parseEid(euiccOf(presented).subjectSerialNumber ?? '');
  const order = await claimOrder(presented, eid);
  const { dpPb } = session.identity;
  const reusable = reusableFor(order, dpPb.key.curve);
  const { rspCapability: capability } = response.euiccSigned1.value.euiccInfo2.value;
  const reader = { capability, address: session.address, addresses: smdp.addresses };
  const metadata = reusable?.metadata ?? metadataFor(order.profile.metadata, reader);
  const ccRequired = order.hashedConfirmationCode !== undefined;
  const { transactionId } = session;
  const { signed, signature } = signSmdp2(
    {
      transactionId,
      ccRequiredFlag: ccRequired,
      ...(reusable === undefined ? {} : { bppEuiccOtpk: reusable.euiccOtpk }),
    },
    response.euiccSignature1,
    dpPb.key,
    signingManner(smdp),
  );
  const of = { ...placeOf(order), eid };
  const learned = { ...of, smdpSignature2: signature, ccRequired, metadata };
  smdp.sessions.move(session, authenticated(presented, learned), 'authenticateClient');
  return {
    transactionId,
    profileMetadata: capture(StoreMetadataRequest, metadata),
    smdpSigned2: signed,
    smdpSignature2: written(Signature, signature),
    smdpCertificate: written(CertificateTlv, dpPb.certificate.der),
  };
}

/** Finds the order that is asked for, holds it against eUICC and device, and counts the attempt. */
async function claimOrder({ smdp, response }: Presented, eid: Eid): Promise<Order> {
  const { euiccInfo2, ctxParams1 } = response.euiccSigned1.value;
  const { matchingId = '', deviceInfo } = ctxParams1.value.ctxParamsForCommonAuthentication ?? {};
  const found = await smdp.orders.orderFor(matchingId, eid);
  if (found === undefined || deviceInfo === undefined) {
    throw new Refusal('matchingIdRefused', matchingId === '' ? `nothing for ${eid}` : matchingId);
  }
  const { settings, clock } = smdp;
  const point = 'eligibilityAndRetryLimit';
  const where = { ...placeOf(found), eid };
  return await telling(
    smdp,
    where,
    () => point,
    async () =>
      passing(smdp, found.id, (order) => {
        const now = clock.now();
        const asking = { eid, euiccInfo2: euiccInfo2.value, deviceInfo, settings, now };
        verifyAll(orderChecks, { order, ordered: found.ordered, ...asking });
        const attempts = { ...order.attempts, download: order.attempts.download + 1 };
        const counted = { ...order, attempts };
        return { order: counted, result: counted, passed: { ...where, point, outcome: success } };
      }),
  );
}

type Learned = Pick<Authenticated, keyof ProgressPlace | 'smdpSignature2' | 'ccRequired' | 'metadata'>;

function authenticated(presented: Presented, learned: Learned): Authenticated {
  const { transactionId, address, identity, entropy } = presented.session;
  const euiccCertificate = euiccOf(presented);
  return { state: 'authenticated', transactionId, address, identity, entropy, euiccCertificate, ...learned };
}
