import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Handler } from '#shared/http/contract';
import type { Eid } from '#shared/identifiers/eid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { Certificate } from '#shared/pki/certificate';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { readPeerCertificate, verifyEuicc, verifyEum } from '#shared/pki/trust';
import type { HandleNotification } from '#shared/rsp/es9plus';
import type {
  NotificationMetadata,
  OtherSignedNotification,
  ProfileInstallationResult,
  ProfileInstallationResultData,
} from '#shared/rsp/notifications';
import { installErrorOf } from '#shared/rsp/notifications';

import { installation } from '../es2plus/progress-outcome.ts';
import type { InstallationResult } from '../orders/installation.ts';
import { deliveryOf, installed } from '../orders/installation.ts';
import type { Order } from '../orders/order.ts';
import { passing, placeOf } from './progress.ts';
import { isSignedByEuicc } from './signed-by-euicc.ts';
import type { SmdpParts } from './smdp-parts.ts';

/**
 * ES9+.HandleNotification (SGP.22 §5.6.4). The answer is the same whatever the notification is worth, so that the
 * device forgets it; what does not verify is a finding and changes nothing.
 */
export function handleNotification(smdp: SmdpParts): Handler<typeof HandleNotification> {
  return async ({ pendingNotification }) => {
    const { profileInstallationResult, otherSignedNotification } = pendingNotification.value;
    if (otherSignedNotification === undefined)
      await handleResult(smdp, profileInstallationResult, pendingNotification.der);
    else handleOther(smdp, otherSignedNotification);
    return undefined;
  };
}

/** What an eUICC says of an installation: verified with the certificate of the session, and acted on. */
async function handleResult(
  smdp: SmdpParts,
  notification: ProfileInstallationResult,
  resultData: Bytes,
): Promise<void> {
  const { profileInstallationResultData: data, euiccSignPIR } = notification;
  const { transactionId, notificationMetadata } = data.value;
  const order = await smdp.orders.orderOfResult(transactionId, iccidOf(notificationMetadata));
  const delivery = order === undefined ? undefined : deliveryOf(order, transactionId);
  if (order === undefined || delivery === undefined) {
    finding(smdp, `a result of no package of this server: session ${toHex(transactionId)}`);
    return;
  }
  const certificate = readPeerCertificate(delivery.euiccCertificate);
  if (!isSignedByEuicc(certificate, data, euiccSignPIR)) {
    finding(smdp, `euiccSignPIR is not that of the eUICC ${delivery.eid}`);
    return;
  }
  if (data.value.smdpOid !== delivery.smdpOid) {
    finding(smdp, `a result for the SM-DP+ ${data.value.smdpOid}, not ${delivery.smdpOid}`);
    return;
  }
  const named = iccidOf(notificationMetadata) ?? order.iccid;
  if (named !== order.iccid) {
    finding(smdp, `a result for the ICCID ${named}, not ${order.iccid}`);
    return;
  }
  received(smdp, notificationMetadata, delivery.eid);
  const result = resultOf(data.value);
  await actOn(smdp, order, { transactionId, eid: delivery.eid, result, resultData });
  const session = smdp.sessions.find(transactionId);
  if (session?.state === 'bound') smdp.sessions.end(session, result);
}

interface Heard {
  /** Of the session that the result names, whether that is known or not. */
  readonly transactionId: Bytes;
  readonly eid: Eid;
  readonly result: InstallationResult;
  readonly resultData: Bytes;
}

async function actOn(smdp: SmdpParts, found: Order, { transactionId, eid, result, resultData }: Heard) {
  const point = 'bppInstallation';
  const passed = { ...placeOf(found), eid, point, resultData, outcome: installation(result) } as const;
  await passing(smdp, found.id, (order) => {
    const delivery = deliveryOf(order, transactionId);
    const changed = delivery === undefined ? order : installed(order, delivery, result, smdp.clock.now());
    return { order: changed, result: undefined, passed: changed === order ? undefined : passed };
  });
}

/** Enable, disable, delete: verified with the chain that comes along. */
function handleOther(smdp: SmdpParts, notification: OtherSignedNotification): void {
  const { tbsOtherNotification, euiccNotificationSignature } = notification;
  const certificate = trustedEuicc(smdp, notification);
  if (certificate === undefined) return;
  if (!isSignedByEuicc(certificate, tbsOtherNotification, euiccNotificationSignature)) {
    finding(smdp, 'euiccNotificationSignature is not that of the eUICC');
    return;
  }
  received(smdp, tbsOtherNotification.value, certificate.subjectSerialNumber ?? '');
}

function trustedEuicc(smdp: SmdpParts, notification: OtherSignedNotification): Certificate | undefined {
  try {
    const eum = readPeerCertificate(notification.eumCertificate);
    const euicc = readPeerCertificate(notification.euiccCertificate);
    verifyEum(eum, smdp.ciStore.issuerOf(eum).certificate, smdp.clock.now());
    verifyEuicc(euicc, eum, undefined, smdp.clock.now());
    return euicc;
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    finding(smdp, error.message);
    return undefined;
  }
}

function resultOf({ finalResult }: ProfileInstallationResultData): InstallationResult {
  return finalResult.errorResult === undefined
    ? 'success'
    : installErrorOf(finalResult.errorResult.errorReason);
}

/** The ICCID that a notification names, if it is one. */
function iccidOf({ iccid }: NotificationMetadata): string | undefined {
  try {
    return iccid === undefined ? undefined : iccidFromBytes(iccid);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function received({ trace }: SmdpParts, metadata: NotificationMetadata, eid: string): void {
  trace.emit('notification.received', {
    iccid: iccidOf(metadata),
    eid,
    operation: metadata.profileManagementOperation.join(', '),
    sequenceNumber: metadata.seqNumber,
  });
}

function finding({ trace }: SmdpParts, what: string): void {
  trace.emit('finding', { where: 'handleNotification', what });
}
