import { octets, written } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import { sha256 } from '#shared/crypto/digest';
import type { ServerIdentity } from '#shared/pki/identities';
import type { Handler, RequestOf } from '#shared/http/contract';
import { CertificateTlv, Signature } from '#shared/rsp/common';
import type { InitiateAuthentication } from '#shared/rsp/es9plus';
import { Refusal } from '#shared/rsp/refusals';
import type { Entropy } from '#shared/runtime/entropy';

import type { Check } from './check.ts';
import { verifyAll } from './check.ts';
import { signServer1 } from './signed-by-server.ts';
import type { SmdpParts } from './smdp-parts.ts';
import { signingManner } from './smdp-parts.ts';

/** A request and the server that is to answer it. */
interface Asked extends RequestOf<typeof InitiateAuthentication> {
  readonly smdp: SmdpParts;
}

/** "Verify that the SM-DP+ address is its own", without case (SGP.22 §5.6.1). */
export const addressIsMine: Check<Asked> = ({ smdp, smdpAddress }) => {
  if (!smdp.addresses.isMine(smdpAddress)) {
    throw new Refusal('invalidDpAddress', `${smdpAddress} is not ${smdp.addresses.own}`);
  }
};

/** "Verify that it supports the SVN": major version 2 (SGP.22 §5.6.1). */
export const versionIsSupported: Check<Asked> = ({ euiccInfo1 }) => {
  const [major = 0, minor = 0, revision = 0] = euiccInfo1.value.svn;
  if (major !== 2) throw new Refusal('euiccVersionNotSupportedByDp', `SVN ${major}.${minor}.${revision}`);
};

/** "Check that it has a CERT.DPauth that the eUICC can verify" (SGP.22 §5.6.1). */
export const euiccCanVerifyMe: Check<Asked> = (asked) => {
  if (verifiable(asked).length > 0) return;
  const offered = asked.euiccInfo1.value.euiccCiPKIdListForVerification.map(toHex);
  throw new Refusal('noDpAuthCertificate', `the eUICC verifies under ${offered.join(', ') || 'no CI'}`);
};

/** "Check that it can verify an eUICC certificate under one of the CIs for signing" (SGP.22 §5.6.1). */
export const iCanVerifyEuicc: Check<Asked> = (asked) => {
  if (ciToBeUsed(asked) !== undefined) return;
  const offered = asked.euiccInfo1.value.euiccCiPKIdListForSigning.map(toHex);
  throw new Refusal('ciPKNotSupported', `the eUICC signs under ${offered.join(', ') || 'no CI'}`);
};

/** The checks of SGP.22 §5.6.1 in order. */
export const initiateAuthenticationChecks = [
  addressIsMine,
  versionIsSupported,
  euiccCanVerifyMe,
  iCanVerifyEuicc,
] as const;

/** ES9+.InitiateAuthentication (SGP.22 §5.6.1): begins a session and shows who the server is. */
export function initiateAuthentication(smdp: SmdpParts): Handler<typeof InitiateAuthentication> {
  return async (request) => {
    const asked: Asked = { ...request, smdp };
    verifyAll(initiateAuthenticationChecks, asked);
    const { euiccChallenge, smdpAddress: address } = request;
    const ciId = ciToBeUsed(asked) ?? new Uint8Array();
    const identity = preferred(verifiable(asked), ciId);
    const entropy = smdp.entropy.at(sessionPath(euiccChallenge));
    const transactionId = drawTransactionId(smdp, entropy);
    const serverChallenge = entropy.draw('serverChallenge', 16);
    const { signed, signature } = signServer1(
      { transactionId, euiccChallenge, serverAddress: address, serverChallenge },
      identity.dpAuth.key,
      signingManner(smdp),
    );
    smdp.sessions.open({
      state: 'opened',
      transactionId,
      address,
      identity,
      entropy,
      serverChallenge,
      ciId,
    });
    return {
      transactionId,
      serverSigned1: signed,
      serverSignature1: written(Signature, signature),
      euiccCiPKIdToBeUsed: written(octets(), ciId),
      serverCertificate: written(CertificateTlv, identity.dpAuth.certificate.der),
    };
  };
}

/** Chance is addressed by what was asked, not by the order of arrival (design.md §3). */
function sessionPath(euiccChallenge: Bytes): string {
  return `smdp/session/${toHex(sha256(euiccChallenge).slice(0, 8)).toLowerCase()}`;
}

function drawTransactionId({ sessions }: SmdpParts, entropy: Entropy): Bytes {
  for (;;) {
    const transactionId = entropy.draw('transactionId', 16);
    if (sessions.find(transactionId) === undefined) return transactionId;
  }
}

/** Identities under a CI that the eUICC verifies. */
function verifiable({ smdp, euiccInfo1 }: Asked): readonly ServerIdentity[] {
  const listed = euiccInfo1.value.euiccCiPKIdListForVerification;
  return smdp.identities.filter(({ ci }) => listed.some((id) => sameBytes(id, ci.id)));
}

/** The first CI for signing, in the eUICC's order, under which its certificates can be verified. */
function ciToBeUsed({ smdp, euiccInfo1 }: Asked): Bytes | undefined {
  return euiccInfo1.value.euiccCiPKIdListForSigning.find((id) => smdp.ciStore.find(id) !== undefined);
}

/** The identity of that CI, else the first (pki.md §6). */
function preferred(identities: readonly ServerIdentity[], ciId: Bytes): ServerIdentity {
  const [first] = identities;
  const chosen = identities.find(({ ci }) => sameBytes(ci.id, ciId)) ?? first;
  if (chosen === undefined) throw new Error('euiccCanVerifyMe has been passed over');
  return chosen;
}
