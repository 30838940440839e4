import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { swapNibbles } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import type { Json } from '#shared/asn1/index';
import { tlv } from '#shared/asn1/index';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { FileNode, LoadOptions, LoadSuccess, ProfileElement } from '#shared/saip/index';
import {
  buildElements,
  encodeProfile,
  fileAt,
  loadProfile,
  loadedProfileFromJson,
  loadedProfileToJson,
  parseProfile,
  profileFacts,
  profileMemory,
  recordOf,
  simaResponse,
} from '#shared/saip/index';

import { vectors } from '../../support/vectors.ts';
import { minimalProfile } from './minimal-profile.ts';
import { someValues } from './profile-values.ts';

const iccid = fromHex('98001032547698103214');
const operational = (more: Partial<LoadOptions> = {}): LoadOptions => ({
  iccid,
  profileClass: 'operational',
  ...more,
});

function loaded(profile: Bytes | readonly ProfileElement[], options = operational()): LoadSuccess {
  const result = loadProfile(profile, options);
  if (!result.ok) throw new Error(result.what);
  return result;
}

const contentAt = (profile: LoadSuccess, path: string) =>
  toHex(fileAt(profile.files, path)?.content ?? new Uint8Array(0));

function row(node: FileNode): string {
  const size = node.recordLength === undefined ? `${node.size}` : `${node.size}/${node.recordLength}`;
  const sfi = node.sfi === undefined ? '-' : toHex(new Uint8Array([node.sfi]));
  const arr = node.arr === undefined ? '-' : `${node.arr.fid}.${toHex(new Uint8Array([node.arr.record]))}`;
  const digest = createHash('sha256').update(node.content).digest('hex').slice(0, 12).toUpperCase();
  const content = node.content.length > 20 ? `#${digest}` : toHex(node.content) || '-';
  return [node.path, node.kind, size, sfi, arr, content].join(' ');
}

describe('the profile of 736 octets on a card', () => {
  const profile = loaded(minimalProfile);

  it('has the contents that the test card had', () => {
    expect(contentAt(profile, '3F00/2FE2')).toBe('98001032547698103214');
    expect(contentAt(profile, '3F00/7FD0/6F07')).toBe('080910101032547698');
    expect(contentAt(profile, '3F00/2F00')).toBe(
      `61144F0CA0000000871002FF49FF058950045553494D${'FF'.repeat(11)}`,
    );
    expect(contentAt(profile, '3F00/7FD0/6F46')).toBe('0147534D411154455354FFFFFFFFFFFFFF');
    expect(contentAt(profile, '3F00/7FD0/6F38')).toBe('9EFFBF1DFF3E0083410310010400003E11');
    expect(profile.imsi).toBe('001010123456789');
  });

  it('makes the files of the default templates that it does not mention', () => {
    expect(contentAt(profile, '3F00/2F05')).toBe('FFFF');
    expect(contentAt(profile, '3F00/7FD0/6F08')).toBe(`07${'FF'.repeat(32)}`);
    expect(contentAt(profile, '3F00/7FD0/6F31')).toBe('0A');
    expect(contentAt(profile, '3F00/7FD0/6FAD')).toBe('00000002');
    expect(contentAt(profile, '3F00/7FD0/6F09')).toBe(`07${'FF'.repeat(32)}`);
    expect(contentAt(profile, '3F00/7FD0/6F5B')).toBe('F00000F00000');
    expect(contentAt(profile, '3F00/7FD0/6F5C')).toBe('FFFFFF');
    expect(contentAt(profile, '3F00/7FD0/6F73')).toBe('FFFFFFFFFFFFFFFFFFFF0000FF01');
    expect(contentAt(profile, '3F00/7FD0/6F7E')).toBe('FFFFFFFFFFFFFF0000FF01');
    expect(contentAt(profile, '3F00/7FD0/6FE3')).toBe('FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000001');
    expect(fileAt(profile.files, '3F00/7FD0/6F7E')).toMatchObject({ sfi: 0x0b, rule: 5, size: 11 });
    expect(fileAt(profile.files, '3F00/7FD0/6F3C')).toMatchObject({ size: 1760, recordLength: 176 });
    const sms = fileAt(profile.files, '3F00/7FD0/6F3C');
    expect(
      sms === undefined ? undefined : toHex(recordOf(sms, 10)?.subarray(0, 3) ?? new Uint8Array(0)),
    ).toBe('00FFFF');
  });

  it('has its PINs where they hold, its PUK and its keys', () => {
    expect(
      profile.pins.map(({ directory, pins }) => [directory, pins.map((pin) => pin.keyReference)]),
    ).toEqual([
      ['3F00', [1, 10, 11]],
      ['3F00/7FD0', [129]],
    ]);
    expect(profile.pins[0]?.pins[0]).toMatchObject({ pinAttributes: 6, unblockingPINReference: 1 });
    expect(profile.puks).toEqual([{ keyReference: 1, pukValue: fromHex('3131313131313131') }]);
    expect(profile.aka.map(({ application }) => application)).toEqual(['3F00/7FD0']);
    expect(profile.files.nodes.find((node) => node.kind === 'ADF')).toMatchObject({
      aid: 'A0000000871002FF49FF0589',
      pinStatus: [0x81, 0x01, 0x0a, 0x0b],
      arr: { fid: '2F06', record: 1 },
    });
  });

  it('takes the memory that the server computes', () => {
    expect(profile.memory).toBe(profileMemory(parseProfile(minimalProfile)));
    const sizes = profile.files.nodes.reduce((sum, node) => sum + node.size, 0);
    expect(profile.memory).toBe(2048 + 32 * profile.files.nodes.length + sizes);
  });

  it('is answered with the octets that a real card sends', () => {
    expect(toHex(simaResponse(profile.peStatus))).toBe('3007A0053003800100');
  });
});

