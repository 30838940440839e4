import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import { toHex } from '#shared/bytes/bytes';

import { partsOf } from '../../../support/package-edits.ts';
import { vectors } from '../../../support/vectors.ts';
import { brainpoolCi, metadata, nistCi, openBench, resultOf } from '../bench.ts';

const aid = 'A0000005591010FFFFFFFF8900001100';

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
