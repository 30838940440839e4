import { beforeAll, describe, expect, it } from 'vitest';
import { capture, childrenOf, decode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex, toUtf8 } from '#shared/bytes/bytes';
import { privateKeyFromScalar } from '#shared/crypto/keys';
import { parseEid } from '#shared/identifiers/eid';
import { readCertificate } from '#shared/pki/certificate';
import { sgp26Key } from '#shared/pki/sgp26';
import { AuthenticateServerResponse, ServerSigned1 } from '#shared/rsp/authenticate-server';
import { Signature } from '#shared/rsp/common';
import { PendingNotification } from '#shared/rsp/notifications';
import { EuiccSigned2, PrepareDownloadResponse, SmdpSigned2 } from '#shared/rsp/prepare-download';
import { buildBoundProfilePackage } from '#smdp/index';
import { isEuiccSignature1, isEuiccSignature2, isSignedByEuicc } from '#smdp/es9plus/signed-by-euicc';
import { signServer1, signSmdp2 } from '#smdp/es9plus/signed-by-server';

import { flipBit } from '../../support/crafted-device.ts';
import { vectors } from '../../support/vectors.ts';

const file = (name: string): Bytes => vectors.bytes(`rsp-session/${name}`);

/** The whole TLVs inside nested constructed ones: of each, the first of that tag. */
function inside(der: Bytes, ...tags: readonly number[]): readonly Bytes[] {
  let members = childrenOf(readTlv(der));
  for (const tag of tags) {
    const next = members.find((member) => member.tag === tag);
    if (next === undefined) throw new Error('the recorded session is another one');
    members = childrenOf(next);
  }
  return members.map(wholeOf);
}

describe.skipIf(!vectors.available)('the recorded session below HTTP', () => {
  let response: NonNullable<ReturnType<typeof decodeAuthenticated>>;
  let prepared: NonNullable<ReturnType<typeof decodePrepared>>;
  let euicc: ReturnType<typeof readCertificate>;

  const decodeAuthenticated = () =>
    decode(AuthenticateServerResponse, file('auth-server-response.der')).authenticateResponseOk;
  const decodePrepared = () =>
    decode(PrepareDownloadResponse, file('prepare-download-response.der')).downloadResponseOk;

  beforeAll(() => {
    response = decodeAuthenticated()!;
    prepared = decodePrepared()!;
    euicc = readCertificate(response.euiccCertificate);
  });

  it('serverSigned1 and serverSignature1 come out as recorded', () => {
    const members = inside(file('initiate-response.der'));
    const signed1 = members.find((member) => member[0] === 0x30)!;
    const signature1 = members.find((member) => member[0] === 0x5f)!;
    const value = {
      transactionId: file('transaction-id.bin'),
      euiccChallenge: file('euicc-challenge.bin'),
      serverAddress: decode(ServerSigned1, signed1).serverAddress,
      serverChallenge: file('server-challenge.bin'),
    };
    const { signed, signature } = signServer1(value, sgp26Key('dpAuthNist'), 'deterministic');
    expect(toHex(signed.der)).toBe(toHex(signed1));
    expect(toHex(signature)).toBe(toHex(decode(Signature, signature1)));
  });

  it('smdpSigned2 and smdpSignature2 come out as recorded', () => {
    const members = inside(file('authenticate-response.der'), 0xa0);
    const signed2 = members.find((member) => member[0] === 0x30)!;
    const signature2 = members.find((member) => member[0] === 0x5f)!;
    const value = decode(SmdpSigned2, signed2);
    const key = sgp26Key('dpPbNist');
    const { signed, signature } = signSmdp2(value, response.euiccSignature1, key, 'deterministic');
    expect(toHex(signed.der)).toBe(toHex(signed2));
    expect(toHex(signature)).toBe(toHex(decode(Signature, signature2)));
  });

  it('the Bound Profile Package comes out as recorded', () => {
    const made = buildBoundProfilePackage({
      transactionId: file('transaction-id.bin'),
      hostId: toUtf8('euicc-rsp'),
      eid: parseEid(euicc.subjectSerialNumber ?? ''),
      oneTimeKey: privateKeyFromScalar('P-256', file('otsk-dp.bin')),
      euiccOtpk: prepared.euiccSigned2.value.euiccOtpk,
      key: sgp26Key('dpPbNist'),
      how: 'deterministic',
      metadata: file('store-metadata.der'),
      upp: file('upp.der'),
    });
    expect(toHex(made)).toBe(toHex(file('bound-profile-package.der')));
  });

  it('euiccSignature1 is accepted over the octets as they came, and over no others', () => {
    const { euiccSigned1, euiccSignature1 } = response;
    expect(isEuiccSignature1(euicc, euiccSigned1, euiccSignature1)).toBe(true);
    const spoiled = { ...euiccSigned1, der: flipBit(euiccSigned1.der, 8 * 20) };
    expect(isEuiccSignature1(euicc, spoiled, euiccSignature1)).toBe(false);
  });

  it('euiccSignature2 is accepted together with smdpSignature2 only', () => {
    const { euiccSigned2, euiccSignature2 } = prepared;
    const members = inside(file('authenticate-response.der'), 0xa0);
    const smdpSignature2 = decode(
      Signature,
      members.find((member) => member[0] === 0x5f)!,
    );
    expect(isEuiccSignature2(euicc, euiccSigned2, smdpSignature2, euiccSignature2)).toBe(true);
    expect(isEuiccSignature2(euicc, euiccSigned2, flipBit(smdpSignature2), euiccSignature2)).toBe(false);
    expect(capture(EuiccSigned2, euiccSigned2.der).value).toEqual(euiccSigned2.value);
  });

  it('euiccSignPIR is accepted', () => {
    const { profileInstallationResult } = decode(PendingNotification, file('pending-notification.der'));
    const { profileInstallationResultData: data, euiccSignPIR } = profileInstallationResult!;
    expect(isSignedByEuicc(euicc, data, euiccSignPIR)).toBe(true);
    expect(isSignedByEuicc(euicc, data, flipBit(euiccSignPIR))).toBe(false);
  });
});
