import { describe, expect, it } from 'vitest';

import { childrenOf, contentOf, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';

import type { Bench } from '../../device-sim/euicc/bench.ts';
import { openBench } from '../../device-sim/euicc/bench.ts';
import { install, octetsOf } from '../../device-sim/euicc/lettered-profiles.ts';
import { errorOf } from './bench.ts';

const isdr = 'A0000005591010FFFFFFFF8900000100';
const getEid = 'BF3E035C015A';
const eidAnswer = 'BF3E125A1089049032123451234512345678901235';

/** The answer to one APDU in hex, status word included. */
async function exchange(bench: Bench, command: string): Promise<string> {
  const { data, sw } = await bench.apdu(command);
  return toHex(data) + sw;
}

async function expectAlive(bench: Bench): Promise<void> {
  expect(await bench.es10(getEid)).toBe(eidAnswer);
}

/** An answer to reset in its parts (ISO 7816-3 §8.2): interface octets as `TA1`, historical octets, octets in all. */
function readAnswerToReset(atr: Bytes) {
  const interfaces = new Map<string, number>();
  let offset = 2;
  for (let level = 1, present = (atr[1] ?? 0) >> 4; present !== 0; level += 1) {
    for (const [bit, letter] of ['TA', 'TB', 'TC', 'TD'].entries()) {
      if ((present & (1 << bit)) !== 0) interfaces.set(`${letter}${level}`, atr[offset++] ?? 0);
    }
    present = (interfaces.get(`TD${level}`) ?? 0) >> 4;
  }
  const count = (atr[1] ?? 0) & 0x0f;
  return { interfaces, historical: atr.slice(offset, offset + count), octets: offset + count + 1 };
}

describe('SGP.23 §4.2, answer to reset and SELECT (SGP.22 §5.7.1)', () => {
  it('C001 the ATR can be read and marks an eUICC, and the card can be selected', async () => {
    await using bench = await openBench();
    const atr = await bench.euicc.reset();
    const { interfaces, historical, octets } = readAnswerToReset(atr);
    expect(atr[0]).toBe(0x3b);
    expect(octets).toBe(atr.length);
    expect(atr.subarray(1).reduce((sum, octet) => sum ^ octet, 0)).toBe(0);
    expect(interfaces.get('TD2')! & 0x0f).toBe(15);
    // TS 102 221 §6.3.3: in the first TB behind T=15, bit 2 says eUICC.
    expect(interfaces.get('TB3')! & 0x82).toBe(0x82);
    expect(toHex(historical)).toMatch(/^8031..73.{6}67/);
    expect(await exchange(bench, `00A4040010${isdr}00`)).toBe('6121');
  });

  it('C002 SELECT ISD-R on channel 1 answers an FCI with 84 AID and E0 { 82 svn }', async () => {
    await using bench = await openBench({ card: { svn: '2.2.0' } });
    expect(await exchange(bench, '0070000001')).toBe('019000');
    expect(await exchange(bench, `01A4040010${isdr}00`)).toBe('6121');
    const answer = await exchange(bench, '01C0000021');
    expect(answer.slice(-4)).toBe('9000');
    const fci = childrenOf(readTlv(fromHex(answer.slice(0, -4))));
    const contents = new Map(fci.map((tlv) => [tlv.tag, toHex(contentOf(tlv))]));
    expect(contents.get(0x84)).toBe(isdr);
    expect(contents.get(0xe0)).toBe('8203020200');
    expect(await exchange(bench, `81E2910006${getEid}`)).toBe('6115');
  });

  it.each([
    ['C003 SELECT ISD-R with P2 0C: 9000 without data', `00A4040C10${isdr}00`, '9000'],
    ['C003a SELECT ISD-R with P2 0C and no Le: 9000 without data', `00A4040C10${isdr}`, '9000'],
    ['C003b SELECT ISD-R without Le: 61 and the length of the FCI', `00A4040010${isdr}`, '6121'],
  ])('%s', async (_, command, answer) => {
    await using bench = await openBench();
    await bench.euicc.reset();
    expect(await exchange(bench, command)).toBe(answer);
    await expectAlive(bench);
  });

  it('C004 SELECT of an unknown AID is 6A82, and the ISD-R stays selected', async () => {
    await using bench = await openBench();
    expect(await exchange(bench, '00A4040010A000000559101000000000890000030000')).toBe('6A82');
    await expectAlive(bench);
  });

  it('C004b SELECT of the MF: 61xx, the ISD-R is not selected any more, and its partial command is dropped', async () => {
    await using bench = await openBench();
    expect(await exchange(bench, '80E2110003BF3E03')).toBe('9000');
    expect(await exchange(bench, '00A40004023F00')).toMatch(/^61..$/);
    expect(await exchange(bench, '80E29101035C015A')).toBe('6D00');
    await bench.select();
    expect(await exchange(bench, '80E29101035C015A')).toBe('6A86');
    await expectAlive(bench);
  });

  it('C004a SELECT of an unknown AID where nothing was selected: 6A82, and still nothing is', async () => {
    await using bench = await openBench();
    await bench.euicc.reset();
    expect(await exchange(bench, '00A4040010A000000559101000000000890000030000')).toBe('6A82');
    expect(await exchange(bench, `80E2910006${getEid}`)).toBe('6D00');
  });
});

describe('SGP.23 §4.2, STORE DATA and GET RESPONSE (SGP.22 §5.7.2)', () => {
  it('C005 STORE DATA while the ISD-R is not selected: 6D00 and no data', async () => {
    await using bench = await openBench();
    await bench.euicc.reset();
    expect(await exchange(bench, `80E2910006${getEid}00`)).toBe('6D00');
    expect(await exchange(bench, '80C0000000')).toBe('6985');
    await bench.apdu('0070000001');
    expect(await exchange(bench, `81E2910006${getEid}00`)).toBe('6D00');
  });

  it('C006 STORE DATA P1=91 with GetEID in one block: 6115, then BF3E with 16 octets', async () => {
    await using bench = await openBench();
    expect(await exchange(bench, `80E2910006${getEid}00`)).toBe('6115');
    expect(await exchange(bench, '00C0000015')).toBe(`${eidAnswer}9000`);
  });

  it.each([1, 63, 120, 255])(
    'C007 the same requests in blocks of %i octets: the same answers',
    async (size) => {
      await using bench = await openBench();
      await install(bench, 'A');
      const nickname = '41'.repeat(64);
      const naming = `BF294E5A0A${octetsOf('A')}9040${nickname}`;
      expect(await bench.es10(naming, size)).toBe('BF2903800100');
      const request = `BF2D11A00C5A0A${octetsOf('A')}5C0190`;
      expect(await bench.es10(request, size)).toBe(`BF2D46A044E3429040${nickname}`);
      const long = bench.server.authenticateServer(filled(16, 0));
      expect(await bench.es10(long, size)).toBe(errorOf('BF38', 4));
      const whole = bench.server.authenticateServer(await bench.challenge());
      expect(await bench.es10(whole, size)).toMatch(/^BF3882....A082/);
    },
  );

  it.each([
    ['C008 a block number is skipped: 6A86; the next right command works', '80E29102035C015A'],
    ['C008a a block comes twice: 6A86; the next right command works', '80E29100035C015A'],
  ])('%s', async (_, second) => {
    await using bench = await openBench();
    expect(await exchange(bench, '80E2110003BF3E03')).toBe('9000');
    expect(await exchange(bench, second)).toBe('6A86');
    expect(await exchange(bench, '80C0000000')).toBe('6985');
    await expectAlive(bench);
  });

  it('C009 the unknown tag BF7D: 6A88, and the card goes on', async () => {
    await using bench = await openBench();
    expect(await exchange(bench, '80E2910003BF7D0000')).toBe('6A88');
    await expectAlive(bench);
  });

  it('C010 a list of two Profiles with icons comes in a chain of 61xx that loses no octet', async () => {
    await using bench = await openBench();
    const icon = filled(1_024, 0x89);
    for (const letter of ['A', 'B'] as const) await install(bench, letter, { icon, iconType: 1 });
    let answer = await bench.apdu('80E2910003BF2D0000');
    const parts: Bytes[] = [];
    while (answer.sw.startsWith('61')) {
      answer = await bench.apdu(`00C00000${answer.sw.slice(2)}`);
      parts.push(answer.data);
    }
    expect(answer.sw).toBe('9000');
    expect(parts.slice(0, -1).map(({ length }) => length)).toEqual(Array.from({ length: 8 }, () => 256));
    const list = readTlv(concat(...parts));
    expect(list.end).toBe(concat(...parts).length);
    expect(toHex(list.source).split(`93010194820400${toHex(icon)}`)).toHaveLength(3);
  });

  it.each([
    ['C011 GET RESPONSE with CLA 00', '80', '00'],
    ['C011a GET RESPONSE with CLA 80', '80', '80'],
    ['C011b GET RESPONSE with CLA 81 on channel 1', '81', '81'],
    ['C011c GET RESPONSE with CLA 01 on channel 1', '81', '01'],
  ])('%s is taken on the channel that owns the response', async (_, store, get) => {
    await using bench = await openBench();
    await bench.apdu('0070000001');
    await bench.apdu(`01A4040C10${isdr}`);
    expect(await exchange(bench, `${store}E2910006${getEid}`)).toBe('6115');
    const other = store === '80' ? '01' : '00';
    expect(await exchange(bench, `${other}C0000015`)).toBe('6985');
    expect(await exchange(bench, `${get}C0000015`)).toBe(`${eidAnswer}9000`);
  });

  it('C012 two channels side by side: blocks and answers of one are not seen on the other', async () => {
    await using bench = await openBench();
    for (const channel of [1, 2]) {
      expect(await exchange(bench, '0070000001')).toBe(`0${channel}9000`);
      expect(await exchange(bench, `0${channel}A4040C10${isdr}`)).toBe('9000');
    }
    expect(await exchange(bench, '81E2110003BF3E03')).toBe('9000');
    expect(await exchange(bench, '82E2110001BF')).toBe('9000');
    expect(await exchange(bench, '81E29101035C015A')).toBe('6115');
    expect(await exchange(bench, '82E29101022D00')).toBe('6105');
    expect(await exchange(bench, '01C0000015')).toBe(`${eidAnswer}9000`);
    expect(await exchange(bench, '02C0000005')).toBe('BF2D02A0009000');
    expect(await exchange(bench, '0070800100')).toBe('9000');
    expect(await exchange(bench, `82E2910006${getEid}`)).toBe('6115');
    expect(await exchange(bench, `81E2910006${getEid}`)).toBe('6881');
  });
});
