import { describe, expect, it } from 'vitest';

import { decode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildElements, buildProfile, encodeProfile, EuiccResponse } from '#shared/saip/index';

import { first, shortened, withBitTurned, withElements } from '../../support/package-edits.ts';
import type { BenchOptions } from '../../device-sim/euicc/bench.ts';
import { metadata, nistCi, openBench, profileValues } from '../../device-sim/euicc/bench.ts';
import { install, owner } from '../../device-sim/euicc/lettered-profiles.ts';
import type { Attempt } from './bench.ts';
import { attempt, firstAid, freeMemory, profilesOn } from './bench.ts';

const other = { mccMnc: fromHex('00F120') };
const configureOf = (octets: number): Bytes =>
  tlv(0xbf24, tlv(0xb8, fromHex('800388370A'), tlv(0x81, filled(octets - 7, 0))));
const ofVersion = (major: number): Bytes =>
  encodeProfile(
    buildElements(profileValues()).map((element) =>
      element.header === undefined ? element : { header: { ...element.header, 'major-version': major } },
    ),
  );
/** An element with a tag that no definition has, in front of the last one. */
const withUnknown = (element: string): Bytes =>
  encodeProfile(buildElements(profileValues()).toSpliced(-1, 0, { unknown: fromHex(element) }));
const swapped = ([one, two, ...rest]: Bytes[]): Bytes[] => [two!, one!, ...rest];
const replayed = ([one, ...rest]: Bytes[]): Bytes[] => [one!, one!, ...rest];

interface Case {
  readonly says: string;
  /** bppCommandId and errorReason. */
  readonly result: readonly [number, number];
  /** The one thing in the package that is otherwise. */
  readonly wrong: Attempt;
  readonly card?: NonNullable<BenchOptions['card']>;
}

const metadataWith = (changes: Partial<StoreMetadataRequest>): Attempt => ({ metadata: metadata(changes) });

