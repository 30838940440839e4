import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';

import { openBench } from '../bench.ts';

const isdr = 'A0000005591010FFFFFFFF8900000100';

describe('the wire of a real card (es10.md §7)', () => {
  it('answers octet by octet', async () => {
    await using bench = await openBench({ card: { svn: '2.2.0' } });
    const exchange = async (command: string): Promise<string> => {
      const { data, sw } = await bench.apdu(command);
      return toHex(data) + sw;
    };
    expect(await exchange(`00A4040010${isdr}00`)).toBe('6121');
    expect(await exchange('00C0000021')).toBe(`6F1F8410${isdr}A5049F6501FFE00582030202009000`);
    expect(await exchange('80E2910003BF2D0000')).toBe('6105');
    expect(await exchange('00C0000005')).toBe('BF2D02A0009000');
    expect(await exchange('80E2910006BF3E035C015A00')).toBe('6115');
    expect(await exchange('00C0000015')).toBe('BF3E125A10890490321234512345123456789012359000');
    await bench.download({});
    expect(await exchange('80E2910014BF3111A00C5A0A9800103254769810321481010000')).toBe('6106');
    expect(await exchange('00C0000006')).toBe('BF31038001009000');
    expect(await exchange('80E291000FBF330C5A0A98001032547698103214')).toBe('6106');
    expect(await exchange('80C0000006')).toBe('BF33038001029000');
    expect(await exchange('80E2910014BF3211A00C5A0A9800103254769810321481010000')).toBe('6106');
    expect(await exchange('00C0000006')).toBe('BF32038001009000');
  });
});

