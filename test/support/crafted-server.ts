import { capture, encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { chunks, concat, filled, fromHex } from '#shared/bytes/bytes';
import { BspProtector, deriveSessionKeys } from '#shared/crypto/bsp';
import type { SessionKeys } from '#shared/crypto/bsp';
import { sign } from '#shared/crypto/ecdsa';
import { agree } from '#shared/crypto/key-agreement';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import type { Eid } from '#shared/identifiers/eid';
import { eidToBytes } from '#shared/identifiers/eid';
import type { CertificateIssuer } from '#shared/pki/certificate-issuer';
import type { ServerIdentity } from '#shared/pki/identities';
import { serverIdentity } from '#shared/pki/identities';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { AuthenticateServerRequest, CtxParams1, ServerSigned1 } from '#shared/rsp/authenticate-server';
import { OneTimePublicKey, Signature } from '#shared/rsp/common';
import { PrepareDownloadRequest, SmdpSigned2 } from '#shared/rsp/prepare-download';
import { signedBySmdpSignature2, signedBySmdpSign } from '#shared/rsp/signed-octets';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { ReplaceSessionKeysRequest } from '#shared/rsp/bound-profile-package';

/** A time at which all test certificates are valid. */
export const testNow = instant('2026-11-01T12:00:00Z');

/** What is said in a session unless a test says otherwise. */
export const said = {
  transactionId: fromHex('0102030405060708090A0B0C0D0E0F10'),
  serverAddress: 'smdp.example.com',
  serverChallenge: filled(16, 0x5c),
  hostId: new TextEncoder().encode('crafted'),
  ppk: {
    sEnc: filled(16, 0xe1),
    sMac: filled(16, 0xc2),
    initialMacChainingValue: filled(16, 0xa3),
  } satisfies SessionKeys,
} as const;

/** The one thing in BF38 that a test wants otherwise. */
export interface AuthenticateServerChanges {
  readonly transactionId?: Bytes;
  readonly ciKeyId?: Bytes;
  readonly certificate?: Bytes;
  /** Signs instead of the key of CERT.DPauth. */
  readonly key?: PrivateKey;
  /** Changes serverSigned1 after it was signed. */
  readonly signedElsewhere?: boolean;
  readonly ctxParams1?: Bytes;
}

/** The one thing in BF21 that a test wants otherwise. */
export interface PrepareDownloadChanges {
  readonly transactionId?: Bytes;
  readonly certificate?: Bytes;
  readonly key?: PrivateKey;
  readonly hashCc?: Bytes;
  readonly ccRequiredFlag?: boolean;
  readonly bppEuiccOtpk?: Bytes;
}

/** A segment on its way out. */
export interface Segment {
  readonly part: 'configure' | 'metadata' | 'keys' | 'elements';
  readonly index: number;
}

/** What goes into a Bound Profile Package, and the one thing in it that a test wants otherwise. */
export interface PackageParts {
  readonly euiccOtpk: Bytes;
  readonly eid: Eid;
  readonly profilePackage: Bytes;
  /** Of BF25, as values or as octets. */
  readonly metadata: StoreMetadataRequest | Bytes;
  readonly transactionId?: Bytes;
  readonly remoteOpId?: number;
  readonly keyType?: number;
  readonly keyLength?: number;
  /** Of the control reference template and of the keys. */
  readonly hostId?: Bytes;
  readonly signKey?: PrivateKey;
  readonly smdpOtpk?: Bytes;
  /** Plain BF24. */
  readonly configure?: Bytes;
  /** Octets of plain data in an 87 of A0; 1007 unless told. */
  readonly configureSize?: number;
  /** Profile elements under a Profile Protection Key. */
  readonly ppk?: boolean;
  /** Plain BF26 instead of the right one. */
  readonly keys?: Bytes;
  /** Octets of plain data in an 86; 1007 unless told. */
  readonly segmentSize?: number;
  /** Changes a finished segment. */
  readonly touch?: (tlv: Bytes, segment: Segment) => Bytes;
}

/** An SM-DP+ below HTTP: valid messages for a card, and messages that are wrong in one thing. */
export class CraftedServer {
  readonly identity: ServerIdentity;

  constructor(ci: CertificateIssuer) {
    this.identity = serverIdentity({
      ci,
      addresses: [said.serverAddress],
      entropy: seededEntropy('crafted server'),
      clock: { now: () => testNow },
    });
  }

  /** BF38. */
  authenticateServer(euiccChallenge: Bytes, changes: AuthenticateServerChanges = {}): Bytes {
    const { dpAuth, ci } = this.identity;
    const values = {
      transactionId: changes.transactionId ?? said.transactionId,
      euiccChallenge,
      serverAddress: said.serverAddress,
      serverChallenge: said.serverChallenge,
    };
    const der = encode(ServerSigned1, values);
    const other = encode(ServerSigned1, { ...values, serverAddress: 'other.example.com' });
    const ctxParams1 =
      changes.ctxParams1 ??
      fromHex('A027 8007 4142432D313233 A11C 8004 21436587 A10A 8003060000 85030F0000 8208 214365870921435F');
    return encode(AuthenticateServerRequest, {
      serverSigned1: capture(ServerSigned1, changes.signedElsewhere === true ? other : der),
      serverSignature1: sign(changes.key ?? dpAuth.key, der, 'deterministic'),
      euiccCiPKIdToBeUsed: changes.ciKeyId ?? ci.id,
      serverCertificate: changes.certificate ?? dpAuth.certificate.der,
      ctxParams1: capture(CtxParams1, ctxParams1),
    });
  }

  /** BF21. */
  prepareDownload(euiccSignature1: Bytes, changes: PrepareDownloadChanges = {}): Bytes {
    const { dpPb } = this.identity;
    const { hashCc, bppEuiccOtpk, ccRequiredFlag = hashCc !== undefined } = changes;
    const der = encode(SmdpSigned2, {
      transactionId: changes.transactionId ?? said.transactionId,
      ccRequiredFlag,
      ...(bppEuiccOtpk && { bppEuiccOtpk }),
    });
    const signed = signedBySmdpSignature2(der, euiccSignature1);
    return encode(PrepareDownloadRequest, {
      smdpSigned2: capture(SmdpSigned2, der),
      smdpSignature2: sign(changes.key ?? dpPb.key, signed, 'deterministic'),
      smdpCertificate: changes.certificate ?? dpPb.certificate.der,
      ...(hashCc && { hashCc }),
    });
  }

  /** BF36. */
  boundProfilePackage(parts: PackageParts): Bytes {
    const curve = this.identity.dpPb.key.curve;
    const oneTimeKey = privateKeyFromDraw(curve, filled(40, 0x77));
    const keys = deriveSessionKeys({
      z: agree(oneTimeKey, parts.euiccOtpk),
      hostId: parts.hostId ?? said.hostId,
      eid: eidToBytes(parts.eid),
    });
    return tlv(
      0xbf36,
      this.#channel(parts, parts.smdpOtpk ?? oneTimeKey.publicKey.point),
      ...protectedParts(parts, keys),
    );
  }

  #channel(parts: PackageParts, smdpOtpk: Bytes): Bytes {
    const { remoteOpId = 1, keyType = 0x88, keyLength = 0x10, transactionId = said.transactionId } = parts;
    const members = [
      tlv(0x82, Uint8Array.of(remoteOpId)),
      tlv(0x80, transactionId),
      tlv(
        0xa6,
        tlv(0x80, Uint8Array.of(keyType)),
        tlv(0x81, Uint8Array.of(keyLength)),
        tlv(0x84, parts.hostId ?? said.hostId),
      ),
      encode(OneTimePublicKey, smdpOtpk),
    ];
    const key = parts.signKey ?? this.identity.dpPb.key;
    const smdpSign = sign(key, signedBySmdpSign(members, parts.euiccOtpk), 'deterministic');
    return tlv(0xbf23, ...members, encode(Signature, smdpSign));
  }
}

