import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { childrenOf, contentOf, decode, encode, readTlv, tlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { chunks, concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { readCertificate } from '#shared/pki/certificate';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { ProfileInstallationResult } from '#shared/rsp/notifications';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildProfile } from '#shared/saip/index';

import type { PackageParts, Segment } from '../../../support/crafted-server.ts';
import { said } from '../../../support/crafted-server.ts';
import { vectors } from '../../../support/vectors.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import { brainpoolCi, metadata, nistCi, openBench, profileValues, resultOf } from '../bench.ts';

const aid = 'A0000005591010FFFFFFFF8900001100';
const otherKey = privateKeyFromDraw('P-256', filled(40, 9));

/** Changes the first segment of a part. */
const first =
  (part: Segment['part'], change: (segment: Bytes) => Bytes) =>
  (segment: Bytes, at: Segment): Bytes =>
    at.part === part && at.index === 0 ? change(segment) : segment;
const withWrongMac = (segment: Bytes): Bytes => {
  const copy = segment.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
};
/** One octet of cipher text fewer: no whole number of blocks. */
const shortened = (segment: Bytes): Bytes => {
  const whole = readTlv(segment);
  return tlv(whole.tag, contentOf(whole).subarray(1));
};
const tooShortForMac = (segment: Bytes): Bytes => tlv(segment[0] ?? 0, filled(7, 0));

const pir = (answer: string) => decode(ProfileInstallationResult, fromHex(answer));

describe('a Bound Profile Package', () => {
  it.each([
    ['NIST', nistCi, false],
    ['NIST, under a Profile Protection Key', nistCi, true],
    ['brainpool', brainpoolCi, false],
    ['brainpool, under a Profile Protection Key', brainpoolCi, true],
  ])('installs a disabled Profile: %s', async (_, ci, ppk) => {
    await using bench = await openBench({ cis: [ci()] });
    const answer = await bench.download({ ppk });
    expect(resultOf(answer)).toBe(aid);
    expect(await bench.es10('BF2D055C035A9F70')).toBe('BF2D14A012E3105A0A980010325476981032149F700100');
    expect(bench.session).toBe('none');
  });

  it('gives the result of bpp.md §7, octet by octet, and keeps it as the first notification', async () => {
    await using bench = await openBench();
    const answer = await bench.download();
    const data =
      `BF27608010${toHex(said.transactionId)}BF2F258001018102078` +
      '00C10736D64702E6578616D706C652E636F6D5A0A98001032547698103214' +
      `060388370AA21FA01D4F10${aid}04093007A0053003800100`;
    expect(answer.startsWith(`BF3781A6${data}5F3740`)).toBe(true);
    expect(await bench.es10('BF2B05A003800101')).toBe(`BF2B81ADA081AA${answer}`);
    const { profileInstallationResultData, euiccSignPIR } = pir(answer);
    const { identities } = (await bench.store.read())!.description;
    const { publicKey } = readCertificate(identities[0]!.euicc);
    expect(verify(publicKey, profileInstallationResultData.der, euiccSignPIR)).toBe(true);
  });

  it('a failure has the form of bpp.md §7', async () => {
    await using bench = await openBench();
    await bench.download();
    const answer = await bench.download();
    expect(answer).toMatch(/^BF37818FBF2749.*060388370AA208A1068001028101095F3740/);
  });

  it('all answers but the last are 9000 without data', async () => {
    await using bench = await openBench();
    const segments = segmentBoundProfilePackage(bench.package(await bench.prepared()));
    for (const segment of segments.slice(0, -1)) expect(await bench.es10(segment)).toBe('');
    expect(await bench.es10(segments.at(-1) ?? '')).toMatch(/^BF37/);
  });

  it('after the result further segments are 6985', async () => {
    await using bench = await openBench();
    const segments = segmentBoundProfilePackage(bench.package(await bench.prepared()));
    for (const segment of segments) await bench.es10(segment);
    for (const segment of segments) expect((await bench.send(segment)).sw).toBe('6985');
  });

  it('a session that has only been prepared takes no segment but the first', async () => {
    await using bench = await openBench();
    const segments = segmentBoundProfilePackage(bench.package(await bench.prepared()));
    for (const segment of segments.slice(1)) expect((await bench.send(segment)).sw).toBe('6985');
    for (const segment of segments.slice(0, -1)) expect(await bench.es10(segment)).toBe('');
    expect(resultOf(await bench.es10(segments.at(-1) ?? ''))).toBe(aid);
  });

  it('installs at every way of cutting it, other commands in between', { timeout: 120_000 }, async () => {
    await using bench = await openBench();
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 4_000 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (sizes, ppk) => {
        const whole = bench.package(await bench.prepared(), { ppk });
        let answer = '';
        for (let offset = 0, turn = 0; offset < whole.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          answer = await bench.es10(whole.slice(offset, offset + size), 255);
          offset += size;
          if (turn % 7 === 0 && answer === '') expect(await bench.es10('BF3E035C015A')).toMatch(/^BF3E12/);
        }
        expect(resultOf(answer)).toBe(aid);
        expect(await bench.es10('BF330C5A0A98001032547698103214')).toBe('BF3303800100');
      }),
      { numRuns: 25 },
    );
  });

  it('a command in one piece installs too', async () => {
    await using bench = await openBench();
    expect(resultOf(await bench.es10(bench.package(await bench.prepared()), 255))).toBe(aid);
  });

  it('metadata with an icon come in several segments', async () => {
    await using bench = await openBench();
    const icon = filled(1_024, 0x89);
    expect(resultOf(await bench.download({ metadata: metadata({ icon, iconType: 1 }) }))).toBe(aid);
    expect(await bench.es10('BF2D00')).toContain(`93010194820400${toHex(icon)}`);
  });

  it('the octets of ConfigureISDP are listed as dpProprietaryData', async () => {
    await using bench = await openBench();
    await bench.download({ configure: fromHex('BF2407B805800388370A') });
    expect(await bench.es10('BF2D045C025AB8')).toBe('BF2D17A015E3135A0A98001032547698103214B805800388370A');
  });

  it('segments of 1036 octets are taken, and refused by a strict card', async () => {
    const profilePackage = buildProfile(profileValues({ fill: 3_000 }));
    await using tolerant = await openBench();
    expect(resultOf(await tolerant.download({ profilePackage, segmentSize: 1_008 }))).toBe(aid);
    await using strict = await openBench({ card: { strictSegments: true } });
    expect(resultOf(await strict.download({ profilePackage, segmentSize: 1_008 }))).toEqual([5, 7]);
    expect(resultOf(await strict.download({ profilePackage, segmentSize: 1_007 }))).toBe(aid);
    expect(resultOf(await tolerant.download({ profilePackage, segmentSize: 1_024 }))).toEqual([2, 9]);
  });

  it('segments of more than 1036 octets are refused', async () => {
    await using bench = await openBench();
    const profilePackage = buildProfile(profileValues({ fill: 3_000 }));
    expect(resultOf(await bench.download({ profilePackage, segmentSize: 1_024 }))).toEqual([5, 7]);
  });
});

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

