import { capture, encode } from '#shared/asn1/index';
import { sameBytes } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import type { Certificate } from '#shared/pki/certificate';
import { CertificateRefused, readPeerCertificate, verifyServerCertificate } from '#shared/pki/trust';
import {
  downloadErrorCodes,
  EuiccSigned2,
  PrepareDownloadRequest,
  PrepareDownloadResponse,
} from '#shared/rsp/prepare-download';
import { signedByEuiccSignature2, signedBySmdpSignature2 } from '#shared/rsp/signed-octets';

import type { Card } from '../card.ts';
import { interrupt } from '../es8plus/interruption.ts';
import { FunctionError } from '../isdr/function-error.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { isRevoked } from '../revocation/revocation-lists.ts';
import { keyOf, retainedFor } from '../session/retained-key.ts';
import type { Authenticated } from '../session/session.ts';

/** ES10b.PrepareDownload (SGP.22 §5.7.5). An error ends the session. */
export const prepareDownload = isdrFunction({
  name: 'PrepareDownload',
  request: PrepareDownloadRequest,
  response: PrepareDownloadResponse,
  async run(card, request) {
    const { transactionId } = request.smdpSigned2.value;
    try {
      const evidence = gather(card, request);
      for (const check of checks) check(evidence);
      return { downloadResponseOk: accept(card, evidence) };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      await interrupt(card);
      return { downloadResponseError: { transactionId, downloadErrorCode: error.code } };
    }
  },
});

interface Evidence {
  readonly request: PrepareDownloadRequest;
  readonly session: Authenticated;
  readonly dpPb: Certificate;
}
type Check = (evidence: Evidence) => void;

const refuse = (name: keyof typeof downloadErrorCodes, detail: string, options?: ErrorOptions): never => {
  throw new FunctionError(downloadErrorCodes[name], `${name}: ${detail}`, options);
};

/** es10.md §4, checks 1 to 3. @throws FunctionError */
function gather(card: Card, request: PrepareDownloadRequest): Evidence {
  const { session } = card;
  if (session.state !== 'authenticated') return refuse('noSessionContext', `the session is ${session.state}`);
  if (session.serverCertificate.role !== 'dpAuth')
    return refuse('noSessionContext', 'no SM-DP+ has been authenticated');
  return { request, session, dpPb: believedCertificate(card, session, request) };
}

/** CERT.DPpb under the CI of CERT.DPauth and with its registered id. */
function believedCertificate(
  card: Card,
  { serverCertificate }: Authenticated,
  { smdpCertificate }: PrepareDownloadRequest,
): Certificate {
  try {
    const certificate = readPeerCertificate(smdpCertificate);
    const { certificate: ci } = card.trustedCis.issuerOf(serverCertificate);
    const expected = { role: 'dpPb', ci, sameRegisteredIdAs: serverCertificate } as const;
    card.note('smdpCertificate', verifyServerCertificate(certificate, expected));
    if (isRevoked(card.state, certificate))
      return refuse('invalidCertificate', `${certificate.subject} is revoked`);
    return certificate;
  } catch (cause) {
    if (!(cause instanceof CertificateRefused)) throw cause;
    const name = cause.rule === 'curve' ? 'unsupportedCurve' : 'invalidCertificate';
    return refuse(name, cause.message, { cause });
  }
}

const signatureIsTheServers: Check = ({ request, session, dpPb }) => {
  const signed = signedBySmdpSignature2(request.smdpSigned2.der, session.euiccSignature1);
  if (!verify(dpPb.publicKey, signed, request.smdpSignature2)) refuse('invalidSignature', 'smdpSignature2');
};

const transactionIsThisOne: Check = ({ request, session }) => {
  if (!sameBytes(request.smdpSigned2.value.transactionId, session.transactionId)) {
    refuse('invalidTransactionId', 'transactionId');
  }
};

const checks: readonly Check[] = [signatureIsTheServers, transactionIsThisOne];

function accept(card: Card, { request, session, dpPb }: Evidence) {
  const { transactionId } = session;
  const { hashCc, smdpSignature2 } = request;
  const oneTimeKey = oneTimeKeyFor(card, session, request, dpPb);
  const der = encode(EuiccSigned2, {
    transactionId,
    euiccOtpk: oneTimeKey.publicKey.point,
    ...(hashCc === undefined ? {} : { hashCc }),
  });
  card.become({ ...session, state: 'prepared', dpPb, oneTimeKey });
  return {
    euiccSigned2: capture(EuiccSigned2, der),
    euiccSignature2: card.sign(session.identity, signedByEuiccSignature2(der, smdpSignature2)),
  };
}

/** The key the SM-DP+ has bound a package to, when it is still here; else a new one on the curve of CERT.DPpb. */
function oneTimeKeyFor(
  card: Card,
  session: Authenticated,
  { smdpSigned2 }: PrepareDownloadRequest,
  dpPb: Certificate,
): PrivateKey {
  const { bppEuiccOtpk } = smdpSigned2.value;
  const retained = retainedFor(card.state, dpPb);
  if (bppEuiccOtpk !== undefined && retained !== undefined) {
    const key = keyOf(retained);
    if (key.curve === dpPb.curve && sameBytes(key.publicKey.point, bppEuiccOtpk)) return key;
  }
  return privateKeyFromDraw(dpPb.curve, card.draw(session.number, 'euiccOtsk', 40));
}
