import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childrenOf, decode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { BspVerifier, deriveSessionKeys } from '#shared/crypto/bsp';
import { agree } from '#shared/crypto/key-agreement';
import { privateKeyFromScalar } from '#shared/crypto/keys';
import { eidToBytes, parseEid } from '#shared/identifiers/eid';
import { sgp26Key } from '#shared/pki/sgp26';
import { readBoundProfilePackage, ReplaceSessionKeysRequest } from '#shared/rsp/bound-profile-package';
import { buildBoundProfilePackage } from '#smdp/index';

/** bpp.md §5: public test data with the SGP.26 test keys. */
const worked = {
  transactionId: fromHex('0102030405060708090a0b0c0d0e0f10'),
  hostId: toUtf8('euicc-rsp'),
  eid: parseEid('89049032123451234512345678901235'),
  oneTimeKey: privateKeyFromScalar(
    'P-256',
    Uint8Array.from({ length: 32 }, (_, place) => place + 1),
  ),
  euiccOtpk: fromHex(
    '04a61b5852fedeecd5373d769af0edbc94502276d9c6ff1da3a156fecf31c6629954aea62862e227aebaf745c4e1d5f1bcbba6136400d9f0a63434225fee2590ae',
  ),
  key: sgp26Key('dpPbNist'),
  how: 'deterministic',
  metadata: fromHex(
    'bf252f5a0a98001032547698103214910965756963632d727370921665756963632d72737020746573742070726f66696c65',
  ),
  upp: toUtf8('the-uicc-profile-fixture'),
} as const;

const workedPackage = `bf36820139 bf2381af 820101 8010 0102030405060708090a0b0c0d0e0f10
  a611 800188 810110 8409 65756963632d727370
  5f4941 04515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f9354
  5f3740 f72d0eedb0ad2d927b79efe49ffac4ffd22936ae6a0a61af231865a731ff9e0799a0f77f8e067ecc846e338f5092f17e04297d701cdff3c89a66a60f1bf53a08
  a01a 8718 bc43d09ef085954b55e4acdbb87b6649813b5db57a02d5c9
  a13c 883a bf252f5a0a98001032547698103214910965756963632d727370921665756963632d72737020746573742070726f66696c65 828551c5821b722d
  a32a 8628 b139c6739477952566feae3cc59b87f5de1378b9c4dcabfcc45c50e961acf8a5 81df5bcdbaf531d4`;

const profileKeys = {
  initialMacChainingValue: filled(16, 1),
  sEnc: filled(16, 2),
  sMac: filled(16, 3),
};

/** What an eUICC with the one-time key reads out of a package. */
function open(boundProfilePackage: Bytes) {
  const z = agree(worked.oneTimeKey, worked.euiccOtpk);
  const verifier = new BspVerifier(
    deriveSessionKeys({ z, hostId: worked.hostId, eid: eidToBytes(worked.eid) }),
  );
  const parts = readBoundProfilePackage(boundProfilePackage);
  const configure = parts.firstSequenceOf87.map((segment) => toHex(verifier.open(segment)));
  const metadata = parts.sequenceOf88.map((segment) => verifier.open(segment));
  const replace = parts.secondSequenceOf87?.map((segment) => verifier.open(segment));
  const profile = replace === undefined ? verifier : new BspVerifier(profileKeys);
  const upp = parts.sequenceOf86.map((segment) => profile.open(segment));
  return { configure, metadata, replace, upp };
}

describe('a Bound Profile Package', () => {
  it('is that of the worked example, octet for octet', () => {
    expect(toHex(buildBoundProfilePackage(worked))).toBe(toHex(fromHex(workedPackage)));
  });

  it('replaces the session keys by profile keys, from the first 86 on', () => {
    const opened = open(buildBoundProfilePackage({ ...worked, profileKeys }));
    expect(opened.configure).toEqual(['BF2400']);
    expect(opened.replace?.map((der) => decode(ReplaceSessionKeysRequest, der))).toEqual([
      {
        initialMacChainingValue: profileKeys.initialMacChainingValue,
        ppkEnc: profileKeys.sEnc,
        ppkCmac: profileKeys.sMac,
      },
    ]);
    expect(opened.upp.map(toHex)).toEqual([toHex(worked.upp)]);
  });

  it('has no segment above 1020 octets, full ones of exactly that, and gives all back', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }));
    fc.assert(
      fc.property(sizes, fc.boolean(), ([metadataSize, uppSize], ppk) => {
        const metadata = filled(metadataSize, 0xa5);
        const upp = filled(uppSize, 0x5a);
        const keys = ppk ? { profileKeys } : {};
        const made = buildBoundProfilePackage({ ...worked, ...keys, metadata, upp });
        const segments = childrenOf(readTlv(made))
          .slice(1)
          .flatMap((sequence) => childrenOf(sequence).map((segment) => wholeOf(segment).length));
        expect(Math.max(...segments)).toBeLessThanOrEqual(1020);
        if (uppSize > 1_007) expect(Math.max(...segments)).toBe(1020);
        const opened = open(made);
        expect(concat(...opened.metadata)).toEqual(metadata);
        expect(concat(...opened.upp)).toEqual(upp);
      }),
      { numRuns: 40 },
    );
  });

  it('cannot be made for a key that is no point of the curve', () => {
    expect(() => buildBoundProfilePackage({ ...worked, euiccOtpk: filled(65, 4) })).toThrow(TypeError);
  });
});