describe('a profile of our own on a card', () => {
  const values = { ...someValues, gid1: fromHex('A1'), fill: 40_000, securityDomain: true };
  const options = operational({ iccid: swapNibbles(fromHex(values.iccid)) });

  it('is loaded, and holds its values', () => {
    const profile = loaded(buildElements(values), options);
    expect(profile.imsi).toBe(values.imsi);
    expect(contentAt(profile, '3F00/7FD0/6FAD')).toBe('00000002');
    expect(contentAt(profile, '3F00/7FD0/6F62')).toBe('99F907C880');
    expect(contentAt(profile, '3F00/7FD0/6F78')).toBe('0080');
    expect(contentAt(profile, '3F00/7FD0/6F7E')).toBe('FFFFFFFF99F907FFFEFF01');
    expect(fileAt(profile.files, '3F00/7F66/6F81')?.size).toBe(10_000);
    expect(profile.others.map((element) => Object.keys(element))).toEqual([['securityDomain']]);
  });

  it('names its network in EF.LOCI as saip.md §7 has it', () => {
    const profile = loaded(
      buildElements({ ...values, imsi: '246810000000017', plmn: parsePlmn('246/81') }),
      options,
    );
    expect(contentAt(profile, '3F00/7FD0/6F7E')).toBe('FFFFFFFF42F618FFFEFF01');
  });

  it('is the same after it was stored as JSON', () => {
    const profile = loaded(buildElements(values), options);
    const text = JSON.stringify(loadedProfileToJson(profile));
    expect(profile.peStatus).toEqual([{ status: 0 }]);
    expect({
      ok: true,
      peStatus: profile.peStatus,
      ...loadedProfileFromJson(JSON.parse(text) as Json),
    }).toEqual(profile);
  });

  it.each([[{ files: [] }], [null], [{ files: [{ path: 1 }], aka: [] }]] as const)(
    'is not read from other JSON',
    (json) => {
      expect(() => loadedProfileFromJson(json)).toThrow(TypeError);
    },
  );
});

