import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { ProfileInstallationResult } from '#shared/rsp/notifications';
import { buildProfile, parseProfile, profileMemory } from '#shared/saip/index';

import { metadata, openBench, profileValues, resultOf } from '../bench.ts';
import { deleteCommand, install } from '../lettered-profiles.ts';

const octets = profileMemory(parseProfile(buildProfile(profileValues())));
const simaResponseOf = (answer: string): string | undefined => {
  const { finalResult } = decode(ProfileInstallationResult, fromHex(answer)).profileInstallationResultData
    .value;
  const response = finalResult.errorResult?.simaResponse;
  return response && toHex(response);
};

describe('a card without room (bpp.md §7, error 10)', () => {
  it.each([
    ['none at all', 0, [1, 10], undefined],
    ['less than the metadata take', 8, [2, 10], undefined],
    ['less than the profile takes', octets - 1, [5, 10], '3009A00530038001048100'],
    ['as much as the profile takes', octets, 'A0000005591010FFFFFFFF8900001100', undefined],
  ])('%s: %i octets', async (_, memory, result, simaResponse) => {
    await using bench = await openBench({ card: { memory } });
    const answer = await bench.download();
    expect(resultOf(answer)).toEqual(result);
    expect(simaResponseOf(answer)).toBe(simaResponse);
  });

  it('has room again once a Profile is deleted, as often as that happens', async () => {
    await using bench = await openBench({ card: { memory: octets + 500 } });
    await install(bench, 'A');
    const second = {
      profilePackage: buildProfile(profileValues({ iccid: '89000123456789012342' })),
      metadata: metadata({ iccid: fromHex('98001032547698103224') }),
    };
    for (let round = 0; round < 2; round += 1) {
      expect(resultOf(await bench.download(second))).toEqual([5, 10]);
      expect(await bench.es10(deleteCommand('A'))).toBe('BF3303800100');
      expect(resultOf(await bench.download(second))).toMatch(/^A0/);
      expect(await bench.es10(deleteCommand('B'))).toBe('BF3303800100');
      await install(bench, 'A');
    }
  });
});