const partsOf = (whole: Bytes): Bytes[] => childrenOf(readTlv(whole)).map(wholeOf);
const rebuilt = (change: (parts: Bytes[]) => Bytes[]) => (whole: Bytes) =>
  tlv(0xbf36, ...change(partsOf(whole)));
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

describe('a load that is interrupted', () => {
  const stops = [
    { says: 'before an ISD-P is made', segments: 1, command: undefined },
    { says: 'after ConfigureISDP', segments: 2, command: 2 },
    { says: 'after StoreMetadata', segments: 5, command: 5 },
  ] as const;
  const ways: readonly (readonly [string, (bench: Bench) => Promise<unknown>])[] = [
    ['a loss of power', (bench) => bench.powerCycle()],
    [
      'a reset',
      async (bench) => {
        await bench.euicc.reset();
        await bench.select();
      },
    ],
    ['CancelSession', (bench) => bench.es10(`BF41158010${toHex(said.transactionId)}810105`)],
    ['a new session', (bench) => bench.challenge()],
    [
      'AuthenticateServer out of place',
      (bench) => bench.es10(bench.server.authenticateServer(filled(16, 0))),
    ],
    ['a memory reset', (bench) => bench.es10('BF3404820205E0')],
  ];

  for (const { says, segments, command } of stops) {
    it.each(ways)(`${says}, by %s`, async (_, interrupt) => {
      await using bench = await openBench();
      const all = segmentBoundProfilePackage(bench.package(await bench.prepared()));
      for (const segment of all.slice(0, segments)) await bench.es10(segment);
      await interrupt(bench);
      const { notifications, registers } = (await bench.store.read())!;
      const results = notifications.map(({ der }) => resultOf(toHex(der)));
      expect(results).toEqual(command === undefined ? [] : [[command, 11]]);
      expect(registers.loading).toBeUndefined();
      expect(await bench.es10('BF2D00')).toBe('BF2D02A000');
      expect(resultOf(await bench.download())).toBe(aid);
    });
  }

  it('a load without an ISD-P is not told of', async () => {
    await using bench = await openBench();
    await bench.bringInto('loading');
    await bench.powerCycle();
    await bench.powerCycle();
    expect((await bench.store.read())!.registers.sequenceNumber).toBe(0);
  });
});

