import { describe, expect, it } from 'vitest';

import { contentOf, decode, readTlv, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { ProfileInstallationResult } from '#shared/rsp/notifications';
import { buildElements, buildProfile, encodeProfile } from '#shared/saip/index';

import type { PackageParts } from '../../../support/crafted-server.ts';
import { first, rebuilt, shortened, withWrongMac } from '../../../support/package-edits.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import { metadata, openBench, profileValues, resultOf } from '../bench.ts';

const aid = 'A0000005591010FFFFFFFF8900001100';
const otherKey = privateKeyFromDraw('P-256', filled(40, 9));

const withLongLength = (segment: Bytes): Bytes =>
  concat(segment.subarray(0, 1), fromHex('84000000'), segment.subarray(1));
const tooShortForMac = (segment: Bytes): Bytes => tlv(segment[0] ?? 0, filled(7, 0));

const pir = (answer: string) => decode(ProfileInstallationResult, fromHex(answer));

interface Case {
  readonly says: string;
  readonly result: readonly [number, number];
  readonly parts?: Partial<PackageParts>;
  readonly bench?: BenchOptions;
  /** Changes the finished package. */
  readonly edit?: (whole: Bytes) => Bytes;
  /** The ICCID is told from StoreMetadata on. */
  readonly iccid?: boolean;
}

const operator = { mccMnc: fromHex('00F110') };

const cases: readonly Case[] = [
  { says: 'BF23 is empty', result: [0, 1], edit: rebuilt(([, ...rest]) => [fromHex('BF2300'), ...rest]) },
  { says: 'BF23 is missing', result: [0, 1], edit: rebuilt(([, ...rest]) => rest) },
  {
    says: 'otPK.DP is no point of the curve',
    result: [0, 1],
    parts: { smdpOtpk: concat(fromHex('04'), filled(64, 5)) },
  },
  { says: 'another key has signed BF23', result: [0, 2], parts: { signKey: otherKey } },
  { says: 'the transaction is another one', result: [0, 3], parts: { transactionId: filled(16, 0xee) } },
  { says: 'the key type is not AES', result: [0, 4], parts: { keyType: 0x80 } },
  { says: 'the key length is not 16', result: [0, 4], parts: { keyLength: 0x20 } },
  { says: 'the remote operation is another one', result: [0, 5], parts: { remoteOpId: 2 } },
  { says: 'A0 is missing', result: [1, 1], edit: rebuilt(([channel, , ...rest]) => [channel!, ...rest]) },
  { says: 'the package ends behind BF23', result: [1, 1], edit: rebuilt(([channel]) => [channel!]) },
  {
    says: 'A0 is longer than the package',
    result: [1, 1],
    edit: rebuilt(([channel]) => [channel!, fromHex('A07F00').subarray(0, 2)]),
  },
  { says: 'ConfigureISDP is another command', result: [1, 1], parts: { configure: fromHex('BF2600') } },
  {
    says: 'dpProprietaryData have more than 128 octets',
    result: [1, 1],
    parts: { configure: tlv(0xbf24, tlv(0xb8, fromHex('800388370A'), tlv(0x81, filled(123, 0)))) },
  },
  {
    says: 'A0 is empty',
    result: [1, 1],
    edit: rebuilt(([channel, , ...rest]) => [channel!, fromHex('A000'), ...rest]),
  },
  { says: 'an 87 has half a block', result: [1, 7], parts: { touch: first('configure', shortened) } },
  {
    says: 'an 87 has no room for a MAC',
    result: [1, 7],
    parts: { touch: first('configure', tooShortForMac) },
  },
  {
    says: 'an 87 has a length of four octets',
    result: [1, 7],
    parts: { touch: first('configure', withLongLength) },
  },
  {
    says: 'A0 holds an 88',
    result: [1, 7],
    edit: rebuilt(([channel, a0, ...rest]) => [
      channel!,
      tlv(0xa0, tlv(0x88, contentOf(readTlv(a0!)))),
      ...rest,
    ]),
  },
  { says: 'the MAC of the 87 is wrong', result: [1, 8], parts: { touch: first('configure', withWrongMac) } },
  {
    says: 'the session keys are of another EID',
    result: [1, 8],
    parts: { eid: '89049032000000000000000000000163' as PackageParts['eid'] },
  },
  { says: 'the card is full', result: [1, 10], bench: { card: { memory: 0 } } },
  {
    says: 'A1 is missing',
    result: [2, 1],
    edit: rebuilt(([channel, a0, , ...rest]) => [channel!, a0!, ...rest]),
  },
  { says: 'StoreMetadata is another command', result: [2, 1], parts: { metadata: fromHex('BF2600') } },
  {
    says: 'an icon has no type',
    result: [2, 1],
    parts: { metadata: metadata({ icon: filled(10, 1) }) },
    iccid: true,
  },
  {
    says: 'the class is reserved',
    result: [2, 6],
    parts: { metadata: metadata({ profileClass: 3 }) },
    iccid: true,
  },
  {
    says: 'the card takes no test Profiles',
    result: [2, 6],
    parts: { metadata: metadata({ profileClass: 0 }) },
    bench: { card: { rspCapability: ['additionalProfile'] } },
    iccid: true,
  },
  {
    says: 'an 88 has no room for a MAC',
    result: [2, 7],
    parts: { touch: first('metadata', tooShortForMac) },
  },
  { says: 'the MAC of the 88 is wrong', result: [2, 8], parts: { touch: first('metadata', withWrongMac) } },
  {
    says: 'the metadata do not fit into the memory',
    result: [2, 10],
    bench: { card: { memory: 8 } },
    iccid: true,
  },
  {
    says: 'policy rules name no owner',
    result: [2, 15],
    parts: { metadata: metadata({ profilePolicyRules: ['ppr2'] }) },
    iccid: true,
  },
  {
    says: 'the card forbids PPR1',
    result: [2, 15],
    parts: { metadata: metadata({ profilePolicyRules: ['ppr1'], profileOwner: operator }) },
    bench: { card: { forbiddenProfilePolicyRules: ['ppr1'] } },
    iccid: true,
  },
  {
    says: 'the RAT has nothing for the operator',
    result: [2, 15],
    parts: { metadata: metadata({ profilePolicyRules: ['ppr2'], profileOwner: operator }) },
    bench: {
      card: { rat: [{ pprIds: ['ppr2'], allowedOperators: [{ mccMnc: fromHex('00F120') }], pprFlags: [] }] },
    },
    iccid: true,
  },
  {
    says: 'ReplaceSessionKeys is another command',
    result: [4, 1],
    parts: { keys: fromHex('BF2400') },
    iccid: true,
  },
  {
    says: 'the 87 of A2 has half a block',
    result: [4, 7],
    parts: { ppk: true, touch: first('keys', shortened) },
    iccid: true,
  },
  {
    says: 'the MAC of A2 is wrong',
    result: [4, 8],
    parts: { ppk: true, touch: first('keys', withWrongMac) },
    iccid: true,
  },
  { says: 'A3 is missing', result: [5, 1], edit: rebuilt((parts) => parts.slice(0, 3)), iccid: true },
  {
    says: 'octets follow A3',
    result: [5, 1],
    edit: rebuilt((parts) => [...parts, fromHex('A400')]),
    iccid: true,
  },
  {
    says: 'octets follow the package',
    result: [5, 1],
    edit: (whole) => concat(whole, fromHex('00')),
    iccid: true,
  },
  {
    says: 'an 86 has half a block',
    result: [5, 7],
    parts: { touch: first('elements', shortened) },
    iccid: true,
  },
  {
    says: 'the MAC of an 86 is wrong',
    result: [5, 8],
    parts: { touch: first('elements', withWrongMac) },
    iccid: true,
  },
  {
    says: 'the 86s are not under the keys of A2',
    result: [5, 8],
    parts: { keys: encodeKeys() },
    iccid: true,
  },
  {
    says: 'the Profile does not fit into the memory',
    result: [5, 10],
    bench: { card: { memory: 1_000 } },
    iccid: true,
  },
  {
    says: 'the profile package is none',
    result: [5, 12],
    parts: { profilePackage: filled(40, 0xff) },
    iccid: true,
  },
  {
    says: 'the profile package has no end',
    result: [5, 12],
    parts: { profilePackage: buildProfile(profileValues()).slice(0, -9) },
    iccid: true,
  },
  {
    says: 'the profile needs what the card has not',
    result: [5, 12],
    bench: { card: { uiccCapability: ['isimSupport'] } },
    iccid: true,
  },
  {
    says: 'the profile package is of a newer major version than EUICCInfo2 tells',
    result: [5, 12],
    parts: { profilePackage: ofVersion(3) },
    iccid: true,
  },
  {
    says: 'the metadata have another ICCID',
    result: [5, 13],
    parts: { metadata: metadata({ iccid: fromHex('98001032547698103215') }) },
    iccid: true,
  },
  {
    says: 'the owner is another operator',
    result: [5, 13],
    parts: { metadata: metadata({ profileOwner: { mccMnc: fromHex('130014') } }) },
    iccid: true,
  },
  {
    says: 'a test Profile has a key of its own',
    result: [5, 14],
    parts: {
      metadata: metadata({ profileClass: 0 }),
      profilePackage: buildProfile(profileValues({ k: filled(16, 0x42) })),
    },
    iccid: true,
  },
];

function encodeKeys(): Bytes {
  const keys = [0, 1, 2].map((n) => tlv(0x80 + n, filled(16, n)));
  return tlv(0xbf26, ...keys);
}

function ofVersion(major: number): Bytes {
  return encodeProfile(
    buildElements(profileValues()).map((element) =>
      element.header === undefined ? element : { header: { ...element.header, 'major-version': major } },
    ),
  );
}

describe('one thing wrong in a Bound Profile Package', () => {
  it.each(cases)('$says: $result', async ({ result, parts, bench: options, edit, iccid = false }) => {
    await using bench = await openBench(options);
    const whole = bench.package(await bench.prepared(), parts);
    const answer = await bench.es10(edit === undefined ? whole : edit(whole), 255);
    expect(resultOf(answer)).toEqual(result);
    await expectNothingLeft(bench, answer, iccid);
  });

  it('the ICCID is there already: (2, 9), until the first Profile is deleted', async () => {
    await using bench = await openBench();
    await bench.download();
    expect(resultOf(await bench.download())).toEqual([2, 9]);
    await bench.es10('BF330C5A0A98001032547698103214');
    expect(resultOf(await bench.download())).toBe(aid);
  });

  it('PPR1 beside an operational Profile: (2, 15)', async () => {
    await using bench = await openBench();
    await bench.download();
    const iccid = fromHex('98001032547698103215');
    const second = metadata({ iccid, profilePolicyRules: ['ppr1'], profileOwner: operator });
    expect(resultOf(await bench.download({ metadata: second }))).toEqual([2, 15]);
  });

  it('PPR1 beside a provisioning Profile that carries it: (2, 15)', async () => {
    await using bench = await openBench();
    const rules = metadata({ profileClass: 1, profilePolicyRules: ['ppr1'], profileOwner: operator });
    expect(resultOf(await bench.download({ metadata: rules }))).toBe(aid);
    const second = { ...rules, iccid: fromHex('98001032547698103215') };
    expect(resultOf(await bench.download({ metadata: second }))).toEqual([2, 15]);
  });

  it('a newer version of the package format is status 31 in simaResponse', async () => {
    await using bench = await openBench();
    const answer = await bench.download({ profilePackage: ofVersion(3) });
    const { finalResult } = pir(answer).profileInstallationResultData.value;
    expect(toHex(finalResult.errorResult!.simaResponse!)).toBe('3009A005300380011F8100');
  });

  it('a refused element is named in simaResponse', async () => {
    await using bench = await openBench({ card: { uiccCapability: ['isimSupport'] } });
    const { finalResult } = pir(await bench.download()).profileInstallationResultData.value;
    expect(toHex(finalResult.errorResult!.simaResponse!)).toBe('3009A005300380010A8100');
  });
});

async function expectNothingLeft(bench: Bench, answer: string, iccid: boolean): Promise<void> {
  const { notificationMetadata } = pir(answer).profileInstallationResultData.value;
  expect(notificationMetadata.iccid !== undefined).toBe(iccid);
  expect(await bench.es10('BF2D00')).toBe('BF2D02A000');
  expect(await bench.es10('BF2B00')).toContain(answer);
  const { registers, profiles, retainedKeys } = (await bench.store.read())!;
  expect([registers.loading, profiles, retainedKeys]).toEqual([undefined, [], []]);
  expect(bench.session).toBe('none');
}
