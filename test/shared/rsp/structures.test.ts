import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Finding, Schema } from '#shared/asn1/index';
import { decode, DecodeError, encode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import * as authenticateServer from '#shared/rsp/authenticate-server';
import * as boundProfilePackage from '#shared/rsp/bound-profile-package';
import * as cancelSession from '#shared/rsp/cancel-session';
import * as common from '#shared/rsp/common';
import * as euiccConfiguration from '#shared/rsp/euicc-configuration';
import * as euiccInfo from '#shared/rsp/euicc-info';
import * as notifications from '#shared/rsp/notifications';
import * as prepareDownload from '#shared/rsp/prepare-download';
import * as profileManagement from '#shared/rsp/profile-management';
import * as storeMetadata from '#shared/rsp/store-metadata';

import { rspVectors } from './vectors.ts';

const modules = [
  authenticateServer,
  boundProfilePackage,
  cancelSession,
  common,
  euiccConfiguration,
  euiccInfo,
  notifications,
  prepareDownload,
  profileManagement,
  storeMetadata,
];
const schemas = new Map<string, Schema<unknown>>();
for (const module of modules) {
  for (const [name, exported] of Object.entries<unknown>(module))
    if (isSchema(exported)) schemas.set(name, exported);
}

function isSchema(exported: unknown): exported is Schema<unknown> {
  return typeof exported === 'object' && exported !== null && 'fromJson' in exported;
}

const plain = (hex: string): string => hex.replaceAll(/\s/g, '');

describe.each(rspVectors)('$schema — $source', ({ schema: name, der, value, findings: expected = [] }) => {
  it('decodes to the value', () => {
    const schema = schemas.get(name)!;
    const findings: Finding[] = [];
    expect(schema.toJson(decode(schema, fromHex(der), { findings }))).toEqual(value);
    expect(findings.map(({ what }) => what)).toEqual(expected);
  });

  it('encodes to the same octets', () => {
    const schema = schemas.get(name)!;
    const encoded = toHex(encode(schema, schema.fromJson(value)));
    if (expected.length === 0) expect(encoded).toBe(plain(der));
    else expect(encoded).not.toBe(plain(der));
  });
});

it('the EUICCInfo2 of a real card is the one string of es10.md §3', () => {
  const { der } = rspVectors.find(({ source }) => source === 'es10.md §3, a real card')!;
  expect(plain(der)).toBe(
    plain(`BF2281F8810302010082030202008303040400840F81010082040007EA328304000016E08504067F36C08603090200870302030088020490A92C0414
      C0BC70BA36929D43B467FF57570530E57AB8FCD80414F54172BDF98A95D65CBEB88A38A1C11D800A85C3AA2C0414C0BC70BA36929D43B467FF575705
      30E57AB8FCD80414F54172BDF98A95D65CBEB88A38A1C11D800A85C39902078004030000010C1347264441636372656469746174696F6E4E6272AC48
      801F312E322E3834302E313233343536372F6D79506C6174666F726D4C6162656C812568747470733A2F2F6D79636F6D70616E792E636F6D2F6D7944
      4C4F41526567697374726172`),
  );
});

it('every schema has a vector', () => {
  expect([...new Set(rspVectors.map(({ schema }) => schema))].sort()).toEqual([...schemas.keys()].sort());
});

it('a vector with one octet changed, dropped or added is decoded or refused with a DecodeError', () => {
  const change = fc.record({
    at: fc.nat(),
    octet: fc.nat(255),
    how: fc.constantFrom('change', 'drop', 'add'),
  });
  fc.assert(
    fc.property(fc.constantFrom(...rspVectors), change, ({ schema, der }, { at, octet, how }) => {
      const octets = [...fromHex(der)];
      octets.splice(at % octets.length, how === 'add' ? 0 : 1, ...(how === 'drop' ? [] : [octet]));
      try {
        decode(schemas.get(schema)!, new Uint8Array(octets));
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }),
    { numRuns: 2000 },
  );
});
