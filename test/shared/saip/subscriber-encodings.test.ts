import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';
import { spnFromFile, spnToFile } from '#shared/saip/service-provider-name';
import {
  accessClassOf,
  emergencyRecord,
  imsiFromFile,
  imsiToFile,
  pinFromBytes,
  pinToBytes,
  serviceTable,
} from '#shared/saip/subscriber-encodings';

describe('EF.IMSI', () => {
  it.each([
    ['001010123456789', '080910101032547698'],
    ['001010123456063', '080910101032540636'],
    ['00101012345678', '0801101010325476F8'],
  ])('of %s', (imsi, hex) => {
    expect(toHex(imsiToFile(imsi))).toBe(hex);
    expect(imsiFromFile(imsiToFile(imsi))).toBe(imsi);
  });

  it('gives back the digits of any length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{6,15}$/), (imsi) => {
        const file = imsiToFile(imsi);
        expect(file).toHaveLength(9);
        expect(imsiFromFile(file)).toBe(imsi);
      }),
    );
  });

  it.each(['', '00', 'FFFFFFFFFFFFFFFFFF', '0809A0101032547698', '080110101032547698'])(
    'holds none in %s',
    (hex) => {
      expect(imsiFromFile(fromHex(hex))).toBeUndefined();
    },
  );

  it.each(['12345', '1234567890123456', '00101x123456789'])('is not made of %s', (imsi) => {
    expect(() => imsiToFile(imsi)).toThrow(TypeError);
  });
});

describe('EF.SPN', () => {
  it.each([
    ['GSMA', `01${toHex(new TextEncoder().encode('GSMA'))}${'FF'.repeat(12)}`],
    ['A@b_$', `014100621102${'FF'.repeat(11)}`],
    ['Ωß', `018003A900DF${'FF'.repeat(11)}`],
    ['exactly 16 chars', `01${toHex(new TextEncoder().encode('exactly 16 chars'))}`],
  ])('of %s', (name, hex) => {
    expect(toHex(spnToFile(name))).toBe(hex);
    expect(spnFromFile(spnToFile(name))).toBe(name);
  });

  it('reads what TS.48 holds up to its filling, and nothing from an empty file', () => {
    expect(spnFromFile(fromHex('0147534D41FFFF'))).toBe('GSMA');
    expect(spnFromFile(fromHex('01FFFFFF'))).toBeUndefined();
    expect(spnFromFile(fromHex('01477F'))).toBeUndefined();
  });
});

describe('other encodings', () => {
  it('an access class is a bit of 16', () => {
    expect(toHex(accessClassOf('001010123456780'))).toBe('0001');
    expect(toHex(accessClassOf('001010123456789'))).toBe('0200');
  });

  it('a PIN is padded with FF', () => {
    expect(toHex(pinToBytes('0000'))).toBe('30303030FFFFFFFF');
    expect(pinFromBytes(fromHex('3131313131313131'))).toBe('11111111');
    expect(pinFromBytes(fromHex('31FF313131313131'))).toBeUndefined();
    expect(() => pinToBytes('123456789')).toThrow(TypeError);
  });

  it('an emergency number stands in BCD before its name', () => {
    expect(toHex(emergencyRecord('112', 'Euro Emer', 14))).toBe('11F2FF4575726F20456D6572FF00');
    expect(toHex(emergencyRecord('911', 'Emergency', 14))).toBe('19F1FF456D657267656E6379FF00');
    expect(toHex(emergencyRecord('112', 'Emergency', 4))).toBe('11F2FF00');
  });

  it('service n is bit n-1', () => {
    expect(toHex(serviceTable([1, 8, 9, 122], 17))).toBe(`8101${'00'.repeat(13)}0200`);
  });
});