describe.skipIf(!vectors.available)('the published test profiles on a card', () => {
  const names = ['TS48v4_SAIP2.3_BERTLV', 'TS48v5_SAIP2.3_BERTLV_SUCI', 'TS48v5_SAIP2.3_NoBERTLV'] as const;
  const read = (name: string) => vectors.bytes(`ts48/${name}.der`);

  it.each(names)('load for every class, and say who they are: %s', (name) => {
    for (const profileClass of ['test', 'operational'] as const) {
      const profile = loaded(read(name), operational({ profileClass, owner: { mccMnc: fromHex('00F110') } }));
      expect(profile.imsi).toBe('001010123456063');
      expect(profile.memory).toBe(profileMemory(parseProfile(read(name))));
    }
    expect(profileFacts(read(name))).toMatchObject({
      iccid: '89000123456789012341',
      imsi: '001010123456063',
      algorithmId: 3,
    });
  });

  it('has 30 elements in v5, and the services and templates its header names', () => {
    expect(profileFacts(read('TS48v5_SAIP2.3_BERTLV_SUCI'))).toMatchObject({
      elements: 30,
      profileType: 'GSMA Generic eUICC Test Profile',
      version: { major: 2, minor: 3 },
      mandatoryServices: [
        'usim',
        'isim',
        'csim',
        'usim-test-algorithm',
        'ber-tlv',
        'get-identity',
        'profile-a-x25519',
        'profile-b-p256',
      ],
      templates: [1, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14].map((number) => `2.23.143.1.2.${number}`),
    });
  });

  it("has every file's FID, kind, size, SFI, access rule and content", () => {
    const profile = loaded(read('TS48v5_SAIP2.3_BERTLV_SUCI'));
    const expected = readFileSync(new URL('ts48-v5-suci.files.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.replace(/ \*$/, ''));
    expect(profile.files.nodes.map(row)).toEqual(expected);
    expect(expected).toHaveLength(257);
  });

  it('has the service table of saip.md §7, and the AIDs of §3', () => {
    const profile = loaded(read('TS48v5_SAIP2.3_NoBERTLV'));
    expect(contentAt(profile, '3F00/7FD0/6F38')).toBe('9EFFBF1DFF3E0083410310010400007E11');
    const others = toHex(encodeProfile(profile.others));
    expect(others).toContain('A00000055910100001');
    expect(others).toContain('A000000151000000');
  });

  it('lists its three applications in EF.DIR', () => {
    const directory = fileAt(loaded(read('TS48v5_SAIP2.3_BERTLV_SUCI')).files, '3F00/2F00');
    const records = [1, 2, 3, 4].map((number) =>
      directory === undefined ? '' : toHex(recordOf(directory, number) ?? new Uint8Array(0)),
    );
    expect(records).toEqual([
      `61144F0CA0000000871002FF49FF058950045553494D${'FF'.repeat(11)}`,
      `61144F0CA0000000871004FF49FF058950044953494D${'FF'.repeat(11)}`,
      `61184F10A0000003431002F310FFFF89020000FF50044353494D${'FF'.repeat(7)}`,
      'FF'.repeat(33),
    ]);
  });

  it('binds PINs and keys to the directories they were given in', () => {
    const profile = loaded(read('TS48v5_SAIP2.3_BERTLV_SUCI'));
    expect(profile.pins.map(({ directory }) => directory)).toEqual([
      '3F00',
      '3F00/7F10',
      '3F00/7FD0',
      '3F00/7FC0',
      '3F00/7FB0',
    ]);
    expect(profile.aka.map(({ application }) => application)).toEqual(['3F00/7FD0', '3F00/7FB0']);
    expect(profile.others.map((element) => Object.keys(element)[0])).toEqual([
      'cdmaParameter',
      'securityDomain',
      'rfm',
      'rfm',
      'rfm',
      'rfm',
    ]);
  });

  it('shares the content of linked files, also after it was stored', () => {
    for (const stored of [false, true]) {
      const first = loaded(read('TS48v5_SAIP2.3_BERTLV_SUCI'));
      const profile = stored ? loadedProfileFromJson(loadedProfileToJson(first)) : first;
      const number = fileAt(profile.files, '3F00/7F10/6F40');
      expect(number?.linkTo).toBe('3F00/7FD0/6F40');
      expect(number?.content).toBe(fileAt(profile.files, '3F00/7FD0/6F40')?.content);
      expect(number?.recordLength).toBe(39);
    }
  });

  it('refuses one changed value with the result that names it', () => {
    const elements = parseProfile(read('TS48v5_SAIP2.3_BERTLV_SUCI'));
    const wrong = elements.map((element) =>
      element.mf === undefined
        ? element
        : { mf: { ...element.mf, 'ef-iccid': [{ fillFileContent: fromHex('00') }] } },
    );
    expect(loadProfile(wrong, operational())).toMatchObject({ ok: false, errorReason: 13 });
  });
});

describe('one changed value', () => {
  const good = parseProfile(minimalProfile);
  const withElement = (index: number, element: ProfileElement) => good.with(index, element);
  const header = good[0]?.header;
  const mf = good[1]?.mf;
  const usim = good[4]?.usim;
  const aka = good[6]?.akaParameter;
  if (header === undefined || mf === undefined || usim === undefined || aka === undefined) throw new Error();

  const refusal = (elements: readonly ProfileElement[], options = operational()) => {
    const octets = encodeProfile(elements);
    const result = loadProfile(octets, options);
    expect(result).toEqual(loadProfile(elements, options));
    return result.ok ? result : { ...result, what: '' };
  };
  const pe = (status: number, identification?: number, additionalInformation?: number) => ({
    ok: false,
    what: '',
    errorReason: status === 4 ? 10 : 12,
    peStatus: [
      {
        status,
        ...(identification === undefined ? {} : { identification }),
        ...(additionalInformation === undefined ? {} : { additionalInformation }),
      },
    ],
  });

  it('the ICCID in the header: data mismatch', () => {
    const changed = { ...header, iccid: fromHex('89000123456789012342') };
    expect(refusal(withElement(0, { header: changed }))).toMatchObject({ errorReason: 13, peStatus: [] });
  });

  it('the ICCID in EF.ICCID: data mismatch', () => {
    const changed = { ...mf, 'ef-iccid': [{ fillFileContent: fromHex('98001032547698103224') }] };
    expect(refusal(withElement(1, { mf: changed }))).toMatchObject({ errorReason: 13 });
  });

  it('the ICCID of the metadata: data mismatch', () => {
    expect(refusal(good, operational({ iccid: fromHex('98001032547698103224') }))).toMatchObject({
      errorReason: 13,
      element: 'header',
    });
  });

  it('the owner of the metadata: data mismatch', () => {
    expect(refusal(good, operational({ owner: { mccMnc: fromHex('00F120') } }))).toMatchObject({
      errorReason: 13,
    });
    expect(refusal(good, operational({ owner: { mccMnc: fromHex('00F110') } }))).toMatchObject({ ok: true });
    const group = { mccMnc: fromHex('00F110'), gid1: fromHex('01') };
    expect(refusal(good, operational({ owner: group }))).toMatchObject({ errorReason: 13 });
    expect(refusal(good, operational({ owner: { mccMnc: fromHex('EEEEEE') } }))).toMatchObject({
      errorReason: 13,
    });
  });

  it('group identifiers of the owner: those of the files, padding aside', () => {
    const own = buildElements({ ...someValues, gid1: fromHex('A1FF'), gid2: fromHex('B2') });
    const options = (gid1: string, gid2: string) =>
      operational({
        iccid: swapNibbles(fromHex(someValues.iccid)),
        owner: { mccMnc: fromHex('99F907'), gid1: fromHex(gid1), gid2: fromHex(gid2) },
      });
    expect(loadProfile(own, options('A1', 'B2'))).toMatchObject({ ok: true });
    expect(loadProfile(own, options('', 'B2'))).toMatchObject({ ok: true });
    expect(loadProfile(own, options('A2', 'B2'))).toMatchObject({ errorReason: 13 });
    expect(loadProfile(own, options('A1', 'B3'))).toMatchObject({ errorReason: 13 });
  });

  it('a group identifier of FF alone: that of a file that is not there, or of one without content', () => {
    const owner = { mccMnc: fromHex('00F110'), gid1: fromHex('FF'), gid2: fromHex('FF') };
    expect(refusal(good, operational({ owner }))).toMatchObject({ ok: true });
    const own = buildElements({ ...someValues, gid1: fromHex('A1') });
    const options = operational({
      iccid: swapNibbles(fromHex(someValues.iccid)),
      owner: { ...owner, mccMnc: fromHex('99F907') },
    });
    expect(loadProfile(own, options)).toMatchObject({ errorReason: 13 });
  });

  it('no End: invalid request format', () => {
    expect(refusal(good.slice(0, -1))).toMatchObject({ ...pe(5, 7), element: 'akaParameter' });
  });

  it('elements behind the End: invalid request format', () => {
    expect(refusal([...good, { end: { header: { identification: 99 } } }])).toMatchObject(pe(5, 99));
  });

  it('two elements of one number: invalid request format', () => {
    const changed = { ...aka, header: { identification: 5 } };
    expect(refusal(withElement(6, { akaParameter: changed }))).toMatchObject({
      ...pe(5, 5),
      element: 'akaParameter',
      index: 6,
    });
  });

  it('no header, a late header, a second header: invalid request format', () => {
    expect(refusal(good.slice(1))).toMatchObject(pe(5, 2));
    expect(refusal([...good.slice(1), { header }])).toMatchObject(pe(5, 2));
    expect(refusal([{ header }, ...good])).toMatchObject(pe(5));
    expect(refusal([])).toMatchObject(pe(5));
  });

  it('a version that is too new: unsupported profile version', () => {
    expect(refusal(withElement(0, { header: { ...header, 'major-version': 4 } }))).toMatchObject(pe(31));
    expect(refusal(good, operational({ supportedMajor: 1 }))).toMatchObject(pe(31));
  });

  it('an unknown template in the header or in an element: template not supported', () => {
    const list = ['2.23.143.1.2.1', '2.23.143.1.2.99'];
    expect(
      refusal(withElement(0, { header: { ...header, 'eUICC-Mandatory-GFSTEList': list } })),
    ).toMatchObject(pe(9));
    expect(refusal(withElement(4, { usim: { ...usim, templateID: '2.23.143.1.2.99' } }))).toMatchObject(
      pe(9, 5),
    );
    expect(refusal(withElement(4, { usim: { ...usim, templateID: '2.23.143.1.2.8' } }))).toMatchObject(
      pe(3, 5),
    );
  });

  it('a service that the card does not have: feature not supported', () => {
    expect(refusal(good, operational({ supportedServices: ['isim'] }))).toMatchObject(pe(10));
    expect(refusal(good, operational({ supportedServices: ['usim'] }))).toMatchObject({ ok: true });
  });

  it('an unknown element: refused when it is mandated, skipped otherwise', () => {
    const unknown = (mandated: string) => ({ unknown: fromHex(`BF2207A0${mandated}`) });
    expect(refusal([...good.slice(0, 2), unknown('0580008101 77'), ...good.slice(2)])).toMatchObject({
      ...pe(1, 0x77),
      element: 'unknown',
    });
    const optional = { unknown: fromHex('BF2205A003810177') };
    expect(refusal([...good.slice(0, 2), optional, ...good.slice(2)])).toMatchObject({ ok: true });
  });

  it('content longer than its file: bad values, with the place of the file in the element', () => {
    const changed = { ...usim, 'ef-acc': [{ fillFileContent: fromHex('000102') }] };
    expect(refusal(withElement(4, { usim: changed }))).toMatchObject(pe(3, 5, 18));
    const skipped = { ...usim, 'ef-acc': [{ fillFileOffset: 1 }, { fillFileContent: fromHex('0001') }] };
    expect(refusal(withElement(4, { usim: skipped }))).toMatchObject(pe(3, 5, 18));
  });

  it.each([
    ['records that do not fill the file', { fileDescriptor: fromHex('42210003'), efFileSize: fromHex('10') }],
    ['records of no octets', { fileDescriptor: fromHex('42210000'), efFileSize: fromHex('10') }],
    ['a directory in place of a file', { fileDescriptor: fromHex('7821') }],
    ['a descriptor of nothing', { fileDescriptor: fromHex('0021') }],
    ['half an access rule', { securityAttributesReferenced: fromHex('6F06') }],
    ['a link to nothing', { linkPath: fromHex('7FD06FFF') }],
    ['half a path', { linkPath: fromHex('7FD06F') }],
    ['the FID of another file', { fileID: fromHex('6F38') }],
  ])('%s: bad values', (_, fileDescriptor) => {
    const changed = { ...usim, 'ef-acc': [{ fileDescriptor }] };
    expect(refusal(withElement(4, { usim: changed }))).toMatchObject({
      errorReason: 12,
      peStatus: [{ status: 3 }],
    });
  });

  it.each([
    ['an application without AID', { fileID: fromHex('7FD0') }],
    ['an application without FID', { dfName: fromHex('A0000000871002') }],
  ])('%s: bad values', (_, fileDescriptor) => {
    const changed = { ...usim, 'adf-usim': [{ fileDescriptor }] };
    expect(refusal(withElement(4, { usim: changed }))).toMatchObject(pe(3, 5, 2));
  });

  it('keys, options and files before any application: bad values', () => {
    const [first, second, ...rest] = good;
    if (first === undefined || second === undefined) throw new Error();
    expect(
      refusal([first, second, { akaParameter: aka }, ...rest.filter((e) => e.akaParameter === undefined)]),
    ).toMatchObject(pe(3, 7));
    const options = { header: { identification: 50 }, templateID: '2.23.143.1.2.5' };
    expect(refusal([first, second, { 'opt-usim': options }, ...rest])).toMatchObject(pe(3, 50));
    expect(refusal([first, ...rest])).toMatchObject({ errorReason: 12, peStatus: [{ status: 3 }] });
  });

  it('an algorithm that does not exist: bad values', () => {
    const parameter = aka.algoConfiguration.algoParameter;
    if (parameter === undefined) throw new Error();
    const changed = { ...aka, algoConfiguration: { algoParameter: { ...parameter, algorithmID: 9 } } };
    expect(refusal(withElement(6, { akaParameter: changed }))).toMatchObject(pe(3, 7));
  });

  it('a secret key in a test profile: invalid NAA key', () => {
    const parameter = aka.algoConfiguration.algoParameter;
    if (parameter === undefined) throw new Error();
    const changed = {
      ...aka,
      algoConfiguration: { algoParameter: { ...parameter, key: new Uint8Array(16) } },
    };
    const test = operational({ profileClass: 'test' });
    expect(refusal(withElement(6, { akaParameter: changed }), test)).toMatchObject({
      errorReason: 14,
      peStatus: [],
    });
    expect(refusal(withElement(6, { akaParameter: changed }))).toMatchObject({ ok: true });
    expect(refusal(good, test)).toMatchObject({ ok: true });
  });

  it('less free memory than the profile takes: not enough memory', () => {
    const { memory } = loaded(minimalProfile);
    expect(refusal(good, operational({ freeMemory: memory }))).toMatchObject({ ok: true });
    expect(refusal(good, operational({ freeMemory: memory - 1 }))).toMatchObject(pe(4));
  });

  it('files larger than any card: not enough memory', () => {
    const huge = { ...usim, 'ef-spn': [{ fileDescriptor: { efFileSize: fromHex('FFFFFFFF') } }] };
    expect(refusal(withElement(4, { usim: huge }))).toMatchObject({
      errorReason: 10,
      peStatus: [{ status: 4 }],
    });
  });

  it('doNotCreate leaves a default file out, but not in the MF', () => {
    const withoutSms = { ...usim, 'ef-sms': [{ doNotCreate: null }] };
    const withoutLanguage = { ...mf, 'ef-pl': [{ doNotCreate: null }] };
    const profile = loaded(withElement(4, { usim: withoutSms }).with(1, { mf: withoutLanguage }));
    expect(fileAt(profile.files, '3F00/7FD0/6F3C')).toBeUndefined();
    expect(fileAt(profile.files, '3F00/2F05')?.size).toBe(2);
  });
});

describe('generic file management', () => {
  const good = parseProfile(minimalProfile);
  const manage = (commands: readonly object[]) =>
    loadProfile(
      good.toSpliced(5, 0, {
        genericFileManagement: { header: { identification: 60 }, fileManagementCMD: [commands as never] },
      }),
      operational(),
    );
  const directory = {
    createFCP: {
      fileDescriptor: fromHex('7821'),
      fileID: fromHex('5F40'),
      securityAttributesReferenced: fromHex('01'),
    },
  };
  const file = (fcp: object) => ({
    createFCP: {
      fileDescriptor: fromHex('4121'),
      fileID: fromHex('4F23'),
      efFileSize: fromHex('03'),
      securityAttributesReferenced: fromHex('02'),
      ...fcp,
    },
  });

  it('makes files where the path leads, and does not enter a directory by making it', () => {
    const result = manage([
      { filePath: fromHex('7FD0') },
      directory,
      file({}),
      { fillFileOffset: 1 },
      { fillFileContent: fromHex('AA') },
      { filePath: fromHex('7FD05F40') },
      file({ shortEFID: new Uint8Array(0) }),
      { filePath: fromHex('3F00') },
      file({ shortEFID: fromHex('28') }),
    ]);
    if (!result.ok) throw new Error(result.what);
    expect(fileAt(result.files, '3F00/7FD0/4F23')).toMatchObject({
      sfi: 3,
      arr: { fid: '6F06', record: 2 },
      content: fromHex('FFAAFF'),
    });
    expect(fileAt(result.files, '3F00/7FD0/5F40/4F23')).toMatchObject({ sfi: undefined });
    expect(fileAt(result.files, '3F00/4F23')).toMatchObject({ sfi: 5, arr: { fid: '2F06', record: 2 } });
  });

  it('makes the files of TS.48 from its octets (saip.md §3)', () => {
    const commands = `8000 6212 82027821 83027F66 8B032F0601 C603010A0B
      80027F66 6212 82027821 83025F40 8B032F0601 C603010A0B
      80047F665F40 6217 82024121 83024F40 8B032F0602 800101 8800 A503C00140 810100`.replaceAll(/\s/g, '');
    const body = fromHex(commands);
    const octets = tlv(0xa1, fromHex('A0058000810111'), tlv(0xa1, tlv(0x30, body)));
    const elements = parseProfile(octets);
    expect(toHex(encodeProfile(elements))).toBe(toHex(octets));
    const profile = loaded(good.toSpliced(5, 0, ...elements));
    expect(fileAt(profile.files, '3F00/7F66/5F40')).toMatchObject({ kind: 'DF', pinStatus: [1, 10, 11] });
    expect(fileAt(profile.files, '3F00/7F66/5F40/4F40')).toMatchObject({
      kind: 'transparent',
      arr: { fid: '2F06', record: 2 },
      special: 0x40,
      content: fromHex('00'),
    });
    expect(fileAt(profile.files, '3F00/7F66/5F40/4F40')).toMatchObject({ sfi: undefined });
  });

  it('a path alone selects the directory for the PINs behind it (saip.md §3)', () => {
    const [selecting] = parseProfile(fromHex('A10F A0058000810112 A1063004 80027F10'));
    const [making] = parseProfile(
      tlv(0xa1, fromHex('A0058000810111'), tlv(0xa1, fromHex('300C 8000 6208 82027821 83027F10'))),
    );
    expect(toHex(encodeProfile([selecting!]))).toBe('A10FA0058000810112A106300480027F10');
    const profile = loaded(good.toSpliced(5, 0, making!, selecting!));
    expect(profile.pins.map(({ directory: path }) => path)).toEqual(['3F00', '3F00/7F10']);
  });

  it('moves the directory that the PINs after it belong to', () => {
    const result = manage([{ filePath: fromHex('7FD0') }, directory, { filePath: fromHex('7FD05F40') }]);
    expect(result.ok && result.pins.map(({ directory: path }) => path)).toEqual(['3F00', '3F00/7FD0/5F40']);
  });

  it('keeps the objects of a BER-TLV file', () => {
    const result = manage([file({ fileDescriptor: fromHex('7921') }), { fillFileContent: fromHex('8000') }]);
    expect(result.ok && fileAt(result.files, '3F00/7FD0/4F23')).toMatchObject({
      kind: 'ber-tlv',
      size: 3,
      content: fromHex('8000'),
    });
  });

  it.each([
    ['a path to nowhere', [{ filePath: fromHex('7FAA') }], 0],
    ['a path to a file', [{ filePath: fromHex('2FE2') }], 0],
    ['content without a file', [{ fillFileContent: fromHex('00') }], 0],
    ['too much content', [file({}), { fillFileContent: fromHex('00010203') }], 1],
    [
      'a file without a size',
      [{ createFCP: { fileDescriptor: fromHex('4121'), fileID: fromHex('4F23') } }],
      0,
    ],
    ['a file without a kind', [{ createFCP: { fileID: fromHex('4F23'), efFileSize: fromHex('03') } }], 0],
    [
      'a file without a FID',
      [{ createFCP: { fileDescriptor: fromHex('4121'), efFileSize: fromHex('03') } }],
      0,
    ],
    ['a file that exists', [file({}), file({})], 1],
  ])('refuses %s as bad values, with the number of the command', (_, commands, number) => {
    expect(manage(commands)).toMatchObject({
      ok: false,
      errorReason: 12,
      element: 'genericFileManagement',
      peStatus: [{ status: 3, identification: 60, additionalInformation: number }],
    });
  });
});

describe('any octets', () => {
  it('are loaded or refused, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(loadProfile(octets, operational()).ok).toBe(false);
      }),
    );
  });

  it('made from a good package by changing some are loaded or refused', () => {
    const change = fc.record({ at: fc.nat(minimalProfile.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const octets = minimalProfile.slice();
        for (const { at, to } of changes) octets[at] = to;
        expect([true, false]).toContain(loadProfile(octets, operational()).ok);
      }),
      { numRuns: 300 },
    );
  });

  it('more than 1 MiB of them are refused', () => {
    expect(loadProfile(new Uint8Array((1 << 20) + 1), operational())).toMatchObject({
      errorReason: 12,
      peStatus: [{ status: 5 }],
    });
  });
});