describe('SGP.23 §4.2, ES8+ with one thing wrong (SGP.22 §5.5, §5.7.6)', () => {
  it.each<Case>([
    {
      says: 'C053 InitialiseSecureChannel with a wrong smdpSign',
      result: [0, 2],
      wrong: { signKey: privateKeyFromDraw('P-256', filled(40, 9)) },
    },
    {
      says: 'C054 another transactionId in BF23',
      result: [0, 3],
      wrong: { transactionId: filled(16, 0xee) },
    },
    { says: 'C055 keyType 80', result: [0, 4], wrong: { keyType: 0x80 } },
    { says: 'C055a keyLen 20', result: [0, 4], wrong: { keyLength: 0x20 } },
    { says: 'C056 remoteOpId 2', result: [0, 5], wrong: { remoteOpId: 2 } },
    {
      says: 'C057 one bit of the ciphertext of 87 turned',
      result: [1, 8],
      wrong: { touch: first('configure', withBitTurned(4)) },
    },
    {
      says: 'C057a one bit of the MAC of 87 turned',
      result: [1, 8],
      wrong: { touch: first('configure', withBitTurned(-1)) },
    },
    {
      says: 'C058 an 87 whose length is no multiple of 16',
      result: [1, 7],
      wrong: { touch: first('configure', shortened) },
    },
    { says: 'C059 B8 of 129 octets', result: [1, 1], wrong: { configure: configureOf(129) } },
    {
      says: 'C060 one bit of the plain octets of 88 turned',
      result: [2, 8],
      wrong: { touch: first('metadata', withBitTurned(20)) },
    },
    { says: 'C062 profile class 3', result: [2, 6], wrong: metadataWith({ profileClass: 3 }) },
    { says: 'C063 an icon without its type', result: [2, 1], wrong: metadataWith({ icon: filled(10, 1) }) },
    {
      says: 'C063a a profileName of 65 characters',
      result: [2, 1],
      wrong: metadataWith({ profileName: 'x'.repeat(65) }),
    },
    {
      says: 'C063b a serviceProviderName of 33 characters',
      result: [2, 1],
      wrong: metadataWith({ serviceProviderName: 'x'.repeat(33) }),
    },
    {
      says: 'C064 PPR1 without an owner',
      result: [2, 15],
      wrong: metadataWith({ profilePolicyRules: ['ppr1'] }),
    },
    {
      says: 'C064a PPR1 of an operator who is not in the RAT',
      result: [2, 15],
      wrong: metadataWith({ profilePolicyRules: ['ppr1'], profileOwner: owner }),
      card: { rat: [{ pprIds: ['ppr1'], allowedOperators: [other], pprFlags: [] }] },
    },
    {
      says: 'C064b PPR1 where the RAT has PPR2 alone',
      result: [2, 15],
      wrong: metadataWith({ profilePolicyRules: ['ppr1'], profileOwner: owner }),
      card: { rat: [{ pprIds: ['ppr2'], allowedOperators: [owner], pprFlags: [] }] },
    },
    {
      says: 'C065 two 86 in the wrong order',
      result: [5, 8],
      wrong: { segmentSize: 500, edit: withElements(swapped) },
    },
    { says: 'C065a an 86 twice', result: [5, 8], wrong: { segmentSize: 500, edit: withElements(replayed) } },
    {
      says: 'C068 the ICCID of the header is not that of the metadata',
      result: [5, 13],
      wrong: metadataWith({ iccid: fromHex('98001032547698103224') }),
    },
    {
      says: 'C069 the owner does not fit the IMSI',
      result: [5, 13],
      wrong: metadataWith({ profileOwner: { mccMnc: fromHex('130014') } }),
    },
    {
      says: 'C070 too big for the free memory',
      result: [5, 10],
      wrong: { profilePackage: buildProfile(profileValues({ fill: 30_000 })) },
      card: { memory: 30_000 },
    },
    { says: 'C070a no room for the metadata', result: [2, 10], wrong: {}, card: { memory: 8 } },
    { says: 'C070b no room for an ISD-P', result: [1, 10], wrong: {}, card: { memory: 0 } },
  ])('$says: a signed result $result, and no ISD-P stays', async ({ result, wrong, card = {} }) => {
    await using bench = await openBench({ card });
    const free = await freeMemory(bench);
    expect((await attempt(bench, wrong)).result).toEqual(result);
    expect([await profilesOn(bench), await freeMemory(bench)]).toEqual([[], free]);
  });

  it('C059a B8 of 128 octets is taken, and listed as it came', async () => {
    await using bench = await openBench();
    const configure = configureOf(128);
    expect((await attempt(bench, { configure })).result).toBe(firstAid);
    expect(await bench.es10('BF2D035C01B8')).toContain(toHex(configure).slice(8));
  });

  it('C061 the ICCID is installed already: (2, 9), and the first Profile stays as it was', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    const before = await bench.es10('BF2D00');
    expect((await attempt(bench)).result).toEqual([2, 9]);
    expect(await bench.es10('BF2D00')).toBe(before);
  });

  it('C063c names of 32 and 64 characters are taken', async () => {
    await using bench = await openBench();
    const names = metadataWith({ serviceProviderName: 'é'.repeat(32), profileName: 'é'.repeat(64) });
    expect((await attempt(bench, names)).result).toBe(firstAid);
  });

  it('C064c PPR1 of an operator who is in the RAT: installed, and listed', async () => {
    await using bench = await openBench();
    const rules = metadataWith({ profilePolicyRules: ['ppr1'], profileOwner: owner });
    expect((await attempt(bench, rules)).result).toBe(firstAid);
    expect(await bench.es10('BF2D045C02B799')).toContain('B705800300F11099020640');
  });

  it.each([
    ['C066 major version 9 in the header', ofVersion(9), 31, undefined],
    ['C067 an unknown PE that is mandated', withUnknown('BF3C08A0068000810204D2'), 1, 1_234],
  ])('%s: (5, 12), and simaResponse has the status', async (_, profilePackage, status, identification) => {
    await using bench = await openBench();
    const { result, data } = await attempt(bench, { profilePackage });
    expect(result).toEqual([5, 12]);
    const { peStatus } = decode(EuiccResponse, data.finalResult.errorResult!.simaResponse!);
    expect(peStatus).toEqual([{ status, ...(identification !== undefined && { identification }) }]);
    expect(await profilesOn(bench)).toEqual([]);
  });

  it('C067a an unknown PE that is not mandated is passed over', async () => {
    await using bench = await openBench();
    const profilePackage = withUnknown('BF3C06A004810204D2');
    expect((await attempt(bench, { profilePackage }, nistCi())).result).toBe(firstAid);
  });
});
