import { beforeAll, describe, expect, it } from 'vitest';

import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { readBoundProfilePackage, segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';

import { vectors } from '../../support/vectors.ts';

/** The complete worked package of bpp.md §5. */
const initialise = `BF2381AF 820101 80100102030405060708090A0B0C0D0E0F10 A611 800188 810110 840965756963632D727370
  5F4941 04515C3D6EB9E396B904D3FECA7F54FDCD0CC1E997BF375DCA515AD0A6C3B4035F4536BE3A50F318FBF9A5475902A221502BEF0D57E08C53B2CC0A56F17D9F9354
  5F3740 F72D0EEDB0AD2D927B79EFE49FFAC4FFD22936AE6A0A61AF231865A731FF9E0799A0F77F8E067ECC846E338F5092F17E04297D701CDFF3C89A66A60F1BF53A08`;
const configure = '8718 BC43D09EF085954B55E4ACDBB87B6649813B5DB57A02D5C9';
const metadata = `883A BF252F5A0A98001032547698103214910965756963632D727370921665756963632D72737020746573742070726F66696C65
  828551C5821B722D`;
const elements = '8628 B139C6739477952566FEAE3CC59B87F5DE1378B9C4DCABFCC45C50E961ACF8A5 81DF5BCDBAF531D4';
const worked = `BF36820139 ${initialise} A01A ${configure} A13C ${metadata} A32A ${elements}`;

/** Under another BF36 length. */
const packageOf = (...parts: readonly string[]): Bytes => {
  const content = fromHex(parts.join(''));
  const length = [0x82, content.length >> 8, content.length & 0xff];
  return concat(fromHex('BF36'), new Uint8Array(length), content);
};
const plain = (hex: string): string => hex.replaceAll(/\s/g, '');

describe('the worked package of bpp.md §5', () => {
  it('has its parts, each segment a whole TLV', () => {
    const parts = readBoundProfilePackage(fromHex(worked));
    expect(parts.initialiseSecureChannelRequest.value.remoteOpId).toBe(1);
    expect(toHex(parts.initialiseSecureChannelRequest.der)).toBe(plain(initialise));
    expect(parts.firstSequenceOf87.map(toHex)).toEqual([plain(configure)]);
    expect(parts.sequenceOf88.map(toHex)).toEqual([plain(metadata)]);
    expect(parts.secondSequenceOf87).toBeUndefined();
    expect(parts.sequenceOf86.map(toHex)).toEqual([plain(elements)]);
  });

  it('becomes six commands that are the package when joined', () => {
    const commands = segmentBoundProfilePackage(fromHex(worked));
    expect(commands.map(toHex)).toEqual(
      [`BF36820139${initialise}`, `A01A${configure}`, 'A13C', metadata, 'A32A', elements].map(plain),
    );
  });
});

describe('segmentation', () => {
  it('gives the seven commands of the 30-octet toy of bpp.md §6', () => {
    const toy = 'BF361B BF2303010203 A004 8702AABB A104 8802CCDD A307 86021122 860133';
    expect(segmentBoundProfilePackage(fromHex(toy)).map(toHex)).toEqual([
      'BF361BBF2303010203',
      'A0048702AABB',
      'A104',
      '8802CCDD',
      'A307',
      '86021122',
      '860133',
    ]);
  });

  it('sends A2 with its 87, and further 87s and 88s alone', () => {
    const toy = packageOf(
      'BF2300',
      'A00887028888 87028989',
      'A1088802AAAA8802BBBB',
      'A2048702CCCC',
      'A3048602DDDD',
    );
    expect(segmentBoundProfilePackage(toy).slice(1).map(toHex)).toEqual([
      'A00887028888',
      '87028989',
      'A108',
      '8802AAAA',
      '8802BBBB',
      'A2048702CCCC',
      'A304',
      '8602DDDD',
    ]);
  });
});

it('a package with A2 has its second sequence of 87', () => {
  const parts = readBoundProfilePackage(
    packageOf(initialise, `A01A${configure}`, `A13C${metadata}`, `A21A${configure}`, `A32A${elements}`),
  );
  expect(parts.secondSequenceOf87?.map(toHex)).toEqual([plain(configure)]);
});

describe('a package is refused', () => {
  const [a0, a1, a3] = [`A01A${configure}`, `A13C${metadata}`, `A32A${elements}`];

  it.each<[string, Bytes, string]>([
    ['under another tag', fromHex('BF3500'), 'expected BF36, found BF35'],
    ['with octets after it', fromHex(`${worked}00`), 'octets follow the package (at octet 318)'],
    ['cut short', fromHex(plain(worked).slice(0, -2)), 'goes beyond the data by 1 octets'],
    ['empty', fromHex('BF3600'), 'BF23 is missing'],
    ['without BF23', packageOf(a0, a1, a3), 'BF23 is missing'],
    ['without A0', packageOf(initialise, a1, a3), 'A0 is missing or empty'],
    ['without A1', packageOf(initialise, a0, a3), 'A1 is missing or empty'],
    ['without A3', packageOf(initialise, a0, a1), 'A3 is missing or empty'],
    ['with an empty A0', packageOf(initialise, 'A000', a1, a3), 'A0 is missing or empty'],
    ['with an empty A2', packageOf(initialise, a0, a1, 'A200', a3), 'A2 is missing or empty'],
    ['with its parts out of order', packageOf(initialise, a1, a0, a3), 'A0 is missing or empty'],
    ['with a part too many', packageOf(initialise, a0, a1, a3, 'A400'), 'unexpected A4'],
    [
      'with a foreign segment',
      packageOf(initialise, `A01A88${plain(configure).slice(2)}`, a1, a3),
      'found 88',
    ],
  ])('%s', (_, octets, reason) => {
    expect(() => segmentBoundProfilePackage(octets)).toThrow(reason);
    expect(() => readBoundProfilePackage(octets)).toThrow(DecodeError);
  });

  it.each([
    ['of a MAC alone', 'A00A 8708 0000000000000000'],
    ['shorter than a MAC', 'A004 8702AABB'],
    ['with half a block', `A012 8710 ${'00'.repeat(16)}`],
  ])('when read, with an 87 %s', (_, part) => {
    const octets = packageOf(initialise, part, a1, a3);
    expect(() => readBoundProfilePackage(octets)).toThrow('is no protected command');
    expect(segmentBoundProfilePackage(octets)).toHaveLength(6);
  });

  it('when read, with a BF23 that is not InitialiseSecureChannel', () => {
    expect(() => readBoundProfilePackage(packageOf('BF2303820101', a0, a1, a3))).toThrow(
      'transactionId (80) is missing in InitialiseSecureChannelRequest',
    );
  });
});

describe.skipIf(!vectors.available)('recorded packages', () => {
  let recorded: Bytes;
  let exercise: Bytes;

  beforeAll(() => {
    recorded = vectors.bytes('rsp-session/bound-profile-package.der');
    exercise = vectors.bytes('bsp/bound-profile-package.der');
  });

  it('the one of the recorded session is the worked one', () => {
    expect(toHex(recorded)).toBe(plain(worked));
    expect(concat(...segmentBoundProfilePackage(recorded))).toEqual(recorded);
  });

  it('the decoder exercise with its doubled TLVs is refused', () => {
    expect(() => readBoundProfilePackage(exercise)).toThrow('87 of 26 octets is no protected command');
  });
});
