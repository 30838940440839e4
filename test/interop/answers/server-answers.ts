import type { Json } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import { readMembers } from '#shared/http/contract';
import type { Contract, MembersOf, Shape } from '#shared/http/contract';
import type { Certificate } from '#shared/pki/certificate';
import { readBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { AuthenticateClient, GetBoundProfilePackage, InitiateAuthentication } from '#shared/rsp/es9plus';
import { signedBySmdpSignature2 } from '#shared/rsp/signed-octets';

import type { KeptRequest, KeptResponse } from '../recording.ts';
import { NotAsRecorded } from '../recording.ts';
import { differsAt, jsonOf } from './chance.ts';
import { expectPackageSigned, expectSigned, serverCertificate } from './signatures.ts';

/** @throws NotAsRecorded when two answers to a request differ in more than chance */
export function expectAlike({ path }: KeptRequest, was: KeptResponse, is: KeptResponse): void {
  const where = differsAt(headOf(was), headOf(is)) ?? differsAt(bodyOf(path, was), bodyOf(path, is));
  if (where !== undefined) throw new NotAsRecorded(`the answer to ${path} differs at ${where}`);
}

const headOf = ({ status, headers }: KeptResponse): Json => ({ status, headers });

/** Members by their schemas, a package by its parts; what has no chance in it is its text. */
function bodyOf(path: string, { body }: KeptResponse): Json {
  if (!isExecuted(body)) return body;
  switch (path) {
    case InitiateAuthentication.path:
      return jsonOf(membersOf(InitiateAuthentication, body));
    case AuthenticateClient.path:
      return jsonOf(membersOf(AuthenticateClient, body));
    case GetBoundProfilePackage.path:
      return jsonOf(packageIn(body));
    default:
      return body;
  }
}

/** Verifies what one SM-DP+ signs, with the certificates that it showed last. */
export class ServerSignatures {
  #dpPb: Certificate | undefined;

  /** @throws NotAsRecorded when a signature is none */
  check(request: KeptRequest, { body }: KeptResponse): void {
    if (!isExecuted(body)) return;
    if (request.path === InitiateAuthentication.path) {
      const answer = membersOf(InitiateAuthentication, body);
      expectSession(answer.serverSigned1.value, answer);
      const certificate = serverCertificate(answer.serverCertificate.value);
      expectSigned('serverSignature1', certificate, answer.serverSigned1.der, answer.serverSignature1.value);
    }
    if (request.path === AuthenticateClient.path) this.#authenticated(request, body);
    if (request.path === GetBoundProfilePackage.path) this.#bound(request, body);
  }

  #authenticated(request: KeptRequest, body: string): void {
    const answer = membersOf(AuthenticateClient, body);
    const { authenticateServerResponse: response, ...session } = requestOf(AuthenticateClient, request);
    expectSession(session, answer);
    const { euiccSignature1 = new Uint8Array() } = response.value.authenticateResponseOk ?? {};
    this.#dpPb = serverCertificate(answer.smdpCertificate.value);
    const octets = signedBySmdpSignature2(answer.smdpSigned2.der, euiccSignature1);
    expectSigned('smdpSignature2', this.#dpPb, octets, answer.smdpSignature2.value);
  }

  #bound(request: KeptRequest, body: string): void {
    const { prepareDownloadResponse: response, ...session } = requestOf(GetBoundProfilePackage, request);
    expectSession(session, membersOf(GetBoundProfilePackage, body));
    const { downloadResponseOk: ok } = response.value;
    if (ok === undefined || this.#dpPb === undefined)
      throw new NotAsRecorded('a package that was not asked for in order');
    expectPackageSigned(packageIn(body), this.#dpPb, ok.euiccSigned2.value.euiccOtpk);
  }
}

interface InSession {
  readonly transactionId: Bytes;
}

/** @throws NotAsRecorded when an answer is of another session than what it belongs to */
function expectSession({ transactionId: asked }: InSession, { transactionId }: InSession): void {
  if (!sameBytes(asked, transactionId))
    throw new NotAsRecorded(`an answer of session ${toHex(transactionId)}, not of ${toHex(asked)}`);
}

const isExecuted = (body: string): boolean => body.includes('"Executed-Success"');

const packageIn = (body: string) =>
  readBoundProfilePackage(membersOf(GetBoundProfilePackage, body).boundProfilePackage);

function membersOf<Res extends Shape>(contract: Contract<Shape, Res>, body: string): MembersOf<Res> {
  return readMembers(contract.response, JSON.parse(body), () => undefined);
}

function requestOf<Req extends Shape>(contract: Contract<Req>, { body }: KeptRequest): MembersOf<Req> {
  return readMembers(contract.request, JSON.parse(body), () => undefined);
}
