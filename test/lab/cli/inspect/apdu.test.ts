import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import { inspectOctets } from '#lab/cli/inspect/inspect-octets';
import { parseCommand } from '#lab/cli/inspect/command';
import { meaningOfStatus } from '#lab/cli/inspect/status-words';

const inspect = (hex: string) => inspectOctets(fromHex(hex));

describe('a command', () => {
  it.each([
    ['00A4040010A0000005591010FFFFFFFF890000010000', 'SELECT', { channel: 0, application: 'ISD-R' }],
    ['01A4040007A0000000871002', 'SELECT', { channel: 1, application: 'USIM' }],
    ['00A4040005A000000001', 'SELECT', { application: 'not known here' }],
    ['00A40804022F00', 'SELECT', { file: '2F00 (by path)' }],
    ['00A40004023F00', 'SELECT', { file: '3F00 (by identifier)' }],
    ['0070000001', 'MANAGE CHANNEL', { does: 'opens the next free channel', expectedOctets: 1 }],
    ['0070000200', 'MANAGE CHANNEL', { does: 'opens channel 2' }],
    ['0070800100', 'MANAGE CHANNEL', { does: 'closes channel 1' }],
    ['00C0000021', 'GET RESPONSE', { expectedOctets: 33 }],
    ['81C0000000', 'GET RESPONSE', { channel: 1, expectedOctets: 256 }],
    ['C5E2910003BF2D0000', 'STORE DATA', { channel: 9, block: '0, the last', content: 'BF2D, whole' }],
    ['80E2110002BF38', 'STORE DATA', { block: '0, more follow', content: 'not the beginning of a TLV' }],
    ['80E2110006BF38820A0030', 'STORE DATA', { content: 'BF38: 6 of 2565 octets' }],
    ['80E2910302AABB', 'STORE DATA', { block: '3, the last', content: 'a later part of a TLV (block 3)' }],
    ['80E2000002AABB', 'STORE DATA', { block: '0, P1 00 is neither 11 nor 91' }],
    ['80AA000005A903830107', 'TERMINAL CAPABILITY', { dataOctets: 5 }],
    ['00B0850A09', 'READ BINARY', { file: 'SFI 5', offset: 10 }],
    ['00B000000A', 'READ BINARY', { file: 'the selected one' }],
    ['00B2010421', 'READ RECORD', { record: 1, file: 'the selected one' }],
    ['00B201FC00', 'READ RECORD', { file: 'SFI 31' }],
    ['00B2010400FF00', 'READ RECORD', { expectedOctets: 65280 }],
  ])('%s is %s', (hex, name, facts) => {
    expect(inspect(hex)).toMatchObject({ kind: 'command', title: `command: ${name}`, facts });
  });

  it('carries a TLV that is inspected where it is whole', () => {
    const [part, ...more] = inspect('80E2910014BF3111A00C5A0A9800103254769810321481010000').parts;
    expect(part).toMatchObject({ kind: 'structure', title: 'EnableProfileRequest (BF31)' });
    expect(more).toEqual([]);
    expect(inspect('80E2110003BF2D00').parts).toEqual([]);
    expect(inspect('80AA000005A903830107').parts).toMatchObject([{ kind: 'tlv' }]);
  });

  it.each([
    ['80E2910009BF361BBF2303010203', 'its header and InitialiseSecureChannel (30 octets announced)', 1],
    ['80E2910006A0048702AABB', 'firstSequenceOf87 begins', 0],
    ['80E2910002A104', 'sequenceOf88 begins', 0],
    ['80E291000D880BBF2400AABBCCDDEEFF0011', 'metadata in clear with a MAC', 1],
    ['80E291000486021122', 'a segment of profile elements, encrypted', 0],
  ])('%s brings a part of a Bound Profile Package', (hex, content, parts) => {
    const report = inspect(hex);
    expect(report.facts['content']).toContain(content);
    expect(report.parts).toHaveLength(parts);
  });

  it.each([
    '00A4',
    '00A4040005A0',
    '80FF0000',
    '00E2910003BF2D00',
    '00A40400050102030405060708',
    '00A4040000000200',
  ])('%s is none', (hex) => {
    expect(parseCommand(fromHex(hex))).toBeUndefined();
  });

  it('may be extended', () => {
    expect(parseCommand(fromHex('80E29100000003BF2D000000'))).toMatchObject({
      data: fromHex('BF2D00'),
      expected: 65_536,
    });
    expect(parseCommand(fromHex('80E29100000003BF2D00'))).toMatchObject({ data: fromHex('BF2D00') });
    expect(parseCommand(fromHex('00B00000000000'))).toMatchObject({ expected: 65_536 });
    expect(parseCommand(fromHex('00700000'))).toMatchObject({ data: new Uint8Array() });
  });
});

describe('a response', () => {
  it.each([
    ['9000', 'done'],
    ['6121', 'done; 33 octets wait for GET RESPONSE'],
    ['6100', 'done; 256 or more octets wait for GET RESPONSE'],
    ['6C05', 'wrong Le; send the command again with Le 5'],
    ['910B', 'done; a proactive command of 11 octets waits for FETCH'],
    ['63C2', 'verification failed; 2 attempts are left'],
    ['6A88', 'referenced data not found: the eUICC does not know this tag'],
    ['6F00', 'no precise diagnosis'],
  ])('%s: %s', (hex, meaning) => {
    expect(inspect(hex)).toMatchObject({
      kind: 'response',
      title: `response: ${hex}, ${meaning}`,
      parts: [],
    });
  });

  it.each([0x6300, 0x9200, 0x6281, 0x6400, 0x6581, 0x6987])('%i has some meaning', (status) => {
    expect(meaningOfStatus(status)).toMatch(/warning|done|error/);
  });

  it('carries a TLV that is inspected', () => {
    const report = inspect('BF3E125A10890490321234512345123456789012359000');
    expect(report).toMatchObject({ kind: 'response', facts: { status: '9000', dataOctets: 21 } });
    expect(report.parts).toMatchObject([{ title: 'GetEuiccDataResponse (BF3E)', findings: [] }]);
  });

  it('of SELECT for the ISD-R has its version', () => {
    const [part] = inspect('6F1F8410A0000005591010FFFFFFFF8900000100A5049F6501FFE00582030202009000').parts;
    expect(part).toMatchObject({ title: 'File control information (6F)', findings: [] });
    expect(JSON.stringify(part)).toContain('"meaning":"version 2.2.0"');
  });

  it('may be a part of a longer one', () => {
    expect(inspect('BF2D820100AABB61A0')).toMatchObject({
      kind: 'response',
      facts: { data: 'no whole TLV: a part of a longer answer' },
      parts: [],
    });
  });
});
