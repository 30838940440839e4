import type { Captured, Finding, Schema } from '#shared/asn1/index';
import { capture, DecodeError, octets } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, toBase64 } from '#shared/bytes/bytes';
import type { Member } from '#shared/http/contract';
import { base64, contract, expectText, hexUpper, text } from '#shared/http/contract';

import { AuthenticateServerResponse, ServerSigned1 } from './authenticate-server.ts';
import { CancelSessionResponse } from './cancel-session.ts';
import { CertificateTlv, Signature } from './common.ts';
import { EuiccInfo1 } from './euicc-info.ts';
import { PendingNotification } from './notifications.ts';
import { PrepareDownloadResponse, SmdpSigned2 } from './prepare-download.ts';
import { StoreMetadataRequest } from './store-metadata.ts';

/** Base64 of a whole DER TLV (SGP.22 §6.5.1), its octets kept. */
export function der<T>(schema: Schema<T>): Member<Captured<T>> {
  return {
    kind: `base64 of ${schema.name}`,
    read: (value) => captureMember(schema, fromBase64(expectText(value))),
    write: (value) => toBase64(value.der),
    plain: true,
  };
}

const tolerated = new WeakMap<object, readonly Finding[]>();

/** The deviations from DER that were accepted when a member of a message was read. */
export function findingsOf(member: unknown): readonly Finding[] {
  return (typeof member === 'object' && member !== null ? tolerated.get(member) : undefined) ?? [];
}

/** @throws TypeError naming what is wrong and at which octet, as a member of a contract does. */
function captureMember<T>(schema: Schema<T>, octetsOfMember: Bytes): Captured<T> {
  const found: Finding[] = [];
  try {
    const member = capture(schema, octetsOfMember, { maximumOctets: 1 << 20, findings: found });
    if (found.length > 0) tolerated.set(member, found);
    return member;
  } catch (cause) {
    if (cause instanceof DecodeError) throw new TypeError(cause.message, { cause });
    throw cause;
  }
}

/** base64 of exactly 16 octets, without a tag. */
const challenge: Member<Bytes> = {
  kind: 'base64 of 16 octets',
  read: (value) => {
    const octetsRead = base64.read(value);
    if (octetsRead.length !== 16) throw new TypeError(`expected 16 octets, got ${octetsRead.length}`);
    return octetsRead;
  },
  write: toBase64,
};

const transactionId: Member<Bytes> = {
  kind: 'hex of 1 to 16 octets',
  read: (value) => {
    const id = hexUpper.read(value);
    if (id.length > 16) throw new TypeError(`expected at most 16 octets, got ${id.length}`);
    return id;
  },
  write: (value) => hexUpper.write(value),
  plain: true,
};

/** SGP.22 §5.6.1 and §6.5.2.6. */
export const InitiateAuthentication = contract({
  name: 'initiateAuthentication',
  path: '/gsma/rsp2/es9plus/initiateAuthentication',
  spec: 'SGP.22 §5.6.1, §6.5.2.6',
  request: { euiccChallenge: challenge, euiccInfo1: der(EuiccInfo1), smdpAddress: text },
  response: {
    transactionId,
    serverSigned1: der(ServerSigned1),
    serverSignature1: der(Signature),
    euiccCiPKIdToBeUsed: der(octets()),
    serverCertificate: der(CertificateTlv),
  },
});

/** SGP.22 §5.6.3 and §6.5.2.8. */
export const AuthenticateClient = contract({
  name: 'authenticateClient',
  path: '/gsma/rsp2/es9plus/authenticateClient',
  spec: 'SGP.22 §5.6.3, §6.5.2.8',
  request: { transactionId, authenticateServerResponse: der(AuthenticateServerResponse) },
  response: {
    transactionId,
    profileMetadata: der(StoreMetadataRequest),
    smdpSigned2: der(SmdpSigned2),
    smdpSignature2: der(Signature),
    smdpCertificate: der(CertificateTlv),
  },
});

/** SGP.22 §5.6.2 and §6.5.2.7. */
export const GetBoundProfilePackage = contract({
  name: 'getBoundProfilePackage',
  path: '/gsma/rsp2/es9plus/getBoundProfilePackage',
  spec: 'SGP.22 §5.6.2, §6.5.2.7',
  request: { transactionId, prepareDownloadResponse: der(PrepareDownloadResponse) },
  response: { transactionId, boundProfilePackage: base64 },
});

/** SGP.22 §5.6.4 and §6.5.2.9: answered 204 without a body. */
export const HandleNotification = contract({
  name: 'handleNotification',
  path: '/gsma/rsp2/es9plus/handleNotification',
  spec: 'SGP.22 §5.6.4, §6.5.2.9',
  request: { pendingNotification: der(PendingNotification) },
  response: null,
});

/** SGP.22 §5.6.5 and §6.5.2.10. */
export const CancelSession = contract({
  name: 'cancelSession',
  path: '/gsma/rsp2/es9plus/cancelSession',
  spec: 'SGP.22 §5.6.5, §6.5.2.10',
  request: { transactionId, cancelSessionResponse: der(CancelSessionResponse) },
  response: {},
});

/** The five functions of ES9+ (SGP.22 §5.6). */
export const es9plusFunctions = [
  InitiateAuthentication,
  AuthenticateClient,
  GetBoundProfilePackage,
  HandleNotification,
  CancelSession,
] as const;
