import { describe, expect, it } from 'vitest';

import { childrenOf, contentOf, decode, encode, readTlv, tlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { ProfileInstallationResult } from '#shared/rsp/notifications';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildElements, encodeProfile } from '#shared/saip/index';

import { said } from '../../../support/crafted-server.ts';
import { partsOf, rebuilt } from '../../../support/package-edits.ts';
import type { Bench } from '../bench.ts';
import { metadata, openBench, profileValues, resultOf } from '../bench.ts';

const aid = 'A0000005591010FFFFFFFF8900001100';
const iccid = '98001032547698103214';
const pir = (answer: string) =>
  decode(ProfileInstallationResult, fromHex(answer)).profileInstallationResultData.value;

/** Octets of metadata with members at their end that no schema of ours knows. */
const withMembers = (...members: readonly string[]): Bytes => {
  const known = contentOf(readTlv(encode(StoreMetadataRequest, metadata())));
  return tlv(0xbf25, concat(known, ...members.map(fromHex)));
};

describe('an icon', () => {
  it.each([
    [0, 'JPEG'],
    [1, 'PNG'],
  ])('of 1024 octets comes in two segments and is listed whole: type %i, %s', async (iconType) => {
    await using bench = await openBench({ card: { strictSegments: true } });
    const icon = Uint8Array.from({ length: 1_024 }, (_, index) => index & 0xff);
    const whole = bench.package(await bench.prepared(), { metadata: metadata({ icon, iconType }) });
    const segments = childrenOf(readTlv(partsOf(whole)[2]!)).map(wholeOf);
    expect(segments.map(({ length }) => length)).toEqual([1_020, segments[1]!.length]);
    expect(resultOf(await bench.load(whole))).toBe(aid);
    expect(await bench.es10('BF2D045C029394')).toBe(
      `BF2D82040FA082040BE382040793010${iconType}94820400${toHex(icon)}`,
    );
    expect(await bench.es10('BF2D00')).toContain(`93010${iconType}94820400${toHex(icon)}`);
  });

  it('that needs more than one answer is fetched in parts of 256 octets', async () => {
    await using bench = await openBench();
    await bench.download({ metadata: metadata({ icon: filled(1_024, 0x5a), iconType: 1 }) });
    const words = [(await bench.apdu('80E2910006BF2D035C0194')).sw];
    while (words.at(-1)!.startsWith('61')) words.push((await bench.apdu('80C0000000')).sw);
    expect(words).toEqual(['6100', '6100', '6100', '6100', '6111', '9000']);
  });
});

describe('metadata at the edge of what SGP.22 §5.5.3 allows', () => {
  it.each([
    ['names of 32 and 64 characters, whatever their octets', 'é'.repeat(32), '名'.repeat(64), aid],
    ['empty names', '', '', aid],
    ['a serviceProviderName of 33 characters', 'x'.repeat(33), 'Plan A', [2, 1]],
    ['a profileName of 65 characters', 'ACME', 'x'.repeat(65), [2, 1]],
  ])('%s', async (_, serviceProviderName, profileName, result) => {
    await using bench = await openBench();
    const answer = await bench.download({ metadata: metadata({ serviceProviderName, profileName }) });
    expect(resultOf(answer)).toEqual(result);
    expect(toHex(pir(answer).notificationMetadata.iccid!)).toBe(iccid);
  });

  it.each([
    ['an icon of 1025 octets', { icon: filled(1_025, 1), iconType: 1 }, false],
    ['a type without an icon', { iconType: 1 }, true],
    ['an icon without a type', { icon: filled(9, 1) }, true],
    ['a type that is neither JPEG nor PNG', { icon: filled(9, 1), iconType: 2 }, true],
  ])('%s: (2, 1)', async (_, changes, told) => {
    await using bench = await openBench();
    const { icon, ...rest } = { icon: undefined, ...changes };
    const known = contentOf(readTlv(encode(StoreMetadataRequest, metadata(rest))));
    const der = tlv(0xbf25, concat(known, icon === undefined ? new Uint8Array() : tlv(0x94, icon)));
    const answer = await bench.download({ metadata: der });
    expect(resultOf(answer)).toEqual([2, 1]);
    expect(pir(answer).notificationMetadata.iccid !== undefined).toBe(told);
  });

  it.each([
    ['the serviceProviderName', 0x91],
    ['the profileName', 0x92],
    ['the ICCID', 0x5a],
  ])('%s is missing: (2, 1)', async (_, tag) => {
    await using bench = await openBench();
    const members = childrenOf(readTlv(encode(StoreMetadataRequest, metadata())));
    const left = members.filter((member) => member.tag !== tag).map(wholeOf);
    expect(resultOf(await bench.download({ metadata: tlv(0xbf25, ...left) }))).toEqual([2, 1]);
  });

  it('members of later versions are passed over and kept', async () => {
    await using bench = await openBench();
    const der = withMembers('BF22 00', 'BF23 00', 'BA 00', '9B 01 41', 'BE 00', '9F1F 01 41', '9F21 01 05');
    expect(resultOf(await bench.download({ metadata: der }))).toBe(aid);
    expect(toHex((await bench.store.read())!.profiles[0]!.metadata)).toBe(toHex(der));
    expect(await bench.es10('BF2D085C06BA9B9F1F9F21')).toBe('BF2D04A002E300');
  });

  it('serviceSpecificDataStoredInEuicc is given back under BF22, the other part is not there', async () => {
    await using bench = await openBench();
    const stored = 'BF220A 3008 8004 2B060104 A100';
    await bench.download({ metadata: withMembers(stored, 'BF230A 3008 8004 2B060104 A100') });
    expect(await bench.es10('BF2D065C04BF22BF23')).toBe(`BF2D11A00FE30D${stored.replaceAll(' ', '')}`);
  });
});

