import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DumpNode } from '#shared/asn1/dump';
import { dump } from '#shared/asn1/dump';
import type { Tlv } from '#shared/asn1/index';
import { childrenOf, DecodeError, isConstructed, readTlvs } from '#shared/asn1/index';
import { fromHex } from '#shared/bytes/bytes';

const only = (hex: string): DumpNode => {
  const [node, ...more] = dump(fromHex(hex));
  expect(more).toEqual([]);
  return node!;
};

describe('a dump', () => {
  it.each([
    ['0101FF', 'BOOLEAN', 'TRUE'],
    ['020100', 'INTEGER', '0'],
    ['0202FF7F', 'INTEGER', '-129'],
    ['0200', 'INTEGER', ''],
    ['0204 12345678', 'INTEGER', '305419896'],
    ['0208 7FFFFFFFFFFFFFFF', 'INTEGER', '7FFFFFFFFFFFFFFF'],
    ['03020560', 'BIT STRING', '0560'],
    ['0402AABB', 'OCTET STRING', 'AABB'],
    ['0500', 'NULL', ''],
    ['060388370A', 'OBJECT IDENTIFIER', '2.999.10'],
    ['0A0105', 'ENUMERATED', '5'],
    ['0C03C3A941', 'UTF8String', 'éA'],
    ['13024954', 'PrintableString', 'IT'],
    ['170D 3230303430313038333133305A', 'UTCTime', '2020-04-01T08:31:30.000Z'],
    ['180F 32303534303332343039323833375A', 'GeneralizedTime', '2054-03-24T09:28:37.000Z'],
    ['1703 414243', 'UTCTime', '414243'],
    ['5A02AABB', '[APPLICATION 26]', 'AABB'],
    ['9F7F00', '[127]', ''],
    ['C30105', '[PRIVATE 3]', '05'],
  ])('names the type of %s and its value', (hex, type, text) => {
    expect(only(hex)).toMatchObject({ type, text, children: [] });
  });

  it('gives tag, offsets and members', () => {
    expect(dump(fromHex('0500 BF2D05 A003 800105'))).toMatchObject([
      { tag: 0x05, offset: 0, contentOffset: 2, end: 2 },
      {
        tag: 0xbf2d,
        offset: 2,
        contentOffset: 5,
        end: 10,
        type: '[45]',
        children: [{ tag: 0xa0, offset: 5, children: [{ tag: 0x80, offset: 7, end: 10, text: '05' }] }],
      },
    ]);
  });

  it('looks into strings that a TLV fills', () => {
    expect(only('0405 3003 0101FF').children).toMatchObject([{ type: 'SEQUENCE', offset: 2 }]);
    expect(only('0306 00 3003 0101FF').children).toMatchObject([{ type: 'SEQUENCE', offset: 3 }]);
    expect(only('0403 800105')).toMatchObject({ children: [], text: '800105' });
    expect(only('0404 0500 AABB').children).toEqual([]);
  });

  it('accepts an indefinite length', () => {
    expect(only('3080 0500 0000')).toMatchObject({ end: 6 });
  });

  it.each(['30', '3005 0500', '060180', '1E0141', '04820001', '3080'.repeat(200)])('refuses %s', (hex) => {
    expect(() => dump(fromHex(hex))).toThrow(DecodeError);
  });

  it('says where the fault is among several', () => {
    expect(() => dump(fromHex('0500 0500 30'))).toThrow(/\(at octet 4\)/);
  });
});

const sameTree = (node: DumpNode, tlv: Tlv): void => {
  expect([node.tag, node.offset, node.contentOffset, node.end]).toEqual([
    tlv.tag,
    tlv.start,
    tlv.contentStart,
    tlv.end,
  ]);
  if (!isConstructed(tlv.tag)) return;
  const children = childrenOf(tlv);
  expect(node.children).toHaveLength(children.length);
  children.forEach((child, index) => {
    sameTree(node.children[index]!, child);
  });
};

const primitive = fc.constantFrom(0x80, 0x5a, 0xc3, 0x04);
const constructed = fc.constantFrom(0x30, 0xa0, 0x6f, 0xe3);
const { tlv: someTlv } = fc.letrec<{ tlv: number[] }>((tie) => ({
  tlv: fc.oneof(
    { maxDepth: 5 },
    fc
      .tuple(primitive, fc.array(fc.nat(255), { maxLength: 9 }))
      .map(([tag, content]) => [tag, content.length, ...content]),
    fc
      .tuple(constructed, fc.array(tie('tlv'), { maxLength: 3 }))
      .filter(([, members]) => members.flat().length < 128)
      .map(([tag, members]) => [tag, members.flat().length, ...members.flat()]),
  ),
}));

it('TLVs of any make have the tree that our own reader sees', () => {
  fc.assert(
    fc.property(fc.array(someTlv, { maxLength: 3 }), (tlvs) => {
      const octets = new Uint8Array(tlvs.flat());
      const nodes = dump(octets);
      expect(nodes).toHaveLength(tlvs.length);
      readTlvs(octets).forEach((tlv, index) => {
        sameTree(nodes[index]!, tlv);
      });
    }),
    { numRuns: 300 },
  );
});

it('any octets are dumped or refused with a DecodeError', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (octets) => {
      try {
        dump(octets);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }),
    { numRuns: 2000 },
  );
});
