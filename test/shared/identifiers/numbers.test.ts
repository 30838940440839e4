import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { checkDigitsAreRight, eidFromBytes, eidToBytes, makeEid, parseEid } from '#shared/identifiers/eid';
import {
  iccidCheckDigitIsRight,
  iccidFromBytes,
  iccidFromHeaderBytes,
  iccidToBytes,
  iccidToHeaderBytes,
  makeIccid,
  parseIccid,
} from '#shared/identifiers/iccid';
import {
  imeiCheckDigitIsRight,
  imeiFromBytes,
  imeiToBytes,
  parseImei,
  parseTac,
  tacFromBytes,
  tacOf,
  tacToBytes,
} from '#shared/identifiers/imei';

const digits = (minLength: number, maxLength = minLength) =>
  fc.stringMatching(new RegExp(`^[0-9]{${minLength},${maxLength}}$`));

describe('EID', () => {
  it('the EID of SGP.26 is straight BCD with right check digits (pki.md §5)', () => {
    const eid = parseEid('89049032123451234512345678901235');
    expect(checkDigitsAreRight(eid)).toBe(true);
    expect(toHex(eidToBytes(eid))).toBe('89049032123451234512345678901235');
  });

  it('check digits are computed (pki.md §5)', () => {
    expect(makeEid('890490320000000000000000000001')).toBe('89049032000000000000000000000163');
  });

  it('wrong check digits are seen and do not refuse', () => {
    expect(checkDigitsAreRight(parseEid('89049032123451234512345678901236'))).toBe(false);
  });

  it('every EID made has right check digits and comes back from its octets', () => {
    fc.assert(
      fc.property(digits(30), (first30) => {
        const eid = makeEid(first30);
        expect(checkDigitsAreRight(eid)).toBe(true);
        expect(eidFromBytes(eidToBytes(eid))).toBe(eid);
      }),
    );
  });

  it.each([
    '',
    '8904903212345123451234567890123',
    '8904903212345123451234567890123A',
    '890490321234512345123456789012355',
  ])('"%s" is no EID', (text) => {
    expect(() => parseEid(text)).toThrow('not an EID');
  });

  it('15 octets and a nibble above 9 are no EID', () => {
    expect(() => eidFromBytes(new Uint8Array(15))).toThrow('16 octets, not 15');
    expect(() => eidFromBytes(fromHex('8904903212345123451234567890123F'))).toThrow(TypeError);
  });

  it('29 digits cannot be completed', () => {
    expect(() => makeEid('1'.repeat(29))).toThrow('first 30 digits');
  });
});

describe('ICCID', () => {
  it.each([
    ['8988211000000123456', '988812010000103254F6', '8988211000000123456F'],
    ['89000123456789012341', '98001032547698103214', '89000123456789012341'],
  ])('%s is %s in EF.ICCID and %s in a profile header (pki.md §5, saip.md)', (text, file, header) => {
    const iccid = parseIccid(text);
    expect(toHex(iccidToBytes(iccid))).toBe(file);
    expect(toHex(iccidToHeaderBytes(iccid))).toBe(header);
    expect(iccidFromBytes(fromHex(file))).toBe(iccid);
    expect(iccidFromHeaderBytes(fromHex(header))).toBe(iccid);
  });

  it('a trailing filler is taken off', () => {
    expect(parseIccid('8988211000000123456F')).toBe('8988211000000123456');
    expect(parseIccid('898821100000012345FF')).toBe('898821100000012345');
  });

  it.each([
    '',
    '89882110000001234',
    '890001234567890123411',
    '8988F211000000123456',
    '89000123456789012341F',
  ])('"%s" is no ICCID', (text) => {
    expect(() => parseIccid(text)).toThrow('not an ICCID');
  });

  it('a wrong check digit is seen and does not refuse', () => {
    expect(iccidCheckDigitIsRight(parseIccid('8988211000000123456'))).toBe(false);
    expect(iccidCheckDigitIsRight(makeIccid('898821100000012345'))).toBe(true);
  });

  it('every ICCID comes back from both forms', () => {
    fc.assert(
      fc.property(digits(18, 20), (text) => {
        const iccid = parseIccid(text);
        expect(iccidFromBytes(iccidToBytes(iccid))).toBe(iccid);
        expect(iccidFromHeaderBytes(iccidToHeaderBytes(iccid))).toBe(iccid);
      }),
    );
  });

  it('9 octets, filler in the middle and a body too short are refused', () => {
    expect(() => iccidFromBytes(new Uint8Array(9))).toThrow('10 octets, not 9');
    expect(() => iccidFromBytes(fromHex('98001032F47698103214'))).toThrow('not swapped BCD');
    expect(() => makeIccid('89')).toThrow('without its check digit');
  });
});

describe('IMEI and TAC', () => {
  it('the last octet of an IMEI is not swapped (es10.md §4)', () => {
    expect(toHex(imeiToBytes(parseImei('123456789012345')))).toBe('214365870921435F');
    expect(imeiFromBytes(fromHex('214365870921435F'))).toEqual({ imei: '123456789012345', plain: false });
  });

  it('plain swapped BCD, as lpac sends it, is read and told (interop.md §1.2)', () => {
    expect(imeiFromBytes(fromHex('53926011000000F1'))).toEqual({ imei: '352906110000001', plain: true });
  });

  it('a TAC is swapped', () => {
    expect(toHex(tacToBytes(tacOf(parseImei('352906110000001'))))).toBe('53926011');
    expect(tacFromBytes(fromHex('53926011'))).toBe(parseTac('35290611'));
  });

  it('check digits are told', () => {
    expect(imeiCheckDigitIsRight(parseImei('490154203237518'))).toBe(true);
    expect(imeiCheckDigitIsRight(parseImei('490154203237517'))).toBe(false);
  });

  it('every IMEI comes back from its octets', () => {
    fc.assert(
      fc.property(digits(15), (text) => {
        expect(imeiFromBytes(imeiToBytes(parseImei(text))).imei).toBe(text);
      }),
    );
  });

  it.each(['2143658709214355', 'F143658709214F5F', '21436587092143'])('%s is no IMEI', (octets) => {
    expect(() => imeiFromBytes(fromHex(octets))).toThrow(TypeError);
  });

  it('14 digits are no IMEI, 7 no TAC, 3 octets no TAC', () => {
    expect(() => parseImei('12345678901234')).toThrow('15 digits');
    expect(() => parseTac('1234567')).toThrow('8 digits');
    expect(() => tacFromBytes(new Uint8Array(3))).toThrow('4 octets, not 3');
  });
});
