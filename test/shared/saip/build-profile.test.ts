import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { ProfileValues } from '#shared/saip/index';
import {
  buildElements,
  buildProfile,
  encodeProfile,
  parseProfile,
  profileFacts,
  profileKeys,
} from '#shared/saip/index';

import { someValues } from './profile-values.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''));

const anyValues: fc.Arbitrary<ProfileValues> = fc
  .record({
    iccid: fc
      .constantFrom(18, 19, 20)
      .chain((length) => digits(length - 2))
      .map((rest) => `89${rest}`),
    mcc: digits(3),
    mnc: fc.constantFrom(2, 3).chain(digits),
    imsiLength: fc.constantFrom(14, 15),
    rest: digits(10),
    k: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    opc: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    algorithm: fc.constantFrom('milenage' as const, 'xor' as const),
    serviceProviderName: fc.stringMatching(/^[A-Za-z0-9 .,@$_&-]{1,30}$/),
    pin1: fc.integer({ min: 4, max: 8 }).chain(digits),
  })
  .map(({ mcc, mnc, imsiLength, rest, ...values }) => ({
    ...values,
    plmn: parsePlmn(`${mcc}/${mnc}`),
    imsi: `${mcc}${mnc}${rest}`.slice(0, imsiLength),
  }));

describe('a profile built from values', () => {
  it('says the values it was built from', () => {
    expect(profileFacts(buildProfile(someValues))).toEqual({
      iccid: '89999123456789012344',
      imsi: '999700000000017',
      profileType: 'esimlab profile',
      serviceProviderName: 'Example Mobile',
      version: { major: 2, minor: 3 },
      mandatoryServices: ['usim', 'milenage'],
      templates: ['2.23.143.1.2.1', '2.23.143.1.2.4', '2.23.143.1.2.5', '2.23.143.1.2.13'],
      algorithmId: 1,
      elements: 10,
    });
    expect(profileKeys(buildProfile(someValues))).toEqual([
      { algorithmId: 1, key: someValues.k, opc: someValues.opc },
    ]);
  });

  it('is read back as the very values it was written from', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const octets = buildProfile(values);
        expect(parseProfile(octets)).toEqual(buildElements(values));
        expect(encodeProfile(parseProfile(octets))).toEqual(octets);
        const facts = profileFacts(octets);
        expect(facts.iccid).toBe(values.iccid);
        expect(facts.imsi).toBe(values.imsi);
        expect(facts.serviceProviderName).toBe(values.serviceProviderName.slice(0, 16));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a name outside ASCII, as far as there is room', () => {
    expect(
      profileFacts(buildProfile({ ...someValues, serviceProviderName: 'Ελλάδα' })).serviceProviderName,
    ).toBe('Ελλάδα');
    expect(
      profileFacts(buildProfile({ ...someValues, serviceProviderName: 'Ελληνικός' })).serviceProviderName,
    ).toBe('Ελληνικ');
  });

  it('holds group identifiers and as much filling as asked for', () => {
    const octets = buildProfile({ ...someValues, gid1: fromHex('A1'), gid2: fromHex('B2B3'), fill: 70_000 });
    const facts = profileFacts(octets);
    expect(facts.gid1).toEqual(fromHex('A1'));
    expect(facts.gid2).toEqual(fromHex('B2B3'));
    expect(octets.length).toBeGreaterThan(70_000);
  });

  it.each([
    ['an ICCID of 17 digits', { iccid: '89999123456789012' }, /ICCID/],
    ['an IMSI of another network', { imsi: '001010000000017' }, /does not begin with/],
    ['an IMSI of 16 digits', { imsi: '9997000000000171' }, /IMSI/],
    ['a K of 15 octets', { k: new Uint8Array(15) }, /K has 15 octets/],
    ['an OPc of 32 octets for Milenage', { opc: new Uint8Array(32) }, /OPc has 32 octets/],
    ['a secret key in a test profile', { testProfile: true }, /test profile/],
    ['a PIN of 3 digits', { pin1: '123' }, /PIN/],
    ['a PUK of 4 digits', { puk1: '1234' }, /PUK/],
    ['no name', { serviceProviderName: '' }, /name is empty/],
    ['a service centre that is no number', { smsp: 'none' }, /service centre/],
    ['too much filling', { fill: 500_001 }, /fill/],
  ] as const)('refuses %s', (_, wrong, message) => {
    expect(() => buildProfile({ ...someValues, ...wrong })).toThrow(message);
  });

  it('never tells a key in its complaints', () => {
    const k = fromHex('00112233445566778899AABBCCDDEE');
    expect(() => buildProfile({ ...someValues, k })).toThrow(/^(?!.*(0011|0, ?17)).*$/);
  });
});
