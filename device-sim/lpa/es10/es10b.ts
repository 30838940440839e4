import type { Captured, Decoded } from '#shared/asn1/index';
import { contentOf, encode, readTlv, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { AuthenticateServerRequest } from '#shared/rsp/authenticate-server';
import {
  AuthenticateServerRequest as AuthenticateServerRequestSchema,
  AuthenticateServerResponse,
} from '#shared/rsp/authenticate-server';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import {
  cancelSessionReasons,
  CancelSessionRequest,
  CancelSessionResponse,
} from '#shared/rsp/cancel-session';
import type { ProfilePolicyAuthorisationRule } from '#shared/rsp/euicc-configuration';
import {
  GetEuiccChallengeRequest,
  GetEuiccChallengeResponse,
  GetRatRequest,
  GetRatResponse,
  LoadCrlResponse,
} from '#shared/rsp/euicc-configuration';
import { EuiccInfo1, EuiccInfo2 } from '#shared/rsp/euicc-info';
import type { NotificationMetadata } from '#shared/rsp/notifications';
import type { PendingNotification } from '#shared/rsp/notifications';
import {
  ListNotificationRequest,
  ListNotificationResponse,
  NotificationSentRequest,
  NotificationSentResponse,
  ProfileInstallationResult,
  RetrieveNotificationsListRequest,
  RetrieveNotificationsListResponse,
} from '#shared/rsp/notifications';
import type { PrepareDownloadRequest } from '#shared/rsp/prepare-download';
import {
  PrepareDownloadRequest as PrepareDownloadRequestSchema,
  PrepareDownloadResponse,
} from '#shared/rsp/prepare-download';
import { emptyCommand } from '#shared/rsp/signed-octets';

import { BadCardAnswer, EuiccError } from './card-errors.ts';
import { readAnswer } from './isd-r.ts';
import type { IsdR } from './isd-r.ts';

/** SGP.22 §5.7.7: 16 octets; a session that was open ends. */
export async function getEuiccChallenge(isdR: IsdR): Promise<Bytes> {
  const command = encode(GetEuiccChallengeRequest, {});
  return (await isdR.ask('GetEUICCChallenge', command, GetEuiccChallengeResponse)).value.euiccChallenge;
}

/** SGP.22 §5.7.8, with the octets that go to the server as they are. */
export async function getEuiccInfo1(isdR: IsdR): Promise<Captured<EuiccInfo1>> {
  return isdR.ask('GetEUICCInfo1', emptyCommand(0xbf20), EuiccInfo1);
}

/** SGP.22 §5.7.8. */
export async function getEuiccInfo2(isdR: IsdR): Promise<Captured<EuiccInfo2>> {
  return isdR.ask('GetEUICCInfo2', emptyCommand(0xbf22), EuiccInfo2);
}

/** SGP.22 §5.7.13; both arms of the answer belong to the server. */
export async function authenticateServer(
  isdR: IsdR,
  request: AuthenticateServerRequest,
): Promise<Captured<AuthenticateServerResponse>> {
  const command = encode(AuthenticateServerRequestSchema, request);
  return isdR.ask('AuthenticateServer', command, AuthenticateServerResponse);
}

/** SGP.22 §5.7.5; both arms of the answer belong to the server. */
export async function prepareDownload(
  isdR: IsdR,
  request: PrepareDownloadRequest,
): Promise<Captured<PrepareDownloadResponse>> {
  const command = encode(PrepareDownloadRequestSchema, request);
  return isdR.ask('PrepareDownload', command, PrepareDownloadResponse);
}

/**
 * SGP.22 §5.7.6: one segment; the result once the eUICC has one, after which no more segments may follow.
 * @throws CardError, BadCardAnswer, CardGone
 */
export async function loadBoundProfilePackage(
  isdR: IsdR,
  segment: Bytes,
): Promise<Captured<ProfileInstallationResult> | undefined> {
  const what = 'LoadBoundProfilePackage';
  const data = await isdR.send(what, segment);
  return data.length === 0 ? undefined : readAnswer(what, data, ProfileInstallationResult);
}

/** SGP.22 §5.7.14. */
export async function cancelSession(
  isdR: IsdR,
  transactionId: Bytes,
  reason: CancelSessionReason,
): Promise<Captured<CancelSessionResponse>> {
  const command = encode(CancelSessionRequest, { transactionId, reason: cancelSessionReasons[reason] });
  return isdR.ask('CancelSession', command, CancelSessionResponse);
}

/** SGP.22 §5.7.22. */
export async function getRat(isdR: IsdR): Promise<readonly ProfilePolicyAuthorisationRule[]> {
  return (await isdR.ask('GetRAT', encode(GetRatRequest, {}), GetRatResponse)).value.rat;
}

/** SGP.22 §5.7.9: what the pending notifications are about. @throws EuiccError */
export async function listNotification(isdR: IsdR): Promise<readonly NotificationMetadata[]> {
  const command = encode(ListNotificationRequest, {});
  const { value } = await isdR.ask('ListNotification', command, ListNotificationResponse);
  if (value.notificationMetadataList === undefined) {
    throw new EuiccError('ListNotification', value.listNotificationsResultError, 'undefinedError');
  }
  return value.notificationMetadataList;
}

/** SGP.22 §5.7.10: one pending notification; undefined when it is gone. @throws EuiccError */
export async function retrieveNotification(
  isdR: IsdR,
  seqNumber: number,
): Promise<Captured<PendingNotification> | undefined> {
  const what = 'RetrieveNotificationsList';
  const command = encode(RetrieveNotificationsListRequest, { searchCriteria: { seqNumber } });
  const { value, der } = await isdR.ask(what, command, RetrieveNotificationsListResponse);
  if (value.notificationList === undefined) {
    if (value.notificationsListResultError === 1) return undefined;
    throw new EuiccError(what, value.notificationsListResultError, 'undefinedError');
  }
  const [found, ...others] = value.notificationList;
  if (others.length > 0) throw new BadCardAnswer(what, der, 'more than one notification has the number');
  return found;
}

/** SGP.22 §5.7.11; one that is gone already is as well. @throws EuiccError */
export async function removeNotificationFromList(isdR: IsdR, seqNumber: number): Promise<void> {
  const what = 'RemoveNotificationFromList';
  const command = encode(NotificationSentRequest, { seqNumber });
  const { value } = await isdR.ask(what, command, NotificationSentResponse);
  const status = value.deleteNotificationStatus;
  if (status !== 0 && status !== 1) throw new EuiccError(what, status, 'undefinedError');
}

export type LoadCrlResult = Decoded<typeof LoadCrlResponse>;

/** SGP.22 §5.7.12. @param certificateList the whole TLV of a CertificateList @throws DecodeError when it is none */
export async function loadCrl(isdR: IsdR, certificateList: Bytes): Promise<LoadCrlResult> {
  const command = tlv(0xbf35, tlv(0xa0, contentOf(readTlv(certificateList))));
  return (await isdR.ask('LoadCRL', command, LoadCrlResponse)).value;
}
