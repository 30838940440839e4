import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filled, fromHex } from '#shared/bytes/bytes';
import { parseTac } from '#shared/identifiers/imei';
import { encodeProfile, parseProfile } from '#shared/saip/index';
import type { Candidate } from '#smdp/eligibility/eligibility';
import { ineligibility } from '#smdp/eligibility/eligibility';
import { freeMemory, missingMemory } from '#smdp/eligibility/memory';

import { builtStock, metadataOf } from '../bench.ts';

/** An eUICC and a device that every profile of the tests is for. */
function candidate(change: {
  readonly order?: Partial<Candidate['order']>;
  readonly euiccInfo2?: Partial<Candidate['euiccInfo2']>;
  readonly minimumSvn?: string;
  readonly tac?: string;
}): Candidate {
  return {
    order: { profile: builtStock(), tacs: [], ...change.order },
    euiccInfo2: {
      profileVersion: fromHex('020301'),
      svn: fromHex('020202'),
      euiccFirmwareVer: fromHex('010000'),
      extCardResource: fromHex('82020001'),
      uiccCapability: ['usimSupport', 'akaMilenage'],
      rspCapability: [],
      euiccCiPKIdListForVerification: [],
      euiccCiPKIdListForSigning: [],
      ppVersion: fromHex('010000'),
      sasAcreditationNumber: '',
      ...change.euiccInfo2,
    },
    deviceInfo: { tac: fromHex(change.tac ?? '53926011'), deviceCapabilities: {} },
    settings: { minimumSvn: change.minimumSvn ?? '2.0.0' },
  };
}

/** A built profile whose header says something else. */
function withHeader(change: Record<string, unknown>) {
  const [header, ...rest] = parseProfile(builtStock().upp);
  const changed = { header: { ...(header as { header: object }).header, ...change } };
  return { upp: encodeProfile([changed as never, ...rest]), metadata: metadataOf() };
}

describe('eligibility', () => {
  it('lets a profile through that fits, and one that nothing is known of', () => {
    expect(ineligibility(candidate({}))).toBeUndefined();
    const profile = { upp: filled(100, 0xff), metadata: metadataOf() };
    expect(
      ineligibility(candidate({ order: { profile }, euiccInfo2: { uiccCapability: [] } })),
    ).toBeUndefined();
  });

  it('refuses a package of a higher major version than the eUICC loads', () => {
    const profile = withHeader({ 'major-version': 3 });
    expect(ineligibility(candidate({ order: { profile } }))).toContain('version 3');
    const euiccInfo2 = { profileVersion: fromHex('030000') };
    expect(ineligibility(candidate({ order: { profile }, euiccInfo2 }))).toBeUndefined();
  });

  it('refuses a mandatory service that the eUICC does not have', () => {
    expect(ineligibility(candidate({ euiccInfo2: { uiccCapability: ['akaMilenage'] } }))).toBe(
      'the eUICC does not support usim',
    );
    const profile = withHeader({ 'eUICC-Mandatory-services': { javacard: null } });
    expect(ineligibility(candidate({ order: { profile } }))).toBe('the eUICC does not support javacard');
  });

  it.each([
    ['2.2.2', undefined],
    ['2.2.3', 'SVN 2.2.2 is below 2.2.3'],
    ['2.3.0', 'SVN 2.2.2 is below 2.3.0'],
    ['2.1.9', undefined],
  ])('holds the SVN 2.2.2 against the least one, %s', (minimumSvn, reason) => {
    expect(ineligibility(candidate({ minimumSvn }))).toBe(reason);
  });

  it('looks for the TAC in the list of the order, swapped or as it is read', () => {
    const order = { tacs: [parseTac('35290611')] };
    expect(ineligibility(candidate({ order, tac: '53926011' }))).toBeUndefined();
    expect(ineligibility(candidate({ order, tac: '35290611' }))).toBeUndefined();
    expect(ineligibility(candidate({ order, tac: '53926012' }))).toBe('not for devices of TAC 35290621');
    expect(ineligibility(candidate({ order, tac: 'FFFFFFFF' }))).toBeUndefined();
  });

  it('reads or passes over any package, whatever its octets are', () => {
    const { upp } = builtStock();
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const spoiled = upp.slice();
        spoiled[place % spoiled.length] = (spoiled[place % spoiled.length] ?? 0) ^ change;
        const order = { profile: { upp: spoiled, metadata: metadataOf() } };
        const reason = ineligibility(candidate({ order }));
        expect(reason ?? '').toMatch(/^(the eUICC does not support .*|profile package version .*|)$/);
        expect(missingMemory(spoiled, fromHex('820100'))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses policy rules that the eUICC forbids', () => {
    const metadata = metadataOf(undefined, { profilePolicyRules: ['ppr1'] });
    const order = { profile: { ...builtStock(), metadata } };
    expect(ineligibility(candidate({ order }))).toBeUndefined();
    expect(
      ineligibility(candidate({ order, euiccInfo2: { forbiddenProfilePolicyRules: ['ppr2'] } })),
    ).toBeUndefined();
    expect(ineligibility(candidate({ order, euiccInfo2: { forbiddenProfilePolicyRules: ['ppr1'] } }))).toBe(
      'the eUICC forbids ppr1',
    );
  });

  it('refuses a test profile where those are not supported', () => {
    const metadata = metadataOf(undefined, { profileClass: 0 });
    const order = { profile: { ...builtStock(), metadata } };
    expect(ineligibility(candidate({ order }))).toBe('the eUICC takes no test profiles');
    expect(
      ineligibility(candidate({ order, euiccInfo2: { rspCapability: ['testProfileSupport'] } })),
    ).toBeUndefined();
  });
});

describe('free memory', () => {
  it('is the 82 of extCardResource, where there is one', () => {
    expect(freeMemory(fromHex('8101008204000A00008304000A0000'))).toBe(0xa0000);
    expect(freeMemory(fromHex('810100'))).toBeUndefined();
    expect(freeMemory(fromHex('820'.padEnd(4, '0')))).toBe(0);
    expect(freeMemory(fromHex('82'))).toBeUndefined();
  });

  it('is held against what the files of the package take, to the octet', () => {
    const { upp } = builtStock();
    const needed = missingMemory(upp, fromHex('820100'));
    expect(needed).toBeGreaterThan(2_048);
    const octets = (number: number) => fromHex(`8204${number.toString(16).padStart(8, '0')}`);
    expect(missingMemory(upp, octets(needed - 1))).toBe(1);
    expect(missingMemory(upp, octets(needed))).toBe(0);
    expect(missingMemory(filled(9_000, 0xff), octets(0))).toBe(0);
  });
});
