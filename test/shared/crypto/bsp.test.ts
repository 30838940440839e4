import fc from 'fast-check';
import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, filled, fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { BspError, BspProtector, BspVerifier, deriveSessionKeys, type SessionKeys } from '#shared/crypto/bsp';
import { cmac } from '#shared/crypto/cmac';
import { x963Sha256 } from '#shared/crypto/x963';
import { vectors } from '../../support/vectors.ts';
import { tlvs } from './tlv-walk.ts';

interface HexKeys {
  sEnc: string;
  sMac: string;
  initialMacChainingValue: string;
}

interface Recorded {
  kdf: (HexKeys & { sharedSecret: string; hostId: string; eid: string })[];
  chains: (HexKeys & {
    note: string;
    steps: { mode: string; tag: string; plain: string; protected: string }[];
  })[];
  boundProfilePackage: HexKeys &
    Record<'ppkEnc' | 'ppkMac' | 'ppkInitialMacChainingValue' | 'configureIsdp' | 'storeMetadata', string>;
}

const recorded = () => vectors.json('bsp/bsp.json') as Recorded;

const keysOf = ({ sEnc, sMac, initialMacChainingValue }: HexKeys): SessionKeys => ({
  sEnc: fromHex(sEnc),
  sMac: fromHex(sMac),
  initialMacChainingValue: fromHex(initialMacChainingValue),
});

const lowerKeys = (keys: SessionKeys): HexKeys => ({
  sEnc: toHex(keys.sEnc).toLowerCase(),
  sMac: toHex(keys.sMac).toLowerCase(),
  initialMacChainingValue: toHex(keys.initialMacChainingValue).toLowerCase(),
});

const someKeys: SessionKeys = {
  sEnc: filled(16, 1),
  sMac: filled(16, 2),
  initialMacChainingValue: filled(16, 3),
};

type Tag = 0x86 | 0x87 | 0x88;

const protect = (protector: BspProtector, tag: Tag, data: Bytes) =>
  tag === 0x88 ? protector.macOnly(tag, data) : protector.encryptAndMac(tag, data);

function kindOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof BspError) return error.kind;
    throw error;
  }
  return 'opened';
}

