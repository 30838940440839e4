import { capture, decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import {
  concat,
  fromBase64,
  fromHex,
  fromUtf8,
  sameBytes,
  toBase64,
  toHex,
  toUtf8,
} from '#shared/bytes/bytes';
import { BspVerifier, deriveSessionKeys } from '#shared/crypto/bsp';
import { hashCc } from '#shared/crypto/digest';
import { sign, verify } from '#shared/crypto/ecdsa';
import { agree } from '#shared/crypto/key-agreement';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import type { Eid } from '#shared/identifiers/eid';
import { eidToBytes } from '#shared/identifiers/eid';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import type { Certificate } from '#shared/pki/certificate';
import { readCertificate } from '#shared/pki/certificate';
import type { EuiccIdentity } from '#shared/pki/identities';
import { euiccIdentity } from '#shared/pki/identities';
import type { DeviceInfo } from '#shared/rsp/authenticate-server';
import {
  AuthenticateServerResponse,
  CtxParams1,
  EuiccSigned1,
  ServerSigned1,
} from '#shared/rsp/authenticate-server';
import { readBoundProfilePackage, ReplaceSessionKeysRequest } from '#shared/rsp/bound-profile-package';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import {
  cancelSessionReasons,
  CancelSessionResponse,
  EuiccCancelSessionSigned,
} from '#shared/rsp/cancel-session';
import { Signature } from '#shared/rsp/common';
import { EuiccInfo1, EuiccInfo2 } from '#shared/rsp/euicc-info';
import type { InstallError } from '#shared/rsp/notifications';
import {
  installErrors,
  NotificationMetadata,
  PendingNotification,
  ProfileInstallationResultData,
} from '#shared/rsp/notifications';
import { EuiccSigned2, PrepareDownloadResponse, SmdpSigned2 } from '#shared/rsp/prepare-download';
import { signedByEuiccSignature2, signedBySmdpSignature2, signedBySmdpSign } from '#shared/rsp/signed-octets';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { childrenOf, readTlv, wholeOf } from '#shared/asn1/index';

/** Changes one thing of a value; the value itself when nothing is to be broken. */
export type Change<T> = (value: T) => T;

/** A JSON answer of the server with what the tests ask for most. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly adminProtocol: string | undefined;
  /** The body as text. */
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** `Executed-Success`, or `8.2.6/3.8`, or the HTTP status when there is no JSON. */
  readonly outcome: string;
}

export interface CraftedDeviceOptions {
  /** `https://127.0.0.1:port` */
  readonly url: string;
  /** What smdpAddress says. */
  readonly address: string;
  readonly eid: Eid;
  /** CIs in the order of priority. */
  readonly cis: readonly SigningCertificateIssuer[];
  readonly clock: Clock;
  /** Signatures are drawn from real chance where this is. */
  readonly entropy: Entropy;
  /** In place of a client of its own; closed with the device. */
  readonly http?: HttpClient;
}

/** What the device remembers of a session that was begun. */
export interface BegunSession {
  readonly transactionId: Bytes;
  readonly serverSigned1: ServerSigned1;
  readonly ciId: Bytes;
  readonly serverCertificate: Certificate;
}

export interface AuthenticatedSession extends BegunSession {
  readonly metadata: Bytes;
  readonly smdpSigned2: { readonly value: SmdpSigned2; readonly der: Bytes };
  readonly smdpSignature2: Bytes;
  readonly smdpCertificate: Certificate;
}

export interface PreparedSession extends AuthenticatedSession {
  readonly oneTimeKey: PrivateKey;
}

/** Everything a test may break in `BF38`. */
export interface AuthenticationChanges {
  readonly matchingId?: string;
  readonly euiccSigned1?: Change<EuiccSigned1>;
  readonly euiccInfo2?: Change<EuiccInfo2>;
  readonly deviceInfo?: Change<DeviceInfo>;
  readonly signature?: Change<Bytes>;
  readonly identity?: EuiccIdentity;
  readonly euiccCertificate?: Bytes;
  readonly eumCertificate?: Bytes;
  readonly ctxParams1?: Bytes;
}

/** Everything a test may break in `BF21`. */
export interface PreparationChanges {
  readonly confirmationCode?: string;
  readonly oneTimeKey?: PrivateKey;
  readonly euiccSigned2?: Change<EuiccSigned2>;
  readonly signature?: Change<Bytes>;
}