function protectedParts(parts: PackageParts, keys: SessionKeys): Bytes[] {
  const { ppk = false, segmentSize = 1_007 } = parts;
  const touch = parts.touch ?? ((octets: Bytes): Bytes => octets);
  const session = new BspProtector(keys);
  const metadata =
    parts.metadata instanceof Uint8Array ? parts.metadata : encode(StoreMetadataRequest, parts.metadata);
  const configured = chunks(parts.configure ?? fromHex('BF2400'), parts.configureSize ?? 1_007).map(
    (piece, index) => touch(session.encryptAndMac(0x87, piece), { part: 'configure', index }),
  );
  const described = chunks(metadata, 1_008).map((piece, index) =>
    touch(session.macOnly(0x88, piece), { part: 'metadata', index }),
  );
  const replaced =
    ppk || parts.keys !== undefined
      ? [
          tlv(
            0xa2,
            touch(session.encryptAndMac(0x87, parts.keys ?? replaceKeys()), { part: 'keys', index: 0 }),
          ),
        ]
      : [];
  const protector = ppk ? new BspProtector(said.ppk) : session;
  const elements = chunks(parts.profilePackage, segmentSize).map((piece, index) =>
    touch(protector.encryptAndMac(0x86, piece), { part: 'elements', index }),
  );
  return [
    tlv(0xa0, concat(...configured)),
    tlv(0xa1, concat(...described)),
    ...replaced,
    tlv(0xa3, concat(...elements)),
  ];
}

const replaceKeys = (): Bytes =>
  encode(ReplaceSessionKeysRequest, {
    initialMacChainingValue: said.ppk.initialMacChainingValue,
    ppkEnc: said.ppk.sEnc,
    ppkCmac: said.ppk.sMac,
  });
