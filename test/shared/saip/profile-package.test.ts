import { describe, expect, it } from 'vitest';

import type { Json } from '#shared/asn1/index';
import { encodeProfile, parseProfile, profileFromJson, profileToJson } from '#shared/saip/profile-package';
import { toHex } from '#shared/bytes/bytes';

import { vectors } from '../../support/vectors.ts';
import { minimalProfile } from './minimal-profile.ts';

const throughJson = (octets: Uint8Array) => {
  const text = JSON.stringify(profileToJson(parseProfile(octets)));
  return encodeProfile(profileFromJson(JSON.parse(text) as Json));
};

describe('a profile package as plain values', () => {
  it('is written again octet for octet: the profile of 736 octets', () => {
    expect(minimalProfile).toHaveLength(736);
    expect(toHex(throughJson(minimalProfile))).toBe(toHex(minimalProfile));
  });
});

describe.skipIf(!vectors.available)('published profile packages as plain values', () => {
  it.each([
    'ts48/TS48v4_SAIP2.3_BERTLV.der',
    'ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der',
    'ts48/TS48v5_SAIP2.3_NoBERTLV.der',
    'bsp/unprotected-profile-package.der',
  ])('are printed as JSON, read from it and written again octet for octet: %s', (name) => {
    const octets = vectors.bytes(name);
    expect(toHex(throughJson(octets))).toBe(toHex(octets));
  });
});