describe('further addresses for the installation', () => {
  it('get copies of the result with sequence numbers of their own', async () => {
    await using bench = await openBench();
    const notificationConfigurationInfo = [
      {
        profileManagementOperation: ['notificationInstall' as const],
        notificationAddress: 'audit.example.com',
      },
      {
        profileManagementOperation: ['notificationInstall' as const],
        notificationAddress: said.serverAddress,
      },
    ];
    await bench.download({ metadata: metadata({ notificationConfigurationInfo }) });
    const { notifications } = (await bench.store.read())!;
    const told = notifications.map(({ der }) => {
      const { seqNumber, notificationAddress } = pir(toHex(der)).profileInstallationResultData.value
        .notificationMetadata;
      return `${seqNumber} ${notificationAddress}`;
    });
    expect(told).toEqual([`1 ${said.serverAddress}`, '2 audit.example.com']);
  });
});

describe.skipIf(!vectors.available)('packages of other people', () => {
  it('the decoder exercise of vectors/bsp behind a valid BF23 is (1, 7)', async () => {
    await using bench = await openBench();
    const [channel] = partsOf(bench.package(await bench.prepared()));
    const [, ...others] = partsOf(vectors.bytes('bsp/bound-profile-package.der'));
    const answer = await bench.es10(tlv(0xbf36, channel!, ...others), 255);
    expect(resultOf(answer)).toEqual([1, 7]);
  });

  const files = ['TS48v4_SAIP2.3_BERTLV', 'TS48v5_SAIP2.3_BERTLV_SUCI', 'TS48v5_SAIP2.3_NoBERTLV'];

  describe.each([
    ['NIST', nistCi],
    ['brainpool', brainpoolCi],
  ])('TS.48 on a fresh card, %s', (_, ci) => {
    it.each(files.flatMap((file) => [false, true].map((ppk) => [file, ppk] as const)))(
      '%s, PPK %s',
      async (file, ppk) => {
        await using bench = await openBench({ cis: [ci()] });
        const profilePackage = vectors.bytes(`ts48/${file}.der`);
        const test = metadata({ profileClass: 0 });
        expect(resultOf(await bench.download({ profilePackage, ppk, metadata: test }))).toBe(aid);
        const { profiles } = (await bench.store.read())!;
        expect(toHex(profiles[0]!.profilePackage)).toBe(toHex(profilePackage));
      },
    );
  });

  it('on one card the second is (2, 9) until the first is deleted', async () => {
    await using bench = await openBench();
    const [firstFile, ...others] = files.map((file) => vectors.bytes(`ts48/${file}.der`));
    expect(resultOf(await bench.download({ profilePackage: firstFile! }))).toBe(aid);
    for (const profilePackage of others) {
      expect(resultOf(await bench.download({ profilePackage }))).toEqual([2, 9]);
      expect(await bench.es10('BF330C5A0A98001032547698103214')).toBe('BF3303800100');
      expect(resultOf(await bench.download({ profilePackage }))).toBe(aid);
    }
  });
});

it('metadata are kept as they came', async () => {
  await using bench = await openBench();
  const der = encode(StoreMetadataRequest, metadata({ profileName: 'x'.repeat(64) }));
  await bench.download({ metadata: der });
  expect(toHex((await bench.store.read())!.profiles[0]!.metadata)).toBe(toHex(der));
  expect(chunks(der, 1_008)).toHaveLength(1);
});
