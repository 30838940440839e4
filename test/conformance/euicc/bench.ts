import { expect } from 'vitest';

import type { Decoded } from '#shared/asn1/index';
import { childrenOf, decode, readTlv, tlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import type { PublicKey } from '#shared/crypto/keys';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import { readCertificate } from '#shared/pki/certificate';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import { verifyEuicc, verifyEum } from '#shared/pki/trust';
import { oids } from '#shared/pki/x509';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import type { AuthenticateResponseOk } from '#shared/rsp/authenticate-server';
import { EuiccInfo2 } from '#shared/rsp/euicc-info';
import type { ProfileInstallationResultData } from '#shared/rsp/notifications';
import { ListNotificationResponse, ProfileInstallationResult } from '#shared/rsp/notifications';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { ProfileInfoListResponse } from '#shared/rsp/profile-management';

import type { AuthenticateServerChanges, PackageParts } from '../../support/crafted-server.ts';
import { said } from '../../support/crafted-server.ts';
import { craft, withExtension } from '../../support/pki.ts';
import type { Bench } from '../../device-sim/euicc/bench.ts';
import { brainpoolCi, eid, nistCi, resultOf } from '../../device-sim/euicc/bench.ts';
import { iccids } from '../../device-sim/euicc/lettered-profiles.ts';

/** The transaction of every session, in hex. */
export const tid = toHex(said.transactionId);
/** ISD-P AID of the first Profile on a card. */
export const firstAid = 'A0000005591010FFFFFFFF8900001100';

export const curves: readonly (readonly [string, () => SigningCertificateIssuer])[] = [
  ['NIST', nistCi],
  ['brainpool', brainpoolCi],
];

/** The error arm of AuthenticateServer and PrepareDownload. */
export const errorOf = (tag: 'BF38' | 'BF21', code: number, transactionId = tid): string =>
  `${tag}17A1158010${transactionId}0201${code.toString(16).toUpperCase().padStart(2, '0')}`;

type Ok = Decoded<typeof AuthenticateResponseOk>;

/** A new session up to AuthenticateServer, which has to succeed. */
export async function authenticated(bench: Bench, changes: AuthenticateServerChanges = {}): Promise<Ok> {
  const answer = await bench.es10(bench.server.authenticateServer(await bench.challenge(), changes));
  const { authenticateResponseOk: ok } = decode(AuthenticateServerResponse, fromHex(answer));
  expect(answer).toMatch(/^BF3882....A082/);
  return ok!;
}

/** The key of CERT.EUICC, once CERT.EUM is under the CI and CERT.EUICC under that, for this EID. */
export function believedKey(
  { euiccCertificate, eumCertificate }: Pick<Ok, 'euiccCertificate' | 'eumCertificate'>,
  ci: SigningCertificateIssuer,
): PublicKey {
  const euicc = readCertificate(euiccCertificate);
  const eum = readCertificate(eumCertificate);
  expect(verifyEum(eum, ci.certificate)).toBeInstanceOf(Array);
  expect(verifyEuicc(euicc, eum, eid)).toEqual([]);
  expect(euicc.curve).toBe(ci.curve);
  return euicc.publicKey;
}

/** otPK.EUICC.ECKA from an answer to PrepareDownload, which has to be `A0`. */
export function oneTimeKeyIn(answer: string): Bytes {
  const { downloadResponseOk: ok } = decode(PrepareDownloadResponse, fromHex(answer));
  expect(answer).toMatch(/^BF2181..A081/);
  return ok!.euiccSigned2.value.euiccOtpk;
}

/** A package and what to do to it before it is handed over. */
export interface Attempt extends Partial<PackageParts> {
  readonly edit?: (whole: Bytes) => Bytes;
}

export interface Outcome {
  /** BF37 in hex. */
  readonly answer: string;
  readonly data: ProfileInstallationResultData;
  /** The AID, or bppCommandId and errorReason. */
  readonly result: ReturnType<typeof resultOf>;
}

/** A session up to PrepareDownload under a CI: the key that will sign the result, and otPK. */
export async function prepared(bench: Bench, ci = nistCi()): Promise<{ key: PublicKey; euiccOtpk: Bytes }> {
  const ok = await authenticated(bench);
  const answer = await bench.es10(bench.server.prepareDownload(ok.euiccSignature1));
  return { key: believedKey(ok, ci), euiccOtpk: oneTimeKeyIn(answer) };
}

/** A whole session. Whatever the result is, it is signed and waits for delivery as it was answered. */
export async function attempt(
  bench: Bench,
  { edit, ...parts }: Attempt = {},
  ci = nistCi(),
): Promise<Outcome> {
  const { key, euiccOtpk } = await prepared(bench, ci);
  const whole = bench.package(euiccOtpk, parts);
  const answer = await bench.load(edit === undefined ? whole : edit(whole));
  const data = expectResult(answer, key);
  expect(await bench.es10('BF2B00')).toContain(answer);
  return { answer, data, result: resultOf(answer) };
}

/** The data of a BF37 whose signature that key verifies. */
export function expectResult(answer: string, key: PublicKey): ProfileInstallationResultData {
  const { profileInstallationResultData, euiccSignPIR } = decode(ProfileInstallationResult, fromHex(answer));
  expect(verify(key, profileInstallationResultData.der, euiccSignPIR)).toBe(true);
  return profileInstallationResultData.value;
}

/** Each Profile by its letter, else its ICCID, with its state, as GetProfilesInfo tells. */
export async function profilesOn(bench: Bench): Promise<readonly string[]> {
  const { profileInfoListOk = [] } = decode(
    ProfileInfoListResponse,
    fromHex(await bench.es10('BF2D055C035A9F70')),
  );
  return profileInfoListOk.map(({ iccid, profileState }) => {
    const digits = iccidFromBytes(iccid!);
    const [letter = digits] = Object.entries(iccids).find(([, known]) => known === digits) ?? [];
    return `${letter} ${profileState === 1 ? 'enabled' : 'disabled'}`;
  });
}

/** The notifications that wait, as ListNotification tells: `1 install smdp.example.com`. */
export async function waiting(bench: Bench): Promise<readonly string[]> {
  const { notificationMetadataList = [] } = decode(
    ListNotificationResponse,
    fromHex(await bench.es10('BF2800')),
  );
  return notificationMetadataList.map(
    ({ seqNumber, profileManagementOperation: [event = ''], notificationAddress }) =>
      `${seqNumber} ${event.replace('notification', '').toLowerCase()} ${notificationAddress}`,
  );
}

/** What RetrieveNotificationsList gives for its search criteria, each notification in hex. */
export async function retrieved(bench: Bench, criteria = ''): Promise<readonly string[]> {
  const [list] = childrenOf(readTlv(fromHex(await bench.es10(tlv(0xbf2b, fromHex(criteria))))));
  return childrenOf(list!).map((each) => toHex(wholeOf(each)));
}

/** Free non-volatile octets, `82` of extCardResource. */
export async function freeMemory(bench: Bench): Promise<number> {
  const { extCardResource } = decode(EuiccInfo2, fromHex(await bench.es10('BF2200')));
  expect(toHex(extCardResource)).toMatch(/^8101..8204.{8}8304.{8}$/);
  return parseInt(toHex(extCardResource.slice(5, 9)), 16);
}

/** Member tags of a TLV in hex, in their order. */
export const tagsIn = (hex: string): readonly string[] =>
  childrenOf(readTlv(fromHex(hex))).map(({ tag }) => tag.toString(16).toUpperCase().padStart(2, '0'));

/** CERT.DSauth with the key of the server: policy .7. */
export const dsAuthCertificate = ({ server }: Bench): Bytes =>
  craft(
    server.identity.dpAuth.certificate,
    nistCi().key,
    withExtension(oids.certificatePolicies, { value: '300B 3009 0607 67811201020107', critical: true }),
  );

/** Card reset; the ISD-R is selected again. */
export async function reset(bench: Bench): Promise<void> {
  await bench.euicc.reset();
  await bench.select();
}

/** TERMINAL PROFILE of a terminal that knows REFRESH: octet 3, bit 8 (TS 102 223 §5.2). */
export const knowsRefresh = '8010000003010080';

/** Fetches the answer of a function and then the REFRESH it asks for (UICC reset), which the terminal confirms. */
export async function expectRefresh(bench: Bench, functionAnswer: string): Promise<void> {
  const answer = await bench.apdu('80C0000006');
  expect([toHex(answer.data), answer.sw]).toEqual([functionAnswer, '910B']);
  const command = await bench.apdu('801200000B');
  expect([toHex(command.data), command.sw]).toEqual(['D009810301010482028182', '9000']);
  expect((await bench.apdu('801400000C810301010482028281830100')).sw).toBe('9000');
}