describe('session keys', () => {
  it('are those of the worked example of bpp.md §5', () => {
    const keys = deriveSessionKeys({
      z: fromHex('79696dc34351dfc7758b07baf66643f01d7d8f5ab976c51d5f2c42ab71f5a6c3'),
      hostId: toUtf8('euicc-rsp'),
      eid: fromHex('89049032123451234512345678901235'),
    });
    expect(lowerKeys(keys)).toEqual({
      initialMacChainingValue: '9a8d4dc5d8c2ba3fccbb7f69036fd09f',
      sEnc: '1f745c2897a86858e94823c218a2db4a',
      sMac: '1c073583341b81244c40aae342de5434',
    });
  });

  it.each([
    [
      'c9a993dd4879a8f7161f2085410edd4f9652f1df37be097ba96ba2ca6be528fe',
      '89049032123451234512345678901235',
      {
        initialMacChainingValue: '406d507b448a699e7a36a38494debbde',
        sEnc: '472f5bfadd97f21d34f3ce9b51b92751',
        sMac: '9ec07f5b36a13e12a991d66e294e6242',
      },
    ],
    [
      '8902dca391bbb22570fe60c176076246f568b1941265dff1d729e63039658089',
      '89049032123451234512345678901335',
      {
        initialMacChainingValue: '734bc93ddb10c71c5ad13d420dc08b5b',
        sEnc: 'd782d575b22a38334556a3d9a1e2ae6b',
        sMac: 'a35addc192ae8f934e2932116c7e89e7',
      },
    ],
  ])('are those of bpp.md §2 and §3 for Z %s', (z, eid, expected) => {
    const keys = deriveSessionKeys({ z: fromHex(z), hostId: filled(8, 0x80), eid: fromHex(eid) });
    expect(lowerKeys(keys)).toEqual(expected);
  });

  it('come from the SharedInfo of bpp.md §2', () => {
    const sharedInfo = fromHex('88100880808080808080801089049032123451234512345678901235');
    const z = fromHex('c9a993dd4879a8f7161f2085410edd4f9652f1df37be097ba96ba2ca6be528fe');
    expect(toHex(x963Sha256(z, sharedInfo, 16)).toLowerCase()).toBe('406d507b448a699e7a36a38494debbde');
  });

  it('change with key type, key length, host and EID', () => {
    const inputs = { z: filled(32, 9), hostId: toUtf8('host'), eid: filled(16, 0x89) };
    const all = [
      inputs,
      { ...inputs, keyType: 0x80 },
      { ...inputs, keyLength: 0x18 },
      { ...inputs, hostId: toUtf8('hosts') },
      { ...inputs, eid: filled(16, 0x88) },
    ].map((changed) => toHex(deriveSessionKeys(changed).sEnc));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('segment protection', () => {
  it('makes the segments of the worked example of bpp.md §5', () => {
    const protector = new BspProtector({
      sEnc: fromHex('1f745c2897a86858e94823c218a2db4a'),
      sMac: fromHex('1c073583341b81244c40aae342de5434'),
      initialMacChainingValue: fromHex('9a8d4dc5d8c2ba3fccbb7f69036fd09f'),
    });
    const metadata =
      'bf252f5a0a98001032547698103214910965756963632d727370921665756963632d72737020746573742070726f66696c65';
    const segments = [
      protector.encryptAndMac(0x87, fromHex('bf2400')),
      protector.macOnly(0x88, fromHex(metadata)),
      protector.encryptAndMac(0x86, toUtf8('the-uicc-profile-fixture')),
    ];
    expect(segments.map((segment) => toHex(segment).toLowerCase())).toEqual([
      '8718bc43d09ef085954b55e4acdbb87b6649813b5db57a02d5c9',
      `883a${metadata}828551c5821b722d`,
      '8628b139c6739477952566feae3cc59b87f5de1378b9c4dcabfcc45c50e961acf8a581df5bcdbaf531d4',
    ]);
  });

  it('makes the chain of bpp.md §3, octet by octet', () => {
    const protector = new BspProtector({
      sEnc: fromHex('472f5bfadd97f21d34f3ce9b51b92751'),
      sMac: fromHex('9ec07f5b36a13e12a991d66e294e6242'),
      initialMacChainingValue: fromHex('406d507b448a699e7a36a38494debbde'),
    });
    const metadata =
      'BF252D5A0A98001032547698103214910947534D415F54455354921147534D415F544553545F50524F46494C45950100';
    const keys =
      'BF2636 8010000102030405060708090A0B0C0D0E0F 8110010102030405060708090A0B0C0D0E0F 8210020102030405060708090A0B0C0D0E0F';
    const segments = [
      protector.encryptAndMac(0x87, fromHex('BF2400')),
      protector.macOnly(0x88, fromHex(metadata)),
      protector.encryptAndMac(0x87, fromHex(keys)),
    ];
    expect(segments.map(toHex)).toEqual(
      [
        '8718 f6fe031e4b9cfe87c8e1e62f3fde85c4 9412d7722a6a2d89',
        `8838 ${metadata} 8a62cc9adbb5ccbc`,
        `8748 a14c800a001992351cd46ad2945654674369701d82b7b46567652bc8fbed2349
          39fc57fba748015525fd6c651e9d3d1330652d42a0cfad950e912122af4ec536 2d3c0bc535729c40`,
      ].map((segment) => toHex(fromHex(segment))),
    );
  });

  it('chains the whole MACs of bpp.md §3', () => {
    const chained = (chain: string, segment: string) =>
      toHex(cmac(fromHex('9ec07f5b36a13e12a991d66e294e6242'), fromHex(chain + segment))).toLowerCase();
    const first = '9412d7722a6a2d8930d8ba424f048693';
    const metadata =
      'BF252D5A0A98001032547698103214910947534D415F54455354921147534D415F544553545F50524F46494C45950100';
    const enciphered = '8718f6fe031e4b9cfe87c8e1e62f3fde85c4';
    expect(chained('406d507b448a699e7a36a38494debbde', enciphered)).toBe(first);
    expect(chained(first, `8838${metadata}`)).toBe('8a62cc9adbb5ccbc281d71d08802aa82');
  });

  it.each([
    ['§3', '472f5bfadd97f21d34f3ce9b51b92751', 1, 'cbaeaf843222738e67d2d10c793109b1'],
    ['§3', '472f5bfadd97f21d34f3ce9b51b92751', 3, '34172cde3eeac7c8eef819445b5d3ce8'],
    ['§5', '1f745c2897a86858e94823c218a2db4a', 1, 'c564deba98b956b087efe577ff5b96d6'],
    ['§5', '1f745c2897a86858e94823c218a2db4a', 3, 'e8fc4f4a3daac1208599ab40d2cdd502'],
  ])('begins to encipher from the ICV of bpp.md %s: %s, block %i', (_, sEnc, number, icv) => {
    const protector = new BspProtector({ ...someKeys, sEnc: fromHex(sEnc) });
    for (let before = 1; before < number; before += 1) protector.macOnly(0x88, fromHex('00'));
    // The first block of a cipher text is the ECB encryption of ICV and data, XORed.
    const cipher = createCipheriv('aes-128-ecb', fromHex(sEnc), null);
    const padded = fromHex('bf240080000000000000000000000000');
    const block = cipher.update(fromHex(icv).map((octet, at) => octet ^ (padded[at] ?? 0)));
    const segment = protector.encryptAndMac(0x87, fromHex('bf2400'));
    expect(toHex(segment.subarray(2, 18))).toBe(toHex(new Uint8Array(block)));
  });

  it.each([
    [0, '18'],
    [15, '18'],
    [16, '28'],
    [111, '78'],
    [112, '8188'],
    [1007, '8203F8'],
    [1008, '820408'],
  ])('of %i octets writes the length %s: padding always comes', (size, length) => {
    const segment = new BspProtector(someKeys).encryptAndMac(0x86, new Uint8Array(size));
    expect(toHex(segment.subarray(0, 1 + length.length / 2))).toBe(`86${length}`);
    expect(segment).toHaveLength(1 + length.length / 2 + (Math.floor(size / 16) + 1) * 16 + 8);
  });

  it('refuses to make a segment of 64 kB', () => {
    expect(() => new BspProtector(someKeys).macOnly(0x88, new Uint8Array(0xfff8))).toThrow(RangeError);
  });

  it('opens whatever it protected, in order, and gives each octet back', () => {
    const segment = fc.record({
      tag: fc.constantFrom<Tag>(0x86, 0x87, 0x88),
      data: fc.uint8Array({ maxLength: 1100 }),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
        const protector = new BspProtector(someKeys);
        const verifier = new BspVerifier(someKeys);
        for (const { tag, data } of segments)
          expect(verifier.open(protect(protector, tag, data))).toEqual(data);
      }),
    );
  });

  it('keeps padding apart from data that look like it', () => {
    const data = fromHex('80000000 00000000 00000000 00008000');
    const segment = new BspProtector(someKeys).encryptAndMac(0x86, data);
    expect(new BspVerifier(someKeys).open(segment)).toEqual(data);
  });

  it('refuses a segment with a flipped bit, and takes the true one afterwards', () => {
    const tags = fc.constantFrom<Tag>(0x86, 0x87, 0x88);
    fc.assert(
      fc.property(tags, fc.uint8Array({ maxLength: 300 }), fc.nat(), (tag, data, position) => {
        const protector = new BspProtector(someKeys);
        const verifier = new BspVerifier(someKeys);
        verifier.open(protector.encryptAndMac(0x87, fromHex('bf2400')));
        const segment = protect(protector, tag, data);
        const bent = segment.slice();
        const bit = position % (segment.length * 8);
        bent[bit >> 3] = bent[bit >> 3]! ^ (1 << (bit & 7));
        expect(kindOf(() => verifier.open(bent))).not.toBe('opened');
        expect(verifier.open(segment)).toEqual(data);
      }),
    );
  });

  it('refuses a segment that is repeated, left out or of other keys', () => {
    const protector = new BspProtector(someKeys);
    const [first, second] = [protector.macOnly(0x88, fromHex('01')), protector.macOnly(0x88, fromHex('01'))];
    const verifier = new BspVerifier(someKeys);
    expect(kindOf(() => verifier.open(second))).toBe('security');
    verifier.open(first);
    expect(kindOf(() => verifier.open(first))).toBe('security');
    expect(kindOf(() => new BspVerifier({ ...someKeys, sMac: filled(16, 7) }).open(first))).toBe('security');
  });

  it('counts a MAC-only segment: the next encrypted one does not open without it', () => {
    const withClear = new BspProtector(someKeys);
    withClear.macOnly(0x88, new Uint8Array(0));
    const second = withClear.encryptAndMac(0x86, fromHex('0102'));
    const first = new BspProtector(someKeys).encryptAndMac(0x86, fromHex('0102'));
    expect(toHex(second.subarray(2, 18))).not.toBe(toHex(first.subarray(2, 18)));
  });

  it('calls wrong padding under a right MAC a security error', () => {
    // Keys that differ in S-ENC alone: the MAC holds, what is deciphered is noise.
    const segment = new BspProtector(someKeys).encryptAndMac(0x86, fromHex('0102'));
    const other = new BspVerifier({ ...someKeys, sEnc: filled(16, 9) });
    expect(kindOf(() => other.open(segment))).toBe('security');
  });

  it('opens the next segment after one whose padding was wrong', () => {
    const noise = { ...someKeys, sEnc: filled(16, 9) };
    const verifier = new BspVerifier(someKeys);
    expect(kindOf(() => verifier.open(new BspProtector(noise).encryptAndMac(0x86, fromHex('0102'))))).toBe(
      'security',
    );
    expect(verifier.open(new BspProtector(someKeys).encryptAndMac(0x86, fromHex('0304')))).toEqual(
      fromHex('0304'),
    );
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '86'],
    ['another tag', `89 08 ${'00'.repeat(8)}`],
    ['too few octets for a MAC', `88 07 ${'00'.repeat(7)}`],
    ['no cipher text', `86 08 ${'00'.repeat(8)}`],
    ['a cipher text that is no multiple of 16', `87 1A ${'00'.repeat(26)}`],
    ['a length beyond the data', `86 19 ${'00'.repeat(24)}`],
    ['trailing octets', `86 18 ${'00'.repeat(25)}`],
    ['an indefinite length', `86 80 ${'00'.repeat(24)}`],
    ['a length cut off', '86 82 01'],
    ['a length of four octets', `86 84 00000018 ${'00'.repeat(24)}`],
  ])('calls %s a structure error', (_, segment) => {
    expect(kindOf(() => new BspVerifier(someKeys).open(fromHex(segment)))).toBe('structure');
  });

  it('answers any octets with BspError', () => {
    const header = fc.constantFrom('', '86', '8618', '8828', '868120', '87820028');
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 60 }), (head, octets) => {
        expect(kindOf(() => new BspVerifier(someKeys).open(concat(fromHex(head), octets)))).not.toBe(
          'opened',
        );
      }),
    );
  });
});

