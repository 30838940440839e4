import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';
import { accessRules } from '#shared/saip/access-rules';
import { ContentCursor, fileContent, freshContent } from '#shared/saip/file-content';
import { LoadRefusal } from '#shared/saip/load-refusal';
import { templateFiles } from '#shared/saip/profile-elements';
import type { FileTemplate } from '#shared/saip/templates/file-template';
import { templateByOid } from '#shared/saip/templates/templates';

describe('the templates', () => {
  it.each([
    ['mf', 'ef-iccid', 2, '2FE2'],
    ['telecom', 'df-telecom', 0, '7F10'],
    ['df-5gs', 'df-df-5gs', 0, '5FC0'],
    ['df-saip', 'df-df-saip', 0, '5FD0'],
    ['opt-usim', 'ef-ext7', 43, '6FCC'],
    ['telecom', 'ef-mmssmode', 37, '4F22'],
    ['usim', 'ef-epsnsc', 23, '6FE4'],
    ['csim', 'ef-call-prompt', 34, '6F73'],
    ['opt-csim', 'ef-jdl', 66, '6F8D'],
    ['opt-usim', 'ef-eaka', 85, '6F01'],
  ] as const)('have %s / %s at place %i with the FID %s', (element, file, place, fid) => {
    const files: Readonly<Record<string, FileTemplate>> = templateFiles[element];
    expect(Object.keys(files).indexOf(file)).toBe(place);
    expect(files[file]?.fid).toBe(fid);
  });

  it('give no FID twice in one directory', () => {
    const seen = new Set<string>();
    const twice: string[] = [];
    for (const [name, files] of Object.entries(templateFiles)) {
      let directory = '';
      for (const [member, file] of Object.entries(files as Readonly<Record<string, FileTemplate>>)) {
        if (file.kind === 'DF' || file.kind === 'ADF') directory = member;
        const key = `${name}/${directory}/${file.fid ?? member}`;
        if (seen.has(key)) twice.push(key);
        seen.add(key);
      }
    }
    expect(twice).toEqual([]);
  });

  it('are found by their OIDs, versions included', () => {
    expect(templateByOid('2.23.143.1.2.4')).toMatchObject({ element: 'usim', createdByDefault: true });
    expect(templateByOid('2.23.143.1.2.4')?.files['ef-ust']?.size).toBe(14);
    expect(templateByOid('2.23.143.1.2.4.2')?.files['ef-ust']?.size).toBe(17);
    expect(templateByOid('2.23.143.1.2.13.4')?.files['ef-5gs3gppnsc']?.recordLength).toBe(62);
    for (let number = 1; number <= 18; number += 1)
      expect(templateByOid(`2.23.143.1.2.${number}`)).toBeDefined();
    expect(templateByOid('2.23.143.1.2.19')).toBeUndefined();
    expect(templateByOid('1.2.3.4')).toBeUndefined();
    expect(templateByOid('2.23.143.1.2.constructor')).toBeUndefined();
  });

  it('follow the access rules of the specification', () => {
    const [pin1, pin2, adm1] = ['A406830101950108', 'A406830181950108', 'A40683010A950108'];
    expect(accessRules).toEqual({
      1: '8001019000800102A406830101950108800158A40683010A950108',
      2: '800101A40683010195010880015AA40683010A950108',
      3: '80015BA40683010A950108',
      4: '800101900080011A9700800140A40683010A950108',
      5: `800103A406830101950108800158${adm1}`,
      6: `800111A40683010195010880014A${adm1}`,
      7: `800103A406830101950108800158${adm1}840132A406830101950108`,
      8: `800101${pin1}800102${pin2}800158${adm1}`,
      9: `800101900080011A${pin1}800140${adm1}`,
      10: '800101900080015AA40683010A950108',
      11: `8001019000800118${adm1}8001429700`,
      12: `800101${pin1}80015A9700`,
      13: `800113${pin1}800148${adm1}`,
      14: '80015EA40683010A950108',
    });
  });
});

describe('the first content of a file', () => {
  const transparent = { kind: 'transparent', size: 6 } as const;
  const linear = { kind: 'linear', size: 6, recordLength: 3 } as const;
  const pattern = (info: object) => ({ proprietaryEFInfo: info });
  const template = (content: string): FileTemplate => ({ kind: 'transparent', required: false, content });

  it.each([
    ['FF where nobody says more', transparent, {}, undefined, 'FFFFFFFFFFFF'],
    [
      'a fill pattern, its last octet repeated',
      transparent,
      pattern({ fillPattern: fromHex('A00200') }),
      undefined,
      'A00200000000',
    ],
    [
      'a repeat pattern again and again',
      transparent,
      pattern({ repeatPattern: fromHex('A1B2') }),
      undefined,
      'A1B2A1B2A1B2',
    ],
    [
      'a fill pattern in every record',
      linear,
      pattern({ fillPattern: fromHex('00FF') }),
      undefined,
      '00FFFF00FFFF',
    ],
    [
      'a pattern longer than the file, cut',
      transparent,
      pattern({ fillPattern: fromHex('01020304050607') }),
      undefined,
      '010203040506',
    ],
    ['the template, when no pattern is given', transparent, {}, template('07 FF..'), '07FFFFFFFFFF'],
    ['the template up to its end', transparent, {}, template('FF.. 0001'), 'FFFFFFFF0001'],
    ['the template again and again', transparent, {}, template('FF0000'), 'FF0000FF0000'],
    [
      'a pattern before the template',
      transparent,
      pattern({ fillPattern: fromHex('AA') }),
      template('00'),
      'AAAAAAAAAAAA',
    ],
    ['nothing for BER-TLV', { kind: 'ber-tlv', size: 6 } as const, {}, undefined, ''],
  ])('is %s', (_, shape, fcp, from, expected) => {
    expect(toHex(freshContent(shape, fcp, from))).toBe(expected);
  });

  it('is written from where the last write ended', () => {
    const file = [
      { fileDescriptor: { efFileSize: fromHex('08') } },
      { fillFileOffset: 1 },
      { fillFileContent: fromHex('AABB') },
      { fillFileOffset: 2 },
      { fillFileContent: fromHex('CC') },
    ];
    expect(toHex(fileContent(file, template('00')) ?? new Uint8Array(0))).toBe('00AABB0000CC0000');
  });

  it('is nothing when nobody says the size', () => {
    expect(fileContent([], template('00'))).toBeUndefined();
  });

  it('ends with the file', () => {
    const cursor = new ContentCursor(new Uint8Array(2), 2);
    cursor.write(fromHex('0102'));
    expect(() => {
      cursor.write(fromHex('03'));
    }).toThrow(LoadRefusal);
  });
});
