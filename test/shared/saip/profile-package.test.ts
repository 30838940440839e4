import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json } from '#shared/asn1/index';
import { DecodeError } from '#shared/asn1/index';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import type { ElementFinding } from '#shared/saip/index';
import {
  elementHeader,
  elementName,
  encodeProfile,
  parseProfile,
  profileFacts,
  profileFromJson,
  profileToJson,
} from '#shared/saip/index';

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

  it('has the names of the definitions', () => {
    const elements = parseProfile(minimalProfile);
    expect(elements.map(elementName)).toEqual([
      'header',
      'mf',
      'pukCodes',
      'pinCodes',
      'usim',
      'pinCodes',
      'akaParameter',
      'end',
    ]);
    expect(elements.map((element) => elementHeader(element)?.identification)).toEqual([
      undefined,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
    ]);
    expect(elements[2]).toEqual({
      pukCodes: {
        header: { mandated: null, identification: 3 },
        pukCodes: [{ keyReference: 1, pukValue: fromHex('3131313131313131') }],
      },
    });
  });

  it('keeps defaults that are stated', () => {
    const pins = fromHex('A31C A005 8000810103 A113 3011 800101 81083131313131313131 820200AA');
    expect(toHex(throughJson(pins))).toBe(toHex(pins));
    expect(parseProfile(pins)[0]?.pukCodes?.pukCodes[0]?.['maxNumOfAttemps-retryNumLeft']).toBe(170);
  });

  it('writes the elements of the digest: file management, end', () => {
    const body = fromHex('8000 6212 82027821 83027F66 8B032F0601 C603010A0B 80027F66 020103 8101AA');
    const octets = concat(
      fromHex('A1'),
      new Uint8Array([5 + 2 + 2 + body.length]),
      fromHex('A003810111A1'),
      new Uint8Array([2 + body.length]),
      fromHex('30'),
      new Uint8Array([body.length]),
      body,
    );
    expect(parseProfile(octets)).toEqual([
      {
        genericFileManagement: {
          header: { identification: 0x11 },
          fileManagementCMD: [
            [
              { filePath: new Uint8Array(0) },
              {
                createFCP: {
                  fileDescriptor: fromHex('7821'),
                  fileID: fromHex('7F66'),
                  securityAttributesReferenced: fromHex('2F0601'),
                  pinStatusTemplateDO: fromHex('010A0B'),
                },
              },
              { filePath: fromHex('7F66') },
              { fillFileOffset: 3 },
              { fillFileContent: fromHex('AA') },
            ],
          ],
        },
      },
    ]);
    expect(toHex(throughJson(octets))).toBe(toHex(octets));
    expect(toHex(encodeProfile([{ end: { header: { mandated: null, identification: 8 } } }]))).toBe(
      'AA07A0058000810108',
    );
  });

  it('keeps an element that is not in the definitions as its octets', () => {
    const octets = fromHex('BF2207 A005 8000810177');
    const elements = parseProfile(octets);
    expect(elements).toEqual([{ unknown: octets }]);
    expect(elements.map(elementName)).toEqual(['unknown']);
    expect(elements.map(elementHeader)).toEqual([{ mandated: null, identification: 0x77 }]);
    expect(toHex(throughJson(octets))).toBe(toHex(octets));
    expect(elementHeader({ unknown: fromHex('8F00') })).toBeUndefined();
  });

  it('reports members that are not in the definitions', () => {
    const findings: ElementFinding[] = [];
    parseProfile(concat(minimalProfile, fromHex('AA08 A003 81010F 990100')), findings);
    expect(findings).toEqual([{ index: 8, offset: 743, what: 'unknown member 99 in PE-End' }]);
  });

  it('says which element cannot be read, and where', () => {
    const broken = concat(minimalProfile, fromHex('A402 A000'));
    expect(() => parseProfile(broken)).toThrow(DecodeError);
    expect(() => parseProfile(broken)).toThrow(/^\[8\]\.akaParameter/);
    expect(() => parseProfile(fromHex('AA05A0'))).toThrow(DecodeError);
  });

  it('refuses any octets with nothing but a DecodeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        try {
          expect(encodeProfile(parseProfile(octets)).length).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
    );
  });

  it.each([[{}], ['text'], [[{ unknown: 5 }]], [[{ nothing: {} }]], [[{ end: {} }]]] as const)(
    'is not read from other JSON: %j',
    (json) => {
      expect(() => profileFromJson(json as unknown as Json)).toThrow(TypeError);
    },
  );

  it('has no facts without a header', () => {
    expect(() => profileFacts(new Uint8Array(0))).toThrow(/begins with its header, not with nothing/);
    expect(() => profileFacts(fromHex('AA05A00381010F'))).toThrow(/not with end/);
    const letters = minimalProfile.slice();
    letters[letters.indexOf(0x89)] = 0xab;
    expect(() => profileFacts(letters)).toThrow(DecodeError);
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
    const findings: ElementFinding[] = [];
    parseProfile(octets, findings);
    expect(findings).toEqual([]);
    expect(toHex(throughJson(octets))).toBe(toHex(octets));
  });
});