describe('policy rules', () => {
  const rules = metadata({ profilePolicyRules: ['ppr2'], profileOwner: { mccMnc: fromHex('00F110') } });

  it('need EF.IMSI in the Profile, whose operator is the owner: else (5, 13)', async () => {
    await using bench = await openBench();
    const withoutUsim = buildElements(profileValues()).filter(
      (element) => 'header' in element || 'mf' in element || 'pukCodes' in element || 'end' in element,
    );
    const profilePackage = encodeProfile(withoutUsim);
    expect(resultOf(await bench.download({ profilePackage, metadata: rules }))).toEqual([5, 13]);
    expect(resultOf(await bench.download({ profilePackage }))).toBe(aid);
    await bench.es10(`BF330C5A0A${iccid}`);
    expect(resultOf(await bench.download({ metadata: rules }))).toBe(aid);
  });
});

describe('ConfigureISDP and InitialiseSecureChannel at the edge', () => {
  it('dpProprietaryData of 128 octets are taken', async () => {
    await using bench = await openBench();
    const configure = tlv(0xbf24, tlv(0xb8, fromHex('800388370A'), tlv(0x81, filled(121, 0))));
    expect(contentOf(childrenOf(readTlv(configure))[0]!)).toHaveLength(128);
    expect(resultOf(await bench.download({ configure }))).toBe(aid);
  });

  it.each([
    [1, aid],
    [16, aid],
    [17, [0, 1]],
    [0, [0, 1]],
  ])('a hostId of %i octets', async (octets, result) => {
    await using bench = await openBench();
    expect(resultOf(await bench.download({ hostId: filled(octets, 0x68) }))).toEqual(result);
  });

  it('members of BF23 in the order of their tags, 80 before 82: (0, 1)', async () => {
    await using bench = await openBench();
    const swapped = rebuilt(([channel, ...rest]) => {
      const [operation, transaction, ...others] = childrenOf(readTlv(channel!)).map(wholeOf);
      return [tlv(0xbf23, transaction!, operation!, ...others), ...rest];
    });
    const whole = swapped(bench.package(await bench.prepared()));
    expect(resultOf(await bench.es10(whole, 255))).toEqual([0, 1]);
  });
});

describe('the result of an installation', () => {
  const addresses = Array.from({ length: 12 }, (_, number) => `audit-${number}.example.com`);
  const toAll = metadata({
    notificationConfigurationInfo: [...addresses, said.serverAddress, addresses[0]!].map((address) => ({
      profileManagementOperation: ['notificationInstall' as const],
      notificationAddress: address,
    })),
  });
  const told = async (bench: Bench): Promise<readonly string[]> =>
    (await bench.store.read())!.notifications.map(({ der }) => {
      const { seqNumber, notificationAddress } = pir(toHex(der)).notificationMetadata;
      return `${seqNumber} ${notificationAddress}`;
    });

  it('goes to each of many addresses once, the server of the session first', async () => {
    await using bench = await openBench();
    const answer = await bench.download({ metadata: toAll });
    expect(await told(bench)).toEqual(
      [said.serverAddress, ...addresses].map((address, index) => `${index + 1} ${address}`),
    );
    const { notifications } = (await bench.store.read())!;
    expect(toHex(notifications[0]!.der)).toBe(answer);
  });

  it('that failed goes to the server of the session only', async () => {
    await using bench = await openBench();
    const answer = await bench.download({ metadata: { ...toAll, iccid: fromHex('98001032547698103215') } });
    expect(resultOf(answer)).toEqual([5, 13]);
    expect(await told(bench)).toEqual([`1 ${said.serverAddress}`]);
  });
});
