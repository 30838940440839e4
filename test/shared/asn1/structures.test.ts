import { describe, expect, it } from 'vitest';

import type { Finding } from '#shared/asn1/index';
import {
  application,
  boolean,
  choice,
  context,
  decode,
  DecodeError,
  encode,
  integer,
  namedBits,
  nothing,
  octets,
  optional,
  sequence,
  sequenceOf,
  utf8,
  withDefault,
} from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';

const ServerSigned1 = sequence('ServerSigned1', {
  transactionId: context(0, octets({ min: 1, max: 16 })),
  euiccChallenge: context(1, octets({ exactly: 16 })),
  serverAddress: context(3, utf8),
  serverChallenge: context(4, octets({ exactly: 16 })),
});

const example =
  '3048 8010 000102030405060708090A0B0C0D0E0F 8110 AABBCCDDEEFF00112233445566778899' +
  '8310 736D64702E6578616D706C652E636F6D 8410 F0E1D2C3B4A5968778695A4B3C2D1E0F';

const Sample = sequence('Sample', {
  flag: withDefault(boolean, false),
  names: optional(context(0, sequenceOf(utf8))),
  result: choice('Result', { ok: context(1, nothing), failed: context(2, integer) }),
  bits: optional(application(55, namedBits(['zero', 'one', 'two']))),
});

describe('a SEQUENCE', () => {
  it('decodes the worked serverSigned1 of SGP.22 §5.6.1 and encodes it to the same octets', () => {
    const value = decode(ServerSigned1, fromHex(example));
    expect(value.serverAddress).toBe('smdp.example.com');
    expect(toHex(value.serverChallenge)).toBe('F0E1D2C3B4A5968778695A4B3C2D1E0F');
    expect(encode(ServerSigned1, value)).toEqual(fromHex(example));
  });

  it('names the member that is out of bounds and where', () => {
    const wrong = fromHex(example.replace('8110', '810F').replace('889983', '8883').replace('3048', '3047'));
    const broken = fromHex('3006 8001AA 8101BB');
    expect(() => decode(ServerSigned1, broken)).toThrow(
      'ServerSigned1.euiccChallenge: 1 octets instead of 16 (at octet 5)',
    );
    expect(() => decode(ServerSigned1, wrong)).toThrow(DecodeError);
  });

  it('names the member that is missing', () => {
    expect(() => decode(ServerSigned1, fromHex('3003 8001AA'))).toThrow(
      'euiccChallenge (81) is missing in ServerSigned1',
    );
  });

  it('leaves a default out and accepts a stated one with a finding', () => {
    const findings: Finding[] = [];
    expect(encode(Sample, { flag: false, result: { ok: null } })).toEqual(fromHex('3002 8100'));
    expect(decode(Sample, fromHex('3005 010100 8100'), { findings })).toEqual({
      flag: false,
      result: { ok: null },
    });
    expect(findings.map((finding) => finding.what)).toEqual(['flag states its default']);
  });

  it('skips an unknown member with a finding, or refuses it when closed', () => {
    const findings: Finding[] = [];
    expect(decode(Sample, fromHex('3005 8100 8901FF'), { findings }).result).toEqual({ ok: null });
    expect(findings).toEqual([{ what: 'unknown member 89 in Sample', offset: 4 }]);
    const closed = sequence('Closed', { a: context(0, integer) }, { closed: true });
    expect(() => decode(closed, fromHex('3006 800101 8901FF'))).toThrow('unexpected 89');
  });

  it('accepts members out of order only where told to', () => {
    const members = { a: context(0, integer), b: context(1, integer) };
    const findings: Finding[] = [];
    expect(
      decode(sequence('Any', members, { anyOrder: true }), fromHex('3006 810102 800101'), { findings }),
    ).toEqual({ a: 1, b: 2 });
    expect(findings.map((finding) => finding.what)).toEqual(['Any.a is out of order']);
    expect(() => decode(sequence('Strict', members), fromHex('3006 810102 800101'))).toThrow(
      'b (81) is missing',
    );
  });
});

describe('JSON', () => {
  it('prints octets as hex and reads the same value back', () => {
    const value = decode(
      Sample,
      fromHex(
        '301B 0101FF A007 0C0141 0C024243 820200C8 7F3700'
          .replace('7F3700', '5F37020560')
          .replace('301B', '3015'),
      ),
    );
    const json = Sample.toJson(value);
    expect(json).toEqual({ flag: true, names: ['A', 'BC'], result: { failed: 200 }, bits: ['one', 'two'] });
    expect(Sample.fromJson(json)).toEqual(value);
  });

  it('names a member it does not know', () => {
    expect(() => Sample.fromJson({ flag: true, result: { ok: null }, nmaes: [] })).toThrow(
      'Sample has no member "nmaes"',
    );
  });
});
