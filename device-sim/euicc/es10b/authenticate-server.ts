import { capture, encode } from '#shared/asn1/index';
import { sameBytes } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import type { Certificate } from '#shared/pki/certificate';
import type { EuiccIdentity } from '#shared/pki/identities';
import type { TrustRule } from '#shared/pki/trust';
import { CertificateRefused, readPeerCertificate, verifyServerCertificate } from '#shared/pki/trust';
import {
  authenticateErrorCodes,
  AuthenticateServerRequest,
  AuthenticateServerResponse,
  EuiccSigned1,
} from '#shared/rsp/authenticate-server';
import { EuiccInfo2 } from '#shared/rsp/euicc-info';

import type { Card } from '../card.ts';
import { interrupt } from '../es8plus/interruption.ts';
import { FunctionError } from '../isdr/function-error.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { isRevoked } from '../revocation/revocation-lists.ts';
import type { Challenged } from '../session/session.ts';
import { euiccInfo2Of } from './get-euicc-info.ts';

/** ES10b.AuthenticateServer (SGP.22 §5.7.13). An error ends the session. */
export const authenticateServer = isdrFunction({
  name: 'AuthenticateServer',
  request: AuthenticateServerRequest,
  response: AuthenticateServerResponse,
  async run(card, request) {
    const { transactionId } = request.serverSigned1.value;
    try {
      const evidence = gather(card, request);
      for (const check of checks) check(evidence);
      return { authenticateResponseOk: accept(card, evidence) };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      await interrupt(card);
      return { authenticateResponseError: { transactionId, authenticateErrorCode: error.code } };
    }
  },
});

/** A request whose parts have been found and read. */
interface Evidence {
  readonly request: AuthenticateServerRequest;
  readonly session: Challenged;
  readonly identity: EuiccIdentity;
  readonly certificate: Certificate;
}
type Check = (evidence: Evidence) => void;

const refuse = (name: keyof typeof authenticateErrorCodes, detail: string, options?: ErrorOptions): never => {
  throw new FunctionError(authenticateErrorCodes[name], `${name}: ${detail}`, options);
};

/** es10.md §4, checks 1 to 5. @throws FunctionError */
function gather(card: Card, request: AuthenticateServerRequest): Evidence {
  const { session } = card;
  if (session.state !== 'challenged') return refuse('noSessionContext', `the session is ${session.state}`);
  const identity = card.identityUnder(request.euiccCiPKIdToBeUsed);
  if (identity === undefined) return refuse('ciPKUnknown', 'no certificate under the CI asked for');
  return { request, session, identity, certificate: believedCertificate(card, request) };
}

/** CERT.DPauth or CERT.DSauth, directly under a CI of the verification list. Dates are not looked at: no clock. */
function believedCertificate(card: Card, { serverCertificate }: AuthenticateServerRequest): Certificate {
  try {
    const certificate = readPeerCertificate(serverCertificate);
    const { certificate: ci } = card.trustedCis.issuerOf(certificate);
    card.note('serverCertificate', verifyServerCertificate(certificate, { role: ['dpAuth', 'dsAuth'], ci }));
    if (isRevoked(card.state, certificate))
      return refuse('invalidCertificate', `${certificate.subject} is revoked`);
    return certificate;
  } catch (cause) {
    if (!(cause instanceof CertificateRefused)) throw cause;
    return refuse(errorOfRule[cause.rule] ?? 'invalidCertificate', cause.message, { cause });
  }
}

/** All other rules are invalidCertificate, a certificate without policies among them; a policy of another role is invalidOid. */
const errorOfRule: Partial<Record<TrustRule, keyof typeof authenticateErrorCodes>> = {
  unknownIssuer: 'ciPKUnknown',
  curve: 'unsupportedCurve',
  role: 'invalidOid',
};

const signatureIsTheServers: Check = ({ request, certificate }) => {
  if (!verify(certificate.publicKey, request.serverSigned1.der, request.serverSignature1)) {
    refuse('invalidSignature', 'serverSignature1');
  }
};

const challengeIsOurs: Check = ({ request, session }) => {
  if (!sameBytes(request.serverSigned1.value.euiccChallenge, session.euiccChallenge)) {
    refuse('euiccChallengeMismatch', 'euiccChallenge');
  }
};

const contextIsKnown: Check = ({ request }) => {
  if (request.ctxParams1.value.other !== undefined) refuse('undefinedError', 'ctxParams1 of another kind');
};

const checks: readonly Check[] = [signatureIsTheServers, challengeIsOurs, contextIsKnown];

function accept(card: Card, { request, session, identity, certificate }: Evidence) {
  const { transactionId, serverAddress, serverChallenge } = request.serverSigned1.value;
  const der = encode(EuiccSigned1, {
    transactionId,
    serverAddress,
    serverChallenge,
    euiccInfo2: capture(EuiccInfo2, encode(EuiccInfo2, euiccInfo2Of(card))),
    ctxParams1: request.ctxParams1,
  });
  const euiccSignature1 = card.sign(identity, der);
  card.become({
    state: 'authenticated',
    number: session.number,
    transactionId,
    serverAddress,
    identity,
    serverCertificate: certificate,
    euiccSignature1,
  });
  return {
    euiccSigned1: capture(EuiccSigned1, der),
    euiccSignature1,
    euiccCertificate: identity.euicc.der,
    eumCertificate: identity.eum.der,
  };
}
