import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  chunks,
  concat,
  filled,
  fromBase64,
  fromHex,
  fromUtf8,
  sameBytes,
  toBase64,
  toHex,
  toUtf8,
} from '#shared/bytes/bytes';

const octets = () => fc.uint8Array({ maxLength: 64 });

describe('hex', () => {
  it('is upper case without spaces, and read in either case with spaces', () => {
    expect(toHex(new Uint8Array([0x00, 0xab, 0xff]))).toBe('00ABFF');
    expect(fromHex('00 aB\n\tff')).toEqual(new Uint8Array([0x00, 0xab, 0xff]));
    expect(fromHex('')).toEqual(new Uint8Array());
  });

  it('prints only its own part of a larger buffer', () => {
    expect(toHex(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe('0203');
  });

  it('gives plain octets, not a Buffer', () => {
    expect(Buffer.isBuffer(fromHex('00'))).toBe(false);
    expect(Buffer.isBuffer(fromBase64('AA=='))).toBe(false);
  });

  it.each(['0', 'abc', 'zz', '0x00', '00:11'])('refuses "%s"', (text) => {
    expect(() => fromHex(text)).toThrow(TypeError);
  });

  it('shortens a long text in its complaint', () => {
    expect(() => fromHex('x'.repeat(100))).toThrow(`not hex: "${'x'.repeat(40)}…"`);
  });
});

describe('base64', () => {
  it('is padded, and read with folded lines', () => {
    expect(toBase64(fromHex('BF2000'))).toBe('vyAA');
    expect(toBase64(fromHex('BF'))).toBe('vw==');
    expect(fromBase64('vy\r\nAA\n')).toEqual(fromHex('BF2000'));
  });

  it.each(['vw', 'vw=', 'v===', 'vy-_', 'vw==vw=='])('refuses "%s"', (text) => {
    expect(() => fromBase64(text)).toThrow('not base64');
  });
});

describe('UTF-8', () => {
  it('keeps a byte order mark and refuses what is not UTF-8', () => {
    expect(fromUtf8(fromHex('EFBBBF41'))).toBe('\uFEFFA');
    expect(() => fromUtf8(fromHex('C328'))).toThrow(TypeError);
  });
});

describe('octets', () => {
  it('compare by content', () => {
    expect(sameBytes(fromHex('0102'), fromHex('00010203').subarray(1, 3))).toBe(true);
    expect(sameBytes(fromHex('0102'), fromHex('010200'))).toBe(false);
    expect(filled(3, 0x80)).toEqual(fromHex('808080'));
  });

  it('survive hex, base64 and cutting into chunks', () => {
    fc.assert(
      fc.property(octets(), fc.integer({ min: 1, max: 20 }), (value, size) => {
        expect(fromHex(toHex(value))).toEqual(value);
        expect(fromBase64(toBase64(value))).toEqual(value);
        expect(concat(...chunks(value, size))).toEqual(value);
        expect(chunks(value, size).every((part) => part.length > 0 && part.length <= size)).toBe(true);
      }),
    );
  });

  it('survive being read as text and written again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fromUtf8(toUtf8(text))).toBe(text);
      }),
    );
  });
});
