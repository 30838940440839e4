import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import {
  encodeProfile,
  loadProfile,
  parseProfile,
  personalizeProfile,
  profileFacts,
  profileKeys,
} from '#shared/saip/index';

import { vectors } from '../../support/vectors.ts';
import { minimalProfile } from './minimal-profile.ts';
import { someValues } from './profile-values.ts';

const values = { ...someValues, serviceProviderName: 'Other' };

describe('a package made from another one', () => {
  const made = personalizeProfile(parseProfile(minimalProfile), values);

  it('holds the new values and is loaded by a card', () => {
    expect(profileFacts(encodeProfile(made))).toMatchObject({
      iccid: values.iccid,
      imsi: values.imsi,
      serviceProviderName: 'Other',
      mandatoryServices: ['usim', 'milenage'],
      algorithmId: 1,
    });
    expect(profileKeys(made)).toEqual([{ algorithmId: 1, key: values.k, opc: values.opc }]);
    const iccid = iccidToBytes(parseIccid(values.iccid));
    expect(loadProfile(encodeProfile(made), { iccid, profileClass: 'operational' })).toMatchObject({
      ok: true,
      imsi: values.imsi,
    });
  });

  it('keeps what no value is for', () => {
    const before = parseProfile(minimalProfile);
    expect(made[2]).toEqual(before[2]);
    expect(made[4]?.usim?.['ef-ust']).toEqual(before[4]?.usim?.['ef-ust']);
    expect(made).toHaveLength(before.length);
  });

  it('keeps the name when none is given', () => {
    const { iccid, imsi, k, opc, algorithm } = someValues;
    const unnamed = personalizeProfile(parseProfile(minimalProfile), { iccid, imsi, k, opc, algorithm });
    expect(profileFacts(unnamed).serviceProviderName).toBe('GSMA_TEST');
  });

  it.each([
    ['an ICCID', { iccid: '1' }],
    ['an IMSI', { imsi: '1' }],
    ['a key', { k: fromHex('00') }],
  ])('refuses %s that is none', (_, wrong) => {
    expect(() => personalizeProfile(parseProfile(minimalProfile), { ...values, ...wrong })).toThrow(
      TypeError,
    );
  });
});

describe.skipIf(!vectors.available)('a package made from a published one', () => {
  it('is loaded by a card', () => {
    const template = parseProfile(vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der'));
    const octets = encodeProfile(personalizeProfile(template, values));
    const iccid = iccidToBytes(parseIccid(values.iccid));
    expect(loadProfile(octets, { iccid, profileClass: 'operational' })).toMatchObject({ ok: true });
    expect(profileKeys(octets).map(({ key }) => key)).toEqual([values.k, values.k]);
  });
});