const httpPath = '/gsma/rsp2/es9plus/';
const version = (text: string): Bytes => Uint8Array.from(text.split('.').map(Number));

/** An LPA and an eUICC on the level of messages: right ones, unless a test breaks one thing of one message. */
export class CraftedDevice {
  readonly eid: Eid;
  readonly identities: readonly EuiccIdentity[];
  readonly #options: CraftedDeviceOptions;
  readonly #entropy: Entropy;
  readonly #http: HttpClient;
  readonly #how: 'random' | 'deterministic';

  constructor(options: CraftedDeviceOptions) {
    const { eid, cis, clock, entropy } = options;
    this.eid = eid;
    this.#options = options;
    this.#entropy = entropy.at(`crafted/${eid}`);
    this.identities = cis.map((ci) => euiccIdentity({ ci, eid, clock, entropy: this.#entropy }));
    this.#http = options.http ?? httpClient({ clock, judge: () => undefined });
    this.#how = entropy.seeded ? 'deterministic' : 'random';
  }

  close(): void {
    this.#http.close();
  }

  /** Posts octets to a path, whatever they are. */
  async postRaw(path: string, body: Bytes, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const response = await this.#http.send('POST', `${this.#options.url}${path}`, {
      headers: { 'Content-Type': 'application/json', 'X-Admin-Protocol': 'gsma/rsp/v2.2.2', ...headers },
      body,
    });
    return answerOf(response.status, response.headers, response.body);
  }

  /** Calls a function with these members. */
  async call(name: string, members: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    return this.postRaw(`${httpPath}${name}`, toUtf8(JSON.stringify(members)), headers);
  }

  async get(path: string, method = 'GET'): Promise<Answer> {
    const response = await this.#http.send(method, `${this.#options.url}${path}`);
    return answerOf(response.status, response.headers, response.body);
  }

  euiccInfo1(change: Change<EuiccInfo1> = (value) => value): Bytes {
    const ids = this.identities.map(({ ci }) => ci.id);
    const value = {
      svn: version('2.2.2'),
      euiccCiPKIdListForVerification: ids,
      euiccCiPKIdListForSigning: ids,
    };
    return encode(EuiccInfo1, change(value));
  }

  euiccInfo2(): EuiccInfo2 {
    const ids = this.identities.map(({ ci }) => ci.id);
    return {
      profileVersion: version('2.3.1'),
      svn: version('2.2.2'),
      euiccFirmwareVer: version('1.0.0'),
      extCardResource: fromHex('8101008204000A00008304000A0000'),
      uiccCapability: ['usimSupport', 'isimSupport', 'akaMilenage', 'berTlvFileSupport', 'getIdentity'],
      rspCapability: ['additionalProfile', 'testProfileSupport'],
      euiccCiPKIdListForVerification: ids,
      euiccCiPKIdListForSigning: ids,
      forbiddenProfilePolicyRules: [],
      ppVersion: version('1.0.0'),
      sasAcreditationNumber: 'ESIMLAB-TEST-0001',
    };
  }

  /** The members of initiateAuthentication. */
  initiateRequest(changes: { euiccInfo1?: Bytes; smdpAddress?: string } = {}): Record<string, string> {
    return {
      smdpAddress: changes.smdpAddress ?? this.#options.address,
      euiccChallenge: toBase64(this.#entropy.draw('euiccChallenge', 16)),
      euiccInfo1: toBase64(changes.euiccInfo1 ?? this.euiccInfo1()),
    };
  }

  async initiate(changes: { euiccInfo1?: Bytes; smdpAddress?: string } = {}): Promise<BegunSession> {
    const request = this.initiateRequest(changes);
    const { json } = expectSuccess(await this.call('initiateAuthentication', request));
    const der = base64Member(json, 'serverSigned1');
    const serverCertificate = readCertificate(base64Member(json, 'serverCertificate'));
    const signature = decode(Signature, base64Member(json, 'serverSignature1'));
    const serverSigned1 = decode(ServerSigned1, der);
    expectTrue(verify(serverCertificate.publicKey, der, signature), 'serverSignature1');
    expectTrue(toBase64(serverSigned1.euiccChallenge) === request['euiccChallenge'], 'euiccChallenge');
    return {
      transactionId: fromHex(textMember(json, 'transactionId')),
      serverSigned1,
      ciId: base64Member(json, 'euiccCiPKIdToBeUsed').slice(2),
      serverCertificate,
    };
  }

  /** The identity of the CI that the server chose. */
  identityFor(ciId: Bytes): EuiccIdentity {
    const found = this.identities.find(({ ci }) => sameBytes(ci.id, ciId));
    if (found === undefined) throw new Error('the server chose a CI that was not offered');
    return found;
  }

  /** `BF38`. */
  authenticateResponse(session: BegunSession, changes: AuthenticationChanges = {}): Bytes {
    const same = <T>(value: T): T => value;
    const identity = changes.identity ?? this.identityFor(session.ciId);
    const deviceInfo = (changes.deviceInfo ?? same)({ tac: fromHex('53926011'), deviceCapabilities: {} });
    const { matchingId } = changes;
    const ctxParams1 =
      changes.ctxParams1 ??
      encode(CtxParams1, {
        ctxParamsForCommonAuthentication: { ...(matchingId === undefined ? {} : { matchingId }), deviceInfo },
      });
    const info2 = encode(EuiccInfo2, (changes.euiccInfo2 ?? same)(this.euiccInfo2()));
    const signed = encode(
      EuiccSigned1,
      (changes.euiccSigned1 ?? same)({
        transactionId: session.transactionId,
        serverAddress: session.serverSigned1.serverAddress,
        serverChallenge: session.serverSigned1.serverChallenge,
        euiccInfo2: capture(EuiccInfo2, info2),
        ctxParams1: capture(CtxParams1, ctxParams1),
      }),
    );
    return encode(AuthenticateServerResponse, {
      authenticateResponseOk: {
        euiccSigned1: capture(EuiccSigned1, signed),
        euiccSignature1: (changes.signature ?? same)(sign(identity.key, signed, this.#how)),
        euiccCertificate: changes.euiccCertificate ?? identity.euicc.der,
        eumCertificate: changes.eumCertificate ?? identity.eum.der,
      },
    });
  }

  async tryAuthenticate(session: BegunSession, changes: AuthenticationChanges = {}): Promise<Answer> {
    return this.call('authenticateClient', {
      transactionId: toHex(session.transactionId),
      authenticateServerResponse: toBase64(this.authenticateResponse(session, changes)),
    });
  }

  async authenticate(
    session: BegunSession,
    changes: AuthenticationChanges = {},
  ): Promise<AuthenticatedSession> {
    const response = this.authenticateResponse(session, changes);
    const answer = await this.call('authenticateClient', {
      transactionId: toHex(session.transactionId),
      authenticateServerResponse: toBase64(response),
    });
    expectSuccess(answer);
    const { authenticateResponseOk } = decode(AuthenticateServerResponse, response);
    const authenticated = this.authenticatedBy(session, answer);
    const { smdpCertificate, smdpSigned2, smdpSignature2 } = authenticated;
    const signedBySmdp = signedBySmdpSignature2(
      smdpSigned2.der,
      authenticateResponseOk?.euiccSignature1 ?? new Uint8Array(),
    );
    expectTrue(verify(smdpCertificate.publicKey, signedBySmdp, smdpSignature2), 'smdpSignature2');
    return authenticated;
  }

  /** What an answer of authenticateClient makes of a session. */
  authenticatedBy(session: BegunSession, { json }: Answer): AuthenticatedSession {
    return {
      ...session,
      metadata: base64Member(json, 'profileMetadata'),
      smdpSigned2: capture(SmdpSigned2, base64Member(json, 'smdpSigned2')),
      smdpSignature2: decode(Signature, base64Member(json, 'smdpSignature2')),
      smdpCertificate: readCertificate(base64Member(json, 'smdpCertificate')),
    };
  }

  drawOneTimeKey(session: AuthenticatedSession): PrivateKey {
    return privateKeyFromDraw(session.smdpCertificate.curve, this.#entropy.draw('otSK.EUICC', 40));
  }

  /** `BF21`. */
  prepareResponse(
    session: AuthenticatedSession,
    oneTimeKey: PrivateKey,
    changes: PreparationChanges = {},
  ): Bytes {
    const same = <T>(value: T): T => value;
    const { confirmationCode } = changes;
    const { transactionId } = session;
    const signed = encode(
      EuiccSigned2,
      (changes.euiccSigned2 ?? same)({
        transactionId,
        euiccOtpk: oneTimeKey.publicKey.point,
        ...(confirmationCode === undefined ? {} : { hashCc: hashCc(confirmationCode, transactionId) }),
      }),
    );
    const { key } = this.identityFor(session.ciId);
    const signature = sign(key, signedByEuiccSignature2(signed, session.smdpSignature2), this.#how);
    return encode(PrepareDownloadResponse, {
      downloadResponseOk: {
        euiccSigned2: capture(EuiccSigned2, signed),
        euiccSignature2: (changes.signature ?? same)(signature),
      },
    });
  }

  async tryPrepare(session: AuthenticatedSession, changes: PreparationChanges = {}): Promise<Answer> {
    const oneTimeKey = changes.oneTimeKey ?? this.drawOneTimeKey(session);
    return this.call('getBoundProfilePackage', {
      transactionId: toHex(session.transactionId),
      prepareDownloadResponse: toBase64(this.prepareResponse(session, oneTimeKey, changes)),
    });
  }

  /** The package, and the session that it is bound in. */
  async prepare(
    session: AuthenticatedSession,
    changes: PreparationChanges = {},
  ): Promise<{ readonly prepared: PreparedSession; readonly boundProfilePackage: Bytes }> {
    const oneTimeKey = changes.oneTimeKey ?? this.drawOneTimeKey(session);
    const { json } = expectSuccess(await this.tryPrepare(session, { ...changes, oneTimeKey }));
    return {
      prepared: { ...session, oneTimeKey },
      boundProfilePackage: base64Member(json, 'boundProfilePackage'),
    };
  }

  /** Opens a package as an eUICC does: signature, keys, MACs. */
  open(session: PreparedSession, boundProfilePackage: Bytes): { metadata: Bytes; upp: Bytes } {
    const parts = readBoundProfilePackage(boundProfilePackage);
    const { value, der } = parts.initialiseSecureChannelRequest;
    const members = childrenOf(readTlv(der)).slice(0, -1).map(wholeOf);
    const signed = signedBySmdpSign(members, session.oneTimeKey.publicKey.point);
    expectTrue(verify(session.smdpCertificate.publicKey, signed, value.smdpSign), 'smdpSign');
    expectTrue(sameBytes(value.transactionId, session.transactionId), 'transactionId');
    const keys = deriveSessionKeys({
      z: agree(session.oneTimeKey, value.smdpOtpk),
      hostId: value.controlRefTemplate.hostId,
      eid: eidToBytes(this.eid),
    });
    const verifier = new BspVerifier(keys);
    for (const segment of parts.firstSequenceOf87) verifier.open(segment);
    const metadata = concat(...parts.sequenceOf88.map((segment) => verifier.open(segment)));
    const replaced = parts.secondSequenceOf87?.map((segment) => verifier.open(segment))[0];
    const profile = replaced === undefined ? verifier : new BspVerifier(keysOf(replaced));
    return { metadata, upp: concat(...parts.sequenceOf86.map((segment) => profile.open(segment))) };
  }

  /** `BF37`, whole, of a session of this device. */
  installationResult(
    session: BegunSession,
    result: 'success' | InstallError,
    changes: {
      readonly iccid?: Bytes;
      readonly data?: Change<ProfileInstallationResultData>;
      readonly signature?: Change<Bytes>;
    } = {},
  ): Bytes {
    const data: ProfileInstallationResultData = {
      transactionId: session.transactionId,
      notificationMetadata: {
        seqNumber: 1,
        profileManagementOperation: ['notificationInstall'],
        notificationAddress: session.serverSigned1.serverAddress,
        ...(changes.iccid === undefined ? {} : { iccid: changes.iccid }),
      },
      smdpOid: '2.999.10',
      finalResult:
        result === 'success'
          ? {
              successResult: {
                aid: fromHex('A0000005591010FFFFFFFF8900001100'),
                simaResponse: fromHex('3007A0053003800100'),
              },
            }
          : { errorResult: { bppCommandId: 5, errorReason: installErrors[result] } },
    };
    const der = encode(ProfileInstallationResultData, changes.data?.(data) ?? data);
    const signature = sign(this.identityFor(session.ciId).key, der, this.#how);
    return encode(PendingNotification, {
      profileInstallationResult: {
        profileInstallationResultData: capture(ProfileInstallationResultData, der),
        euiccSignPIR: changes.signature?.(signature) ?? signature,
      },
    });
  }

  /** An enable, disable or delete notification, whole. */
  otherNotification(
    operation: 'notificationEnable' | 'notificationDisable' | 'notificationDelete',
    changes: { readonly iccid?: Bytes; readonly signature?: Change<Bytes> } = {},
  ): Bytes {
    const [identity] = this.identities;
    if (identity === undefined) throw new Error('a device without an identity');
    const der = encode(NotificationMetadata, {
      seqNumber: 2,
      profileManagementOperation: [operation],
      notificationAddress: this.#options.address,
      ...(changes.iccid === undefined ? {} : { iccid: changes.iccid }),
    });
    const signature = sign(identity.key, der, this.#how);
    return encode(PendingNotification, {
      otherSignedNotification: {
        tbsOtherNotification: capture(NotificationMetadata, der),
        euiccNotificationSignature: changes.signature?.(signature) ?? signature,
        euiccCertificate: identity.euicc.der,
        eumCertificate: identity.eum.der,
      },
    });
  }

  async notify(pendingNotification: Bytes): Promise<Answer> {
    return this.call('handleNotification', { pendingNotification: toBase64(pendingNotification) });
  }

  /** `BF41`. */
  cancelResponse(
    session: BegunSession,
    reason: CancelSessionReason,
    changes: {
      readonly smdpOid?: string;
      readonly transactionId?: Bytes;
      readonly signature?: Change<Bytes>;
    } = {},
  ): Bytes {
    const signed = encode(EuiccCancelSessionSigned, {
      transactionId: changes.transactionId ?? session.transactionId,
      smdpOid: changes.smdpOid ?? '2.999.10',
      reason: cancelSessionReasons[reason],
    });
    const signature = sign(this.identityFor(session.ciId).key, signed, this.#how);
    return encode(CancelSessionResponse, {
      cancelSessionResponseOk: {
        euiccCancelSessionSigned: capture(EuiccCancelSessionSigned, signed),
        euiccCancelSessionSignature: changes.signature?.(signature) ?? signature,
      },
    });
  }

  async cancel(
    session: BegunSession,
    reason: CancelSessionReason,
    changes: Parameters<CraftedDevice['cancelResponse']>[2] = {},
  ): Promise<Answer> {
    return this.call('cancelSession', {
      transactionId: toHex(session.transactionId),
      cancelSessionResponse: toBase64(this.cancelResponse(session, reason, changes)),
    });
  }

  /** Everything up to the package. */
  async download(
    matchingId: string,
    changes: PreparationChanges = {},
  ): Promise<{ readonly prepared: PreparedSession; readonly boundProfilePackage: Bytes }> {
    const authenticated = await this.authenticate(await this.initiate(), { matchingId });
    return this.prepare(authenticated, changes);
  }
}

/** Octets with one bit turned over. */
export function flipBit(octets: Bytes, bit = 7): Bytes {
  const flipped = octets.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

/** The octets of a member in base64. */
export function base64Member(json: Readonly<Record<string, unknown>>, name: string): Bytes {
  return fromBase64(textMember(json, name));
}

function textMember(json: Readonly<Record<string, unknown>>, name: string): string {
  const value = json[name];
  if (typeof value !== 'string') throw new Error(`the answer has no ${name}`);
  return value;
}

function keysOf(replaced: Bytes) {
  const { initialMacChainingValue, ppkEnc, ppkCmac } = decode(ReplaceSessionKeysRequest, replaced);
  return { initialMacChainingValue, sEnc: ppkEnc, sMac: ppkCmac };
}

function expectSuccess(answer: Answer): Answer {
  if (answer.outcome !== 'Executed-Success') throw new Error(`${answer.outcome}: ${answer.text}`);
  return answer;
}

function expectTrue(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the server's ${what} is wrong`);
}

function answerOf(status: number, headers: Readonly<Record<string, string>>, body: Bytes): Answer {
  const text = fromUtf8(body);
  const contentType = headers['content-type'];
  const isJson = contentType?.startsWith('application/json') === true;
  const json = (isJson ? JSON.parse(text) : {}) as Readonly<Record<string, unknown>>;
  const outcome = isJson ? outcomeOf(json) : `HTTP ${status}`;
  return { status, contentType, adminProtocol: headers['x-admin-protocol'], text, json, outcome };
}

function outcomeOf(json: Readonly<Record<string, unknown>>): string {
  const { header } = json as {
    header?: {
      functionExecutionStatus?: {
        status?: string;
        statusCodeData?: { subjectCode: string; reasonCode: string };
      };
    };
  };
  const status = header?.functionExecutionStatus;
  const data = status?.statusCodeData;
  return data === undefined ? (status?.status ?? 'no header') : `${data.subjectCode}/${data.reasonCode}`;
}
