import { beforeAll, describe, expect, it } from 'vitest';

import { childrenOf, encode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import { sign, verify } from '#shared/crypto/ecdsa';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromScalar } from '#shared/crypto/keys';
import { MalformedMember, readMembers, writeMembers } from '#shared/http/contract';
import { readBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { Signature } from '#shared/rsp/common';
import {
  AuthenticateClient,
  CancelSession,
  es9plusFunctions,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';
import {
  emptyCommand,
  signedByEuiccSignature2,
  signedBySmdpSign,
  signedBySmdpSignature2,
} from '#shared/rsp/signed-octets';

import { vectors } from '../../support/vectors.ts';

const tid = '000102030405060708090A0B0C0D0E0F';
const b64 = (hex: string): string => toBase64(fromHex(hex));

describe('the contracts of ES9+', () => {
  it.each([
    [InitiateAuthentication, ['euiccChallenge', 'euiccInfo1', 'smdpAddress']],
    [AuthenticateClient, ['transactionId', 'authenticateServerResponse']],
    [GetBoundProfilePackage, ['transactionId', 'prepareDownloadResponse']],
    [HandleNotification, ['pendingNotification']],
    [CancelSession, ['transactionId', 'cancelSessionResponse']],
  ])('$name is posted to its path with its members (es9plus.md §2)', (contract, request) => {
    expect(contract.path).toBe(`/gsma/rsp2/es9plus/${contract.name}`);
    expect(Object.keys(contract.request)).toEqual(request);
  });

  it.each([
    [
      InitiateAuthentication,
      ['transactionId', 'serverSigned1', 'serverSignature1', 'euiccCiPKIdToBeUsed', 'serverCertificate'],
    ],
    [
      AuthenticateClient,
      ['transactionId', 'profileMetadata', 'smdpSigned2', 'smdpSignature2', 'smdpCertificate'],
    ],
    [GetBoundProfilePackage, ['transactionId', 'boundProfilePackage']],
    [CancelSession, []],
  ])('$name answers with its members', (contract, response) => {
    expect(Object.keys(contract.response)).toEqual(response);
  });

  it('handleNotification is answered without a body, and the five are all there are', () => {
    expect(HandleNotification.response).toBeNull();
    expect(es9plusFunctions).toHaveLength(5);
  });
});

describe('members on the wire', () => {
  const read = (json: Readonly<Record<string, unknown>>) => readMembers(InitiateAuthentication.request, json);
  const good = {
    euiccChallenge: b64('AABBCCDDEEFF00112233445566778899'),
    euiccInfo1: b64('BF20098203020200A900AA00'),
    smdpAddress: 'smdp.example.com',
  };

  it('are base64 of whole TLVs, their octets kept', () => {
    const value = read(good);
    expect(toHex(value.euiccInfo1.der)).toBe('BF20098203020200A900AA00');
    expect(toHex(value.euiccInfo1.value.svn)).toBe('020200');
    expect(writeMembers(InitiateAuthentication.request, value)).toEqual(good);
  });

  it('refuse a challenge of another size, and DER that is not of the type with its offset', () => {
    expect(() => read({ ...good, euiccChallenge: b64('AABB') })).toThrow(
      'euiccChallenge: expected 16 octets, got 2',
    );
    expect(() => read({ ...good, euiccInfo1: b64('BF2000') })).toThrow(/svn \(82\) is missing.*octet 0/);
    expect(() => read({ ...good, euiccInfo1: '*' })).toThrow('not base64');
    expect(() => read({ ...good, smdpAddress: undefined })).toThrow('smdpAddress is missing');
  });

  it('that do not parse are malformed, those of another JSON type missing (es9plus.md §9)', () => {
    const missing = (json: Readonly<Record<string, unknown>>) => {
      try {
        read(json);
      } catch (error) {
        return error instanceof MalformedMember ? error.missing : undefined;
      }
      return undefined;
    };
    expect(missing({ ...good, euiccInfo1: b64('BF2000') })).toBe(false);
    expect(missing({ ...good, euiccInfo1: '*' })).toBe(false);
    expect(missing({ ...good, euiccInfo1: 5 })).toBe(true);
  });

  it('have a transactionId of 1 to 16 octets, upper case when written, any case when read', () => {
    const { transactionId } = CancelSession.request;
    expect(transactionId.write(transactionId.read(tid.toLowerCase()))).toBe(tid);
    expect(() => transactionId.read('')).toThrow(TypeError);
    expect(() => transactionId.read('00'.repeat(17))).toThrow('expected at most 16 octets, got 17');
    expect(() => transactionId.read(5)).toThrow(TypeError);
  });

  it('carry a signature as 5F37 and a key id as 04', () => {
    const { serverSignature1, euiccCiPKIdToBeUsed } = InitiateAuthentication.response;
    expect(serverSignature1.read(b64(`5F3740${'11'.repeat(64)}`)).value).toEqual(filled(64, 0x11));
    expect(() => serverSignature1.read(b64('5F3702AABB'))).toThrow('2 octets instead of 64');
    expect(euiccCiPKIdToBeUsed.read(b64('0402AABB')).value).toEqual(fromHex('AABB'));
  });
});

describe('what is signed', () => {
  const signature = filled(64, 0x22);

  it('by smdpSignature2 and euiccSignature2: the structure and the other signature as 5F37', () => {
    const expected = `300300010A5F3740${'22'.repeat(64)}`;
    expect(toHex(signedBySmdpSignature2(fromHex('300300010A'), signature))).toBe(expected);
    expect(toHex(signedByEuiccSignature2(fromHex('300300010A'), signature))).toBe(expected);
  });

  it('by smdpSign: the members and the one-time key of the eUICC as 5F49', () => {
    const otpk = filled(65, 0x04);
    expect(toHex(signedBySmdpSign([fromHex('820101'), fromHex('800101')], otpk))).toBe(
      `8201018001015F4941${'04'.repeat(65)}`,
    );
  });

  it('a command without members is its tag and no length', () => {
    expect(toHex(emptyCommand(0xbf2e))).toBe('BF2E00');
  });
});

describe.skipIf(!vectors.available)('the recorded session through the contracts', () => {
  let file: (name: string) => Bytes;
  let key: (name: string) => PrivateKey;
  const base64Of = (name: string): string => toBase64(file(`${name}.der`));
  /** The members of the recorded answers of the SM-DP+, which were in the ASN.1 binding. */
  const partsOf = (name: string): Bytes[] => {
    let tlv = readTlv(file(`${name}.der`));
    if (tlv.tag !== 0x30) tlv = childrenOf(tlv)[0]!;
    return childrenOf(tlv).map(wholeOf);
  };
  const authenticated = () =>
    readMembers(AuthenticateClient.request, {
      transactionId: tid,
      authenticateServerResponse: base64Of('auth-server-response'),
    }).authenticateServerResponse.value.authenticateResponseOk!;
  const answered = () => {
    const [, profileMetadata, smdpSigned2, smdpSignature2, smdpCertificate] =
      partsOf('authenticate-response');
    return { profileMetadata, smdpSigned2, smdpSignature2, smdpCertificate };
  };
  const prepared = () =>
    readMembers(GetBoundProfilePackage.request, {
      transactionId: tid,
      prepareDownloadResponse: base64Of('prepare-download-response'),
    }).prepareDownloadResponse.value.downloadResponseOk!;

  beforeAll(() => {
    file = (name) => vectors.bytes(`rsp-session/${name}`);
    const { keys } = vectors.json('sgp26/keys.json') as { keys: Record<string, { curve: Curve; d: string }> };
    key = (name) => privateKeyFromScalar(keys[name]!.curve, fromHex(keys[name]!.d));
  });

  it('serverSigned1 is what serverSignature1 signs', () => {
    const [, serverSigned1, serverSignature1] = partsOf('initiate-response');
    expect(
      toHex(encode(Signature, sign(key('SK_S_SM_DPauth_ECDSA_NIST'), serverSigned1!, 'deterministic'))),
    ).toBe(toHex(serverSignature1!));
    expect(
      InitiateAuthentication.response.serverSigned1.read(toBase64(serverSigned1!)).value.serverAddress,
    ).toBe('smdp.example.com');
  });

  it('euiccSigned1 is what euiccSignature1 signs', () => {
    const { euiccSigned1, euiccSignature1 } = authenticated();
    expect(verify(key('SK_EUICC_ECDSA_NIST').publicKey, euiccSigned1.der, euiccSignature1)).toBe(true);
    expect(euiccSigned1.value.ctxParams1.value).toEqual({
      ctxParamsForCommonAuthentication: { deviceInfo: { tac: filled(4, 0), deviceCapabilities: {} } },
    });
  });

  it('smdpSigned2 with euiccSignature1 is what smdpSignature2 signs', () => {
    const { smdpSigned2, smdpSignature2 } = answered();
    const signed = signedBySmdpSignature2(smdpSigned2!, authenticated().euiccSignature1);
    expect(toHex(encode(Signature, sign(key('SK_S_SM_DPpb_ECDSA_NIST'), signed, 'deterministic')))).toBe(
      toHex(smdpSignature2!),
    );
  });

  it('euiccSigned2 with smdpSignature2 is what euiccSignature2 signs', () => {
    const { euiccSigned2, euiccSignature2 } = prepared();
    const smdpSignature2 = answered().smdpSignature2!.slice(3);
    const signed = signedByEuiccSignature2(euiccSigned2.der, smdpSignature2);
    expect(verify(key('SK_EUICC_ECDSA_NIST').publicKey, signed, euiccSignature2)).toBe(true);
  });

  it('the members of InitialiseSecureChannel with the one-time key are what smdpSign signs', () => {
    const { initialiseSecureChannelRequest } = readBoundProfilePackage(file('bound-profile-package.der'));
    const members = childrenOf(readTlv(initialiseSecureChannelRequest.der)).slice(0, -1).map(wholeOf);
    const signed = signedBySmdpSign(members, prepared().euiccSigned2.value.euiccOtpk);
    expect(toHex(sign(key('SK_S_SM_DPpb_ECDSA_NIST'), signed, 'deterministic'))).toBe(
      toHex(initialiseSecureChannelRequest.value.smdpSign),
    );
  });

  it('the notification is read with its whole data kept, over which euiccSignPIR is made', () => {
    const { pendingNotification } = readMembers(HandleNotification.request, {
      pendingNotification: base64Of('pending-notification'),
    });
    const { profileInstallationResultData, euiccSignPIR } =
      pendingNotification.value.profileInstallationResult!;
    const { publicKey } = key('SK_EUICC_ECDSA_NIST');
    expect(verify(publicKey, profileInstallationResultData.der, euiccSignPIR)).toBe(true);
    expect(verify(publicKey, concat(profileInstallationResultData.der, fromHex('00')), euiccSignPIR)).toBe(
      false,
    );
    expect(profileInstallationResultData.value.smdpOid).toBe('2.999');
  });
});
