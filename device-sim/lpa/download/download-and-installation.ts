import type { Captured } from '#shared/asn1/index';
import { DecodeError, contentOf, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { joined, sameBytes } from '#shared/bytes/bytes';
import { hashCc } from '#shared/crypto/digest';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { GetBoundProfilePackage } from '#shared/rsp/es9plus';
import type { ProfileInstallationResult } from '#shared/rsp/notifications';
import type { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { downloadErrorCodes } from '#shared/rsp/prepare-download';

import { diagnose } from '../diagnosis.ts';
import { EuiccError } from '../es10/card-errors.ts';
import * as es10b from '../es10/es10b.ts';
import type { IsdR } from '../es10/isd-r.ts';
import { BadAnswer } from '../es9plus/server-errors.ts';
import type { Offer } from './common-mutual-authentication.ts';
import { expectTransactionId, nameOf } from './common-mutual-authentication.ts';
import { InstallationFailed, NoInstallationResult } from './download-errors.ts';
import type { Session } from './download-run.ts';

/** ES10b.PrepareDownload (SGP.22 §5.7.5) with the hashed Confirmation Code, if there is one. */
export async function prepareDownload(
  { isdR, transactionId }: Session,
  offer: Offer,
  confirmationCode: string | undefined,
): Promise<Captured<PrepareDownloadResponse>> {
  return es10b.prepareDownload(isdR, {
    smdpSigned2: offer.smdpSigned2,
    smdpSignature2: offer.smdpSignature2.value,
    ...(confirmationCode === undefined ? {} : { hashCc: hashCc(confirmationCode, transactionId) }),
    smdpCertificate: offer.smdpCertificate.value,
  });
}

/**
 * Stops where the eUICC refused the offer. The server gets to know of it, but what it says to that changes nothing.
 * @throws EuiccError
 */
export async function expectPrepared(
  { server, transactionId }: Session,
  prepareDownloadResponse: Captured<PrepareDownloadResponse>,
): Promise<void> {
  const refused = prepareDownloadResponse.value.downloadResponseError;
  if (refused === undefined) return;
  try {
    await server.ask(GetBoundProfilePackage, { transactionId, prepareDownloadResponse });
  } catch (error) {
    if (diagnose(error) === undefined) throw error;
  }
  const code = refused.downloadErrorCode;
  throw new EuiccError('PrepareDownload', code, nameOf(downloadErrorCodes, code));
}

/** ES9+.GetBoundProfilePackage (SGP.22 §5.6.2). */
export async function getBoundProfilePackage(
  { server, transactionId }: Session,
  prepareDownloadResponse: Captured<PrepareDownloadResponse>,
): Promise<Bytes> {
  const answer = await server.ask(GetBoundProfilePackage, { transactionId, prepareDownloadResponse });
  expectTransactionId(GetBoundProfilePackage.name, transactionId, answer.transactionId);
  return answer.boundProfilePackage;
}

/** The segments of a Bound Profile Package (SGP.22 §2.5.5). @throws BadAnswer when it has another structure */
export function segmentsOf(boundProfilePackage: Bytes): readonly Bytes[] {
  try {
    return segmentBoundProfilePackage(boundProfilePackage);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new BadAnswer(
      GetBoundProfilePackage.name,
      'boundProfilePackageStructure',
      `the package is not built as SGP.22 §2.5.4 has it: ${cause.message}`,
      { cause },
    );
  }
}

/**
 * The metadata inside the package are those that were shown: they are MACed, not encrypted, 8 octets of MAC at the
 * end of each segment (SGP.22 §2.5.3). @throws BadAnswer
 */
export function expectMetadata(segments: readonly Bytes[], shown: Bytes): void {
  const inside = segments
    .filter(([tag]) => tag === 0x88)
    .map((segment) => contentOf(readTlv(segment)).slice(0, -8));
  if (sameBytes(joined(inside), shown)) return;
  throw new BadAnswer(
    GetBoundProfilePackage.name,
    'metadataMismatch',
    'the metadata in the package are not those that were shown',
  );
}

/**
 * Hands the segments to the card until it has a result (SGP.22 §3.1.3.3, §5.7.6).
 * @throws CardError, BadCardAnswer, CardGone; NoInstallationResult
 */
export async function loadSegments(
  isdR: IsdR,
  segments: readonly Bytes[],
): Promise<Captured<ProfileInstallationResult>> {
  for (const segment of segments) {
    const result = await es10b.loadBoundProfilePackage(isdR, segment);
    if (result !== undefined) return result;
  }
  throw new NoInstallationResult();
}

/** @throws InstallationFailed when the result is not a success */
export function expectInstalled(result: ProfileInstallationResult): void {
  const { errorResult } = result.profileInstallationResultData.value.finalResult;
  if (errorResult !== undefined) {
    const { bppCommandId, errorReason, simaResponse } = errorResult;
    throw new InstallationFailed(bppCommandId, errorReason, simaResponse);
  }
}
