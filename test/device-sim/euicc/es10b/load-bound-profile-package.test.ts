import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decode, encode } from '#shared/asn1/index';
import { chunks, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { readCertificate } from '#shared/pki/certificate';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { ProfileInstallationResult } from '#shared/rsp/notifications';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildProfile } from '#shared/saip/index';

import { said } from '../../../support/crafted-server.ts';
import { brainpoolCi, metadata, nistCi, openBench, profileValues, resultOf } from '../bench.ts';

const aid = 'A0000005591010FFFFFFFF8900001100';

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

  it('data objects of the SM-DP+ beside its OID are kept as they came', async () => {
    await using bench = await openBench();
    await bench.download({ configure: fromHex('BF240BB809800388370A81020102') });
    await bench.powerCycle();
    expect(await bench.es10('BF2D035C01B8')).toBe('BF2D0FA00DE30BB809800388370A81020102');
  });

  it('ConfigureISDP may come in several segments', async () => {
    await using bench = await openBench();
    const configure = fromHex('BF2407B805800388370A');
    expect(resultOf(await bench.download({ configure, configureSize: 3 }))).toBe(aid);
    expect(await bench.es10('BF2D035C01B8')).toContain('B805800388370A');
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

it('metadata are kept as they came', async () => {
  await using bench = await openBench();
  const der = encode(StoreMetadataRequest, metadata({ profileName: 'x'.repeat(64) }));
  await bench.download({ metadata: der });
  expect(toHex((await bench.store.read())!.profiles[0]!.metadata)).toBe(toHex(der));
  expect(chunks(der, 1_008)).toHaveLength(1);
});