describe('SELECT', () => {
  it.each([
    ['an unknown AID', '00A4040010A000000559101000000000890000030000', '6A82'],
    ['an ISD-R of another vendor', '00A4040010A0000005591010FFFFFFFF890005050000', '6A82'],
    ['that of a second one', '00A4040010A0000005591010FFFFFFFF890000017700', '6A82'],
    ['that of a third one', '00A4040010A000000559104C696E6B736669656C6400', '6A82'],
    ['the ECASD', '00A4040010A0000005591010FFFFFFFF890000020000', '6A82'],
    ['the ISD-P', '00A4040010A0000005591010FFFFFFFF890000100000', '6A82'],
    ['the master file', '00A40004023F00', '6112'],
    ['no name', '00A40400', '6A82'],
    ['fewer than five octets of the name', '00A4040004A0000005', '6A82'],
    ['another occurrence', `00A4040210${isdr}`, '6A82'],
    ['a wrong P1', `00A4050010${isdr}`, '6A86'],
    ['a wrong P2', `00A4041010${isdr}`, '6A86'],
    ['the beginning of the name', '00A4040007A000000559101000', '6121'],
    ['no answer wanted', `00A4040C10${isdr}`, '9000'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect((await bench.apdu(command)).sw).toBe(sw);
  });

  it('a channel without the ISD-R knows no STORE DATA', async () => {
    await using bench = await openBench();
    await bench.apdu('0070000001');
    expect((await bench.apdu('81E2910003BF2E00')).sw).toBe('6D00');
  });

  it('drops a partial command', async () => {
    await using bench = await openBench();
    await bench.apdu('80E2110002BF2E');
    await bench.select();
    expect((await bench.apdu('80E291010100')).sw).toBe('6A86');
    expect((await bench.apdu('80E2910003BF2E00')).sw).toBe('6115');
  });
});

describe('logical channels', () => {
  it('nineteen open beside the basic one, and each speaks with its own class byte', async () => {
    await using bench = await openBench();
    for (let channel = 1; channel <= 19; channel += 1) {
      const { data, sw } = await bench.apdu('0070000001');
      expect([toHex(data), sw]).toEqual([channel.toString(16).toUpperCase().padStart(2, '0'), '9000']);
      const [inter, proprietary] =
        channel < 4 ? [channel, 0x80 | channel] : [0x40 | (channel - 4), 0xc0 | (channel - 4)];
      const byte = (value: number): string => value.toString(16).padStart(2, '0');
      expect((await bench.apdu(`${byte(inter)}A4040010${isdr}00`)).sw).toBe('6121');
      expect((await bench.apdu(`${byte(proprietary)}E2910006BF3E035C015A`)).sw).toBe('6115');
      expect(toHex((await bench.apdu(`${byte(inter)}C0000015`)).data)).toMatch(/^BF3E125A10/);
    }
    expect((await bench.apdu('0070000001')).sw).toBe('6A81');
  });

  it.each([
    ['a closed channel', '02E2910003BF2E00', '6881'],
    ['closing a closed channel', '0070800500', '6200'],
    ['closing the basic channel', '0070800000', '6A81'],
    ['a wrong P1', '0070400000', '6A86'],
    ['no Le', '00700000', '6C01'],
    ['a wrong Le', '0070000002', '6C01'],
    ['a channel by its number', '0070000500', '9000'],
    ['a number beyond the last', '0070001400', '6A81'],
    ['data', '007000000101', '6700'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect((await bench.apdu(command.replace(/^02E2/, '82E2'))).sw).toBe(sw);
  });

  it('a closed channel forgets its selection and its answer', async () => {
    await using bench = await openBench();
    await bench.apdu('0070000001');
    await bench.apdu(`01A4040010${isdr}`);
    expect((await bench.apdu('0070800100')).sw).toBe('9000');
    expect((await bench.apdu('01C0000021')).sw).toBe('6881');
    await bench.apdu('0070000001');
    expect((await bench.apdu('01C0000021')).sw).toBe('6985');
  });

  it('keeps the answers of two channels apart', async () => {
    await using bench = await openBench();
    await bench.apdu('0070000001');
    await bench.apdu(`01A4040010${isdr}`);
    await bench.apdu('80E2910006BF3E035C015A');
    expect((await bench.apdu('81C0000021')).sw).toBe('9000');
    expect(toHex((await bench.apdu('80C0000015')).data)).toMatch(/^BF3E12/);
  });
});

describe('GET RESPONSE', () => {
  it('a wrong length is told with 6Cxx and the answer stays', async () => {
    await using bench = await openBench();
    await bench.apdu('80E2910003BF2E00');
    expect((await bench.apdu('80C00000FF')).sw).toBe('6C15');
    expect((await bench.apdu('80C00000')).sw).toBe('6C15');
    expect((await bench.apdu('80C0000015')).data).toHaveLength(0x15);
  });

  it('part of an answer is followed by 61 with the rest', async () => {
    await using bench = await openBench();
    await bench.apdu('80E2910003BF2E00');
    expect((await bench.apdu('80C0000010')).sw).toBe('6105');
    expect((await bench.apdu('00C0000000')).sw).toBe('9000');
    expect((await bench.apdu('80C0000000')).sw).toBe('6985');
  });

  it('more than 256 octets come in parts of 256', async () => {
    await using bench = await openBench();
    const challenge = await bench.challenge();
    const command = bench.server.authenticateServer(challenge);
    const { data, sw } = await bench.send(command, 255);
    expect(sw).toBe('9000');
    expect(data.length).toBeGreaterThan(1_024);
    expect(toHex(data.subarray(0, 3))).toBe('BF3882');
  });

  it('any other command on the channel drops the answer', async () => {
    await using bench = await openBench();
    await bench.apdu('80E2910003BF2E00');
    await bench.apdu('80AA000000');
    expect((await bench.apdu('80C0000015')).sw).toBe('6985');
  });

  it.each([
    ['P1 and P2 other than 00', '80C0010015', '6A86'],
    ['data', '80C000000100', '6700'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect((await bench.apdu(command)).sw).toBe(sw);
  });
});

describe('STORE DATA', () => {
  it.each([
    ['a first block that is not 00', '80E2910103BF2E00', '6A86'],
    ['a P1 of its own', '80E2900003BF2E00', '6A86'],
    ['an unknown tag', '80E2910003BF3B00', '6A88'],
    ['octets that are no TLV', '80E2910003BF2E05', '6A80'],
    ['octets behind the TLV', '80E2910004BF2E0000', '6A80'],
    ['a member that is not of the command', '80E2910005BF31028000', '6A80'],
    ['nothing', '80E29100', '6A80'],
    ['a segment without a session', '80E2910003BF3600', '6985'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect((await bench.apdu(command)).sw).toBe(sw);
  });

  it('a block out of order is refused and the partial command dropped', async () => {
    await using bench = await openBench();
    expect((await bench.apdu('80E2110001BF')).sw).toBe('9000');
    expect((await bench.apdu('80E29102022E00')).sw).toBe('6A86');
    expect((await bench.apdu('80E29101022E00')).sw).toBe('6A86');
    expect((await bench.apdu('80E2910003BF2E00')).sw).toBe('6115');
  });

  it('a command longer than 256 blocks of 255 octets is refused', async () => {
    await using bench = await openBench();
    const { sw } = await bench.send(new Uint8Array(256 * 255 + 1), 255);
    expect(sw).toBe('6A84');
  });

  it('every block size from 1 to 255 gives the same answer', { timeout: 60_000 }, async () => {
    await using bench = await openBench();
    const command = 'BF2D13A00C5A0A980010325476981032145C035A9F70';
    for (let size = 1; size <= 255; size += 1) {
      expect(await bench.es10(command, size)).toBe('BF2D02A000');
      const challenge = await bench.challenge();
      expect(await bench.es10(bench.server.authenticateServer(challenge), size)).toMatch(/^BF3882....A0/);
    }
  });
});

describe('other commands', () => {
  it.each([
    ['TERMINAL CAPABILITY', '80AA000005A903830107', '9000'],
    ['an unknown instruction', '00B0000001', '6D00'],
    ['an unknown proprietary instruction', '80F2000000', '6D00'],
    ['an unknown class', 'A0A40000023F00', '6E00'],
    ['a reserved class', 'FF00000000', '6E00'],
    ['secure messaging', '84E2910003BF2E00', '6882'],
    ['secure messaging on a further channel', '60A4040000', '6882'],
    ['command chaining by class', '90E2910003BF2E00', '6884'],
    ['three octets', '80E291', '6700'],
    ['no octets', '', '6700'],
    ['Lc beyond the octets', '80E2910009BF2E00', '6700'],
    ['octets beyond Lc and Le', '80E2910003BF2E000000', '6700'],
    ['an extended length', '80E29100000003BF2E00', '6700'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect((await bench.apdu(command)).sw).toBe(sw);
  });

  it('every command and response is on the wire of the trace, in order', async () => {
    await using bench = await openBench();
    const wire: string[] = [];
    bench.trace.on('wire', ({ lane, direction, octets }) => {
      wire.push(`${lane} ${direction} ${toHex(octets)}`);
    });
    await bench.apdu('80E2910006BF3E035C015A');
    expect(wire).toEqual(['card/ES10 command 80E2910006BF3E035C015A', 'card/ES10 response 6115']);
  });

  it('a reset closes channels, forgets the selection and tells the answer to reset', async () => {
    await using bench = await openBench();
    await bench.apdu('0070000001');
    const atr = await bench.euicc.reset();
    expect(atr.subarray(1).reduce((sum, octet) => sum ^ octet, 0)).toBe(0);
    expect((await bench.apdu('01A4040000')).sw).toBe('6881');
    expect((await bench.apdu('80E2910003BF2E00')).sw).toBe('6D00');
  });
});
