import type { Schema } from '#shared/asn1/index';
import { decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Certificate } from '#shared/pki/certificate';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';
import { GetEuiccChallengeResponse } from '#shared/rsp/euicc-configuration';
import type { PendingNotification } from '#shared/rsp/notifications';
import { ProfileInstallationResult, RetrieveNotificationsListResponse } from '#shared/rsp/notifications';
import { PrepareDownloadRequest, PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { signedByEuiccSignature2 } from '#shared/rsp/signed-octets';

import { NotAsRecorded } from '../recording.ts';
import { differsAt, jsonOf } from './chance.ts';
import { euiccCertificate, expectSigned } from './signatures.ts';

/** The answers that have chance in them, by their tag. */
const withChance = new Map<string, Schema<unknown>>([
  ['BF21', PrepareDownloadResponse],
  ['BF2B', RetrieveNotificationsListResponse],
  ['BF2E', GetEuiccChallengeResponse],
  ['BF37', ProfileInstallationResult],
  ['BF38', AuthenticateServerResponse],
  ['BF41', CancelSessionResponse],
]);

const tagOf = (answer: Bytes): string => toHex(answer.subarray(0, 2));

/**
 * Compares data of two answers, whole TLVs each.
 * @throws NotAsRecorded when they differ in more than chance
 */
export function expectAlike(was: Bytes, is: Bytes): void {
  const schema = withChance.get(tagOf(is));
  if (schema === undefined) throw new NotAsRecorded(`an answer ${tagOf(is)} without chance in it is another`);
  const where = differsAt(jsonOf(decode(schema, was)), jsonOf(decode(schema, is)));
  if (where !== undefined) throw new NotAsRecorded(`${schema.name} differs at ${where}`);
}

/** Verifies what one card signs, with the certificate that it showed last. */
export class CardSignatures {
  #certificate: Certificate | undefined;

  /** @param request whole TLV, as the answer is; @throws NotAsRecorded when a signature is none */
  check(request: Bytes, answer: Bytes): void {
    switch (tagOf(answer)) {
      case 'BF38':
        this.#authenticated(answer);
        return;
      case 'BF21':
        this.#prepared(request, answer);
        return;
      case 'BF37':
        this.#notification({ profileInstallationResult: decode(ProfileInstallationResult, answer) });
        return;
      case 'BF2B': {
        const { notificationList = [] } = decode(RetrieveNotificationsListResponse, answer);
        for (const { value } of notificationList) this.#notification(value);
        return;
      }
      case 'BF41': {
        const { cancelSessionResponseOk: ok } = decode(CancelSessionResponse, answer);
        if (ok === undefined) return;
        const { euiccCancelSessionSigned: signed, euiccCancelSessionSignature: signature } = ok;
        expectSigned('euiccCancelSessionSignature', this.#shown(), signed.der, signature);
      }
    }
  }

  #authenticated(answer: Bytes): void {
    const { authenticateResponseOk: ok } = decode(AuthenticateServerResponse, answer);
    if (ok === undefined) return;
    this.#certificate = euiccCertificate(ok.euiccCertificate, ok.eumCertificate);
    expectSigned('euiccSignature1', this.#certificate, ok.euiccSigned1.der, ok.euiccSignature1);
  }

  #prepared(request: Bytes, answer: Bytes): void {
    const { downloadResponseOk: ok } = decode(PrepareDownloadResponse, answer);
    if (ok === undefined) return;
    const { smdpSignature2 } = decode(PrepareDownloadRequest, request);
    const octets = signedByEuiccSignature2(ok.euiccSigned2.der, smdpSignature2);
    expectSigned('euiccSignature2', this.#shown(), octets, ok.euiccSignature2);
  }

  #notification(notification: Partial<PendingNotification>): void {
    const { profileInstallationResult: result, otherSignedNotification: other } = notification;
    if (result !== undefined) {
      const { profileInstallationResultData: data, euiccSignPIR } = result;
      expectSigned('euiccSignPIR', this.#shown(), data.der, euiccSignPIR);
    }
    if (other !== undefined) {
      const certificate = euiccCertificate(other.euiccCertificate, other.eumCertificate);
      const { tbsOtherNotification: tbs, euiccNotificationSignature: signature } = other;
      expectSigned('euiccNotificationSignature', certificate, tbs.der, signature);
    }
  }

  #shown(): Certificate {
    if (this.#certificate === undefined) throw new NotAsRecorded('a card that never showed its certificate');
    return this.#certificate;
  }
}
