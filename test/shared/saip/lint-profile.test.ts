import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concat, fromHex } from '#shared/bytes/bytes';
import type { ProfileElement } from '#shared/saip/index';
import { buildElements, encodeProfile, lintProfile, parseProfile } from '#shared/saip/index';

import { vectors } from '../../support/vectors.ts';
import { minimalProfile } from './minimal-profile.ts';
import { someValues } from './profile-values.ts';

const good = buildElements(someValues);
const rules = (elements: readonly ProfileElement[]) =>
  lintProfile(encodeProfile(elements)).map(({ rule }) => rule);
const at = <K extends keyof ProfileElement>(name: K) => {
  const index = good.findIndex((element) => element[name] !== undefined);
  const value = good[index]?.[name];
  if (value === undefined) throw new Error(`no ${name}`);
  return { index, value: value as NonNullable<ProfileElement[K]> };
};

describe('the lint of profile packages', () => {
  it.each([
    {},
    { securityDomain: true, fill: 70_000, gid1: fromHex('A1'), gid2: fromHex('B2') },
    { algorithm: 'xor' as const, testProfile: true },
    { algorithm: 'tuak' as const, k: new Uint8Array(32).fill(7), opc: new Uint8Array(32).fill(8) },
  ])('finds nothing in a profile of our own: %o', (more) => {
    expect(lintProfile(encodeProfile(buildElements({ ...someValues, ...more })))).toEqual([]);
  });

  it('finds in the profile of 736 octets what cards let pass', () => {
    const found = lintProfile(minimalProfile);
    expect(found).toContainEqual({
      index: 4,
      element: 'usim',
      identification: 5,
      file: '3F00/7FD0/6F07 (ef-imsi)',
      rule: 'arr-reference',
      what: '3F00/7FD0/6F06 has 1 records, not 10',
    });
    expect(found).toContainEqual({
      index: 6,
      element: 'akaParameter',
      identification: 7,
      rule: 'service-listed',
      what: 'the header does not list milenage',
    });
    expect(new Set(found.map(({ rule }) => rule))).toEqual(
      new Set(['arr-reference', 'service-file', 'service-listed']),
    );
  });

  it('names element and file of what a card refuses', () => {
    const { index, value } = at('usim');
    const changed = good.with(index, {
      usim: { ...value, 'ef-acc': [{ fillFileContent: fromHex('000102') }] },
    });
    expect(lintProfile(encodeProfile(changed))).toEqual([
      {
        index,
        element: 'usim',
        identification: 4,
        rule: 'loadable',
        what: 'a card refuses it (reason 12, status 3): ef-acc: content up to octet 3 is longer than the file of 2',
      },
    ]);
  });

  it('names the element that cannot be read', () => {
    const broken = concat(encodeProfile(good.slice(0, 2)), fromHex('A302A000'));
    expect(lintProfile(broken)).toMatchObject([{ index: 2, element: 'pukCodes', rule: 'readable' }]);
    expect(lintProfile(new Uint8Array(0))).toMatchObject([{ rule: 'not-empty' }]);
  });

  it('reports what DER does not allow and cards accept', () => {
    const end = fromHex('AA810A A008 8102000F 990100 00');
    const octets = concat(
      encodeProfile(good.slice(0, -1)),
      end.slice(0, 3),
      fromHex('A0088101 0F 99 03 000000'),
    );
    expect(lintProfile(octets).map(({ rule }) => rule)).toEqual(['der', 'der']);
  });

  const header = at('header');
  const mf = at('mf');
  const usim = at('usim');
  const pins = at('pinCodes');
  const aka = at('akaParameter');
  const parameter = aka.value.algoConfiguration.algoParameter;
  const pin = pins.value.pinCodes.pinconfig?.[0];
  if (parameter === undefined || pin === undefined) throw new Error();
  const withPin = (more: object) =>
    good.with(pins.index, { pinCodes: { ...pins.value, pinCodes: { pinconfig: [{ ...pin, ...more }] } } });
  const withAcc = (fcp: object) =>
    good.with(usim.index, { usim: { ...usim.value, 'ef-acc': [{ fileDescriptor: fcp }] } });

  it.each<readonly [string, readonly ProfileElement[]]>([
    ['header-first', good.slice(1)],
    ['header-first', good.toSpliced(3, 0, { header: header.value })],
    ['end-last', good.slice(0, -1)],
    ['end-last', good.toSpliced(3, 0, { end: { header: { identification: 77 } } })],
    ['identification-unique', good.with(mf.index, { mf: { ...mf.value, header: { identification: 4 } } })],
    ['element-known', good.toSpliced(3, 0, { unknown: fromHex('BF2200') })],
    [
      'iccid-check-digit',
      good.with(0, { header: { ...header.value, iccid: fromHex('89999123456789012345') } }),
    ],
    ['iccid-digits', good.with(0, { header: { ...header.value, iccid: fromHex('8999912345678901234A') } })],
    ['template-known', good.with(usim.index, { usim: { ...usim.value, templateID: '2.23.143.1.2.77' } })],
    ['template-known', good.with(0, { header: { ...header.value, 'eUICC-Mandatory-GFSTEList': ['1.2.3'] } })],
    ['template-fits', good.with(usim.index, { usim: { ...usim.value, templateID: '2.23.143.1.2.1' } })],
    ['template-listed', good.with(0, { header: { ...header.value, 'eUICC-Mandatory-GFSTEList': [] } })],
    ['service-listed', good.with(0, { header: { ...header.value, 'eUICC-Mandatory-services': {} } })],
    [
      'algorithm',
      good.with(aka.index, {
        akaParameter: {
          ...aka.value,
          algoConfiguration: { algoParameter: { ...parameter, algorithmID: 7 } },
        },
      }),
    ],
    [
      'key-length',
      good.with(aka.index, {
        akaParameter: {
          ...aka.value,
          algoConfiguration: { algoParameter: { ...parameter, key: new Uint8Array(15) } },
        },
      }),
    ],
    [
      'key-length',
      good.with(aka.index, {
        akaParameter: {
          ...aka.value,
          algoConfiguration: { algoParameter: { ...parameter, opc: new Uint8Array(15) } },
        },
      }),
    ],
    ['pin-reference', withPin({ keyReference: 16 })],
    ['pin-value', withPin({ pinValue: new Uint8Array(8) })],
    ['puk-first', withPin({ unblockingPINReference: 5 })],
    ['pin-defined', withPin({ keyReference: 2 })],
    [
      'pin-unique',
      good.with(pins.index, { pinCodes: { ...pins.value, pinCodes: { pinconfig: [pin, pin] } } }),
    ],
    [
      'one-pattern',
      withAcc({ proprietaryEFInfo: { fillPattern: fromHex('00'), repeatPattern: fromHex('00') } }),
    ],
    ['size-shortest', withAcc({ efFileSize: fromHex('0002') })],
    ['sfi-coding', withAcc({ shortEFID: fromHex('31') })],
    ['sfi-range', withAcc({ shortEFID: fromHex('F8') })],
    ['sfi-unique', withAcc({ shortEFID: fromHex('38') })],
    ['arr-reference', withAcc({ securityAttributesReferenced: fromHex('6F0609') })],
    ['arr-reference', withAcc({ securityAttributesReferenced: fromHex('6F9901') })],
    [
      'directory-size',
      good.with(mf.index, {
        mf: {
          ...mf.value,
          mf: [{ fileDescriptor: { fileDescriptor: fromHex('7821'), efFileSize: fromHex('01') } }],
        },
      }),
    ],
    [
      'pin-status',
      good.with(mf.index, {
        mf: { ...mf.value, mf: [{ fileDescriptor: { fileDescriptor: fromHex('7821') } }] },
      }),
    ],
    ['do-not-create', good.with(mf.index, { mf: { ...mf.value, 'ef-pl': [{ doNotCreate: null }] } })],
    [
      'imsi',
      good.with(usim.index, { usim: { ...usim.value, 'ef-imsi': [{ fillFileContent: fromHex('00') }] } }),
    ],
    [
      'mnc-length',
      good.with(usim.index, { usim: { ...usim.value, 'ef-ad': [{ fillFileContent: fromHex('00000000') }] } }),
    ],
    ['service-file', good.with(usim.index, { usim: { ...usim.value, 'ef-sms': [{ doNotCreate: null }] } })],
    [
      'dir-entry',
      good.with(mf.index, {
        mf: {
          ...mf.value,
          'ef-dir': [{ fileDescriptor: { fileDescriptor: fromHex('42210010'), efFileSize: fromHex('10') } }],
        },
      }),
    ],
  ])('has the rule %s', (rule, elements) => {
    expect(rules(elements)).toContain(rule);
  });

  it('takes any octets', () => {
    const change = fc.record({ at: fc.nat(minimalProfile.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const octets = minimalProfile.slice();
        for (const { at: place, to } of changes) octets[place] = to;
        for (const finding of lintProfile(octets)) expect(finding.what).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(!vectors.available)('the lint of published profiles', () => {
  it('finds the one empty access rule of TS.48 v5', () => {
    const findings = lintProfile(vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der'));
    expect(findings).toEqual([
      {
        index: 22,
        element: 'genericFileManagement',
        identification: 24,
        file: '3F00/7FB0/6FFE',
        rule: 'arr-reference',
        what: 'record 4 of 3F00/7FB0/6F06 is empty',
      },
    ]);
    expect(parseProfile(vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der'))).toHaveLength(30);
  });
});
