import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { parseHostAndPort } from '#shared/identifiers/host';
import { isLoopbackOrTestName, liveServerReason } from '#shared/identifiers/live-server';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import { oidFromBytes, oidToBytes, parseOid } from '#shared/identifiers/oid';
import { mccOf, mncOf, parsePlmn, plmnFromBytes, plmnToBytes } from '#shared/identifiers/plmn';

describe('object identifier', () => {
  it.each([
    ['2.999.10', '88370A'],
    ['2.5.29.17', '551D11'],
    ['1.2.840.10045.4.3.2', '2A8648CE3D040302'],
    ['2.23.146.1.2.1.4', '67811201020104'],
    ['0.39', '27'],
    ['2.47', '7F'],
    ['2.48', '8100'],
  ])('%s is %s', (text, octets) => {
    expect(toHex(oidToBytes(parseOid(text)))).toBe(octets);
    expect(oidFromBytes(fromHex(octets))).toBe(text);
  });

  it('every identifier comes back from its octets', () => {
    const rest = fc.array(fc.bigInt({ min: 0n, max: 2n ** 70n }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(2), fc.nat(39), rest, (first, second, arcs) => {
        const oid = parseOid([first, second, ...arcs].join('.'));
        expect(oidFromBytes(oidToBytes(oid))).toBe(oid);
      }),
    );
  });

  it.each(['', '1', '3.1', '0.40', '1.40', '2.01', '2..1', '2.999.', 'a.b'])('"%s" is none', (text) => {
    expect(() => parseOid(text)).toThrow('not an object identifier');
  });

  it.each(['', '88', '8001', '2A80'])('octets "%s" are none', (octets) => {
    expect(() => oidFromBytes(fromHex(octets))).toThrow(TypeError);
  });

  it('a thousand octets are refused before they are multiplied', () => {
    expect(() => oidFromBytes(new Uint8Array(1000).fill(0xff))).toThrow('1000 octets');
  });
});

describe('PLMN', () => {
  it.each([
    ['001/01', '00F110'],
    ['310/410', '130014'],
    ['246/81', '42F618'],
  ])('%s is %s (saip.md)', (text, octets) => {
    const plmn = parsePlmn(text);
    expect(toHex(plmnToBytes(plmn))).toBe(octets);
    expect(plmnFromBytes(fromHex(octets))).toBe(plmn);
    expect(`${mccOf(plmn)}/${mncOf(plmn)}`).toBe(text);
  });

  it('is read with a slash, a hyphen or nothing between', () => {
    expect([parsePlmn('00101'), parsePlmn('001-01')]).toEqual(['001/01', '001/01']);
  });

  it('an empty entry, two octets and a network code of one digit are none', () => {
    expect(() => plmnFromBytes(fromHex('FFFFFF'))).toThrow('not a PLMN');
    expect(() => plmnFromBytes(fromHex('00F1'))).toThrow('3 octets, not 2');
    expect(() => parsePlmn('001/1')).toThrow('not a PLMN');
  });
});

describe('MatchingID', () => {
  it('digits, capital letters and hyphens make one', () => {
    expect(parseMatchingId('04386-AGYFT-A74Y8-3F815')).toBe('04386-AGYFT-A74Y8-3F815');
  });

  it.each(['', 'abc', 'A_B', 'A\n', 'A'.repeat(256)])('"%s" is none', (text) => {
    expect(() => parseMatchingId(text)).toThrow('not a MatchingID');
  });
});

describe('live servers', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'lab.localhost',
    '127.0.0.1',
    '127.8.9.1',
    '::1',
    '[::1]',
    'smdp.operator.test',
    'example.com',
    'testsmdpplus1.example.com',
    'a.example.net',
    'a.example.org',
    'b.example',
    'c.invalid',
    'smdp',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.1.1',
    'fd00::1',
    'fe80::1',
    'printer.local',
    'smdp.corp.internal',
  ])('%s is a host of a laboratory', (host) => {
    expect(isLoopbackOrTestName(host)).toBe(true);
  });

  it.each([
    'smdp.operator.com',
    'notexample.com',
    'example.com.evil.net',
    'test.com',
    'localhost.evil.net',
    '8.8.8.8',
    '172.32.0.1',
    '128.0.0.1',
    '2001:db8::1',
    'rsp.live-operator.com',
  ])('%s may be live', (host) => {
    expect(isLoopbackOrTestName(host)).toBe(false);
  });

  it('the reason says that nothing was sent and names the way out', () => {
    expect(liveServerReason('rsp.live-operator.com')).toMatch(/live server.*nothing was sent.*--smdp-url/);
    expect(liveServerReason('localhost:8443')).toBeUndefined();
    expect(liveServerReason('[::1]:8443')).toBeUndefined();
  });

  it('a name that was declared ours is no live server', () => {
    expect(liveServerReason('smdp.corp.com:8443', ['SMDP.corp.com'])).toBeUndefined();
  });

  it('host and port are taken apart', () => {
    expect(parseHostAndPort('[::1]:8443')).toEqual({ host: '::1', port: 8443 });
    expect(parseHostAndPort('SMDP.example.com')).toEqual({ host: 'smdp.example.com', port: undefined });
  });
});