describe.skipIf(!vectors.available)('recorded segment protection', () => {
  it('derives the recorded session keys', () => {
    const { kdf } = recorded();
    expect(kdf).toHaveLength(2);
    for (const { sharedSecret, hostId, eid, ...expected } of kdf) {
      const keys = deriveSessionKeys({
        z: fromHex(sharedSecret),
        hostId: fromHex(hostId),
        eid: fromHex(eid),
      });
      expect(lowerKeys(keys)).toEqual(expected);
    }
  });

  it('makes and opens the recorded chains, octet for octet', () => {
    const { chains } = recorded();
    expect(chains.map(({ steps }) => steps.length)).toEqual([3, 2]);
    for (const { steps, ...keys } of chains) {
      const protector = new BspProtector(keysOf(keys));
      const verifier = new BspVerifier(keysOf(keys));
      for (const step of steps) {
        const segment = protect(protector, Number.parseInt(step.tag, 16) as Tag, fromHex(step.plain));
        expect(toHex(segment).toLowerCase()).toBe(step.protected);
        expect(toHex(verifier.open(fromHex(step.protected))).toLowerCase()).toBe(step.plain);
      }
    }
  });

  it('opens the inner segments of the old trace and finds its profile package', () => {
    const { boundProfilePackage: trace } = recorded();
    const [outer] = tlvs(vectors.bytes('bsp/bound-profile-package.der'));
    const [, a0, a1, a3] = tlvs(outer!.content);
    const inner = (sequence: Bytes) => tlvs(sequence).map(({ content }) => content);

    const session = new BspVerifier(keysOf(trace));
    expect(inner(a0!.content).map((segment) => toHex(session.open(segment)).toLowerCase())).toEqual([
      trace.configureIsdp,
    ]);
    expect(inner(a1!.content).map((segment) => toHex(session.open(segment)).toLowerCase())).toEqual([
      trace.storeMetadata,
    ]);

    const profile = new BspVerifier({
      sEnc: fromHex(trace.ppkEnc),
      sMac: fromHex(trace.ppkMac),
      initialMacChainingValue: fromHex(trace.ppkInitialMacChainingValue),
    });
    const pieces = inner(a3!.content).map((segment) => profile.open(segment));
    expect(pieces).toHaveLength(13);
    expect(toHex(concat(...pieces))).toBe(toHex(vectors.bytes('bsp/unprotected-profile-package.der')));
  });

  it('calls the first wrapped segment of the old trace a structure error', () => {
    const [outer] = tlvs(vectors.bytes('bsp/bound-profile-package.der'));
    const [, a0] = tlvs(outer!.content);
    const verifier = new BspVerifier(keysOf(recorded().boundProfilePackage));
    expect(kindOf(() => verifier.open(a0!.content))).toBe('structure');
  });
});
