import { sameBytes } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import { checkDigitsAreRight, parseEid } from '#shared/identifiers/eid';
import type { Certificate } from '#shared/pki/certificate';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import type { CertificateIssuer } from '#shared/pki/certificate-issuer';
import { readPeerCertificate, verifyEuicc, verifyEum } from '#shared/pki/trust';
import type { AuthenticateResponseOk } from '#shared/rsp/authenticate-server';
import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';

import type { Opened } from '../sessions/session.ts';
import type { Check } from './check.ts';
import { isEuiccSignature1 } from './signed-by-euicc.ts';
import type { SmdpParts } from './smdp-parts.ts';

/** What an eUICC answers to AuthenticateServer, and the session it is for. */
export interface Presented {
  readonly smdp: SmdpParts;
  readonly session: Opened;
  readonly response: AuthenticateResponseOk;
}

/** "Verify that the root of the EUM certificate is the CI asked for" (SGP.22 §5.6.3). */
export const ciIsTheOneChosen: Check<Presented> = (presented) => {
  issuerOf(presented);
};

/** "Verify that the CERT.EUM is valid" (SGP.22 §5.6.3), but for its dates. */
export const eumCertificateIsValid: Check<Presented> = (presented) => {
  const findings = trusted('eumCertificateInvalid', () =>
    verifyEum(eumOf(presented), issuerOf(presented).certificate),
  );
  for (const what of [...findings, ...deviationsOf(eumOf(presented))]) note(presented, what);
};

/** "... and has not expired". */
export const eumCertificateIsCurrent: Check<Presented> = (presented) => {
  const now = presented.smdp.clock.now();
  trusted('eumCertificateExpired', () => verifyEum(eumOf(presented), issuerOf(presented).certificate, now));
};

/** "Verify that the CERT.EUICC is valid" (SGP.22 §5.6.3), its EID included, but for its dates. */
export const euiccCertificateIsValid: Check<Presented> = (presented) => {
  const findings = trusted('euiccCertificateInvalid', () =>
    verifyEuicc(euiccOf(presented), eumOf(presented)),
  );
  for (const what of [...findings, ...deviationsOf(euiccOf(presented))]) note(presented, what);
  const eid = parseEid(euiccOf(presented).subjectSerialNumber ?? '');
  if (!checkDigitsAreRight(eid)) note(presented, `the check digits of the EID ${eid} are wrong`);
};

/** "... and has not expired". */
export const euiccCertificateIsCurrent: Check<Presented> = (presented) => {
  const now = presented.smdp.clock.now();
  trusted('euiccCertificateExpired', () => verifyEuicc(euiccOf(presented), eumOf(presented), undefined, now));
};

/** "Verify the euiccSignature1" (SGP.22 §5.6.3). */
export const signatureIsTheEuiccs: Check<Presented> = (presented) => {
  const { euiccSigned1, euiccSignature1 } = presented.response;
  if (!isEuiccSignature1(euiccOf(presented), euiccSigned1, euiccSignature1)) {
    throw new Refusal('euiccSignatureInvalid', 'euiccSignature1');
  }
};

/** "Verify that the serverChallenge is the one of this session" (SGP.22 §5.6.3). */
export const serverChallengeIsOurs: Check<Presented> = ({ session, response }) => {
  if (!sameBytes(response.euiccSigned1.value.serverChallenge, session.serverChallenge)) {
    throw new Refusal('euiccSignatureInvalid', 'serverChallenge');
  }
};

/** What was signed for another server is not for this one. */
export const serverAddressIsOurs: Check<Presented> = ({ session, response }) => {
  const { serverAddress } = response.euiccSigned1.value;
  if (serverAddress !== session.address) {
    throw new Refusal('euiccSignatureInvalid', `serverAddress ${serverAddress}, not ${session.address}`);
  }
};

/** The transactionId inside is the one outside. */
export const transactionIdIsTheSame: Check<Presented> = ({ session, response }) => {
  expectSameTransaction(response.euiccSigned1.value.transactionId, session.transactionId);
};

/** ctxParams1 is ctxParamsForCommonAuthentication: other contexts are not of this interface. */
export const contextIsCommonAuthentication: Check<Presented> = ({ response }) => {
  if (response.euiccSigned1.value.ctxParams1.value.ctxParamsForCommonAuthentication === undefined) {
    throw new Refusal('formatElementMissing', 'ctxParams1: ctxParamsForCommonAuthentication');
  }
};

/** The checks of SGP.22 §5.6.3 that are about the eUICC, in order. */
export const euiccChecks = [
  ciIsTheOneChosen,
  eumCertificateIsValid,
  eumCertificateIsCurrent,
  euiccCertificateIsValid,
  euiccCertificateIsCurrent,
  signatureIsTheEuiccs,
  serverChallengeIsOurs,
  serverAddressIsOurs,
  transactionIdIsTheSame,
  contextIsCommonAuthentication,
] as const;

/** @throws Refusal invalidTransactionId when a message names another session inside than outside. */
export function expectSameTransaction(inside: Bytes, outside: Bytes): void {
  if (!sameBytes(inside, outside)) throw new Refusal('invalidTransactionId', 'another one is signed');
}

/** CERT.EUICC as it was sent. */
export function euiccOf({ response }: Pick<Presented, 'response'>): Certificate {
  return certificateIn(response.euiccCertificate, 'euiccCertificateInvalid');
}

function eumOf({ response }: Presented): Certificate {
  return certificateIn(response.eumCertificate, 'eumCertificateInvalid');
}

/** By the octets of a message, which stay as they came: each check asks for the certificates again. */
const read = new WeakMap<Bytes, Certificate>();

function certificateIn(octets: Bytes, otherwise: RefusalName): Certificate {
  const known = read.get(octets);
  if (known !== undefined) return known;
  const certificate = trusted(otherwise, () => readPeerCertificate(octets));
  read.set(octets, certificate);
  return certificate;
}

/** The CI above the EUM's certificate, found by key identifier. */
function issuerOf(presented: Presented): CertificateIssuer {
  const issuer = trusted('ciPKUnknown', () => presented.smdp.ciStore.issuerOf(eumOf(presented)));
  if (!sameBytes(issuer.id, presented.session.ciId)) {
    throw new Refusal('ciPKUnknown', `${issuer.name} is not the CI of euiccCiPKIdToBeUsed`);
  }
  return issuer;
}

/** What a rule of trust gives, its refusal under the name it has here. */
export function trusted<T>(refusal: RefusalName, judge: () => T): T {
  try {
    return judge();
  } catch (cause) {
    if (cause instanceof CertificateRefused) throw new Refusal(refusal, cause.message, { cause });
    throw cause;
  }
}

/** Deviations from DER that were accepted. */
function deviationsOf({ subject, findings }: Certificate): readonly string[] {
  return findings.map(({ what }) => `${subject}: ${what}`);
}

function note({ smdp }: Presented, what: string): void {
  smdp.trace.emit('finding', { where: 'authenticateClient', what });
}
