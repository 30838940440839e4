import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BadCardAnswer, CardError, CardGone } from '#device-sim/lpa/es10/card-errors';
import { CardWire } from '#device-sim/lpa/es10/card-wire';
import { IsdR } from '#device-sim/lpa/es10/isd-r';
import { classOctet } from '#device-sim/lpa/es10/logical-channel';
import { tlv } from '#shared/asn1/index';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import { ScriptedCard, status } from '../scripted-card.ts';

const select = (cla: string, aid = 'A0000005591010FFFFFFFF8900000100') =>
  `${cla}A40400${(aid.length / 2).toString(16).padStart(2, '0').toUpperCase()}${aid}00`;

function wireTo(card: ScriptedCard): CardWire {
  const clock = systemClock();
  return new CardWire(card, { trace: new Trace(clock), device: 'device-1' });
}

const open = (card: ScriptedCard, blockSize = 255) => IsdR.open(wireTo(card), blockSize);

describe('the class octet of a channel (es10.md §1)', () => {
  it.each([
    [0, 0x00, 0x80],
    [1, 0x01, 0x81],
    [3, 0x03, 0x83],
    [4, 0x40, 0xc0],
    [19, 0x4f, 0xcf],
  ])('of channel %i', (channel, interindustry, proprietary) => {
    expect(classOctet('interindustry', channel)).toBe(interindustry);
    expect(classOctet('proprietary', channel)).toBe(proprietary);
  });
});

describe('opening the ISD-R', () => {
  it('opens a channel and selects by AID, reads 61xx, and closes the channel', async () => {
    const card = new ScriptedCard().on(0xbf2d, fromHex('BF2D02A000'));
    const isdR = await open(card);
    expect(toHex(await isdR.send('GetProfilesInfo', fromHex('BF2D00')))).toBe('BF2D02A000');
    await isdR.close();
    expect(card.apdus).toEqual([
      '0070000001',
      select('01'),
      '81E2910003BF2D0000',
      '01C0000005',
      '0070800100',
    ]);
  });

  it.each([
    [3, '03', '83', '03'],
    [4, '40', 'C0', '40'],
    [19, '4F', 'CF', '4F'],
  ])('uses the class octets of channel %i', async (channel, selectCla, storeCla, responseCla) => {
    const card = new ScriptedCard().on(0xbf2d, fromHex('BF2D02A000'));
    card.channel = channel;
    const isdR = await open(card);
    await isdR.send('GetProfilesInfo', fromHex('BF2D00'));
    expect(card.apdus[1]).toBe(select(selectCla));
    expect(card.apdus[2]).toBe(`${storeCla}E2910003BF2D0000`);
    expect(card.apdus[3]).toBe(`${responseCla}C0000005`);
  });

  it('tries the AIDs of other vendors while the card answers 6A82', async () => {
    const card = new ScriptedCard();
    card.aids = ['A0000005591010FFFFFFFF8900000177'];
    await open(card);
    expect(card.apdus.slice(1)).toEqual([
      select('01'),
      select('01', 'A0000005591010000000008900000300'),
      select('01', 'A0000005591010FFFFFFFF8900050500'),
      select('01', 'A0000005591010FFFFFFFF8900000177'),
    ]);
  });

  it('gives up with 6A82 and a closed channel where there is no eUICC', async () => {
    const card = new ScriptedCard();
    card.aids = [];
    await expect(open(card)).rejects.toMatchObject({ name: 'CardError', sw: 0x6a82 });
    expect(card.apdus.at(-1)).toBe('0070800100');
  });

  it('does not try further AIDs after another status word', async () => {
    const card = new ScriptedCard();
    card.intercept = (apdu) => (apdu[1] === 0xa4 ? status(0x6985) : undefined);
    await expect(open(card)).rejects.toMatchObject({ sw: 0x6985 });
    expect(card.apdus.slice(2)).toEqual(['0070800100']);
  });

  it.each([
    ['no channel is free', '6A81', CardError],
    ['channel 0 is given', '009000', BadCardAnswer],
    ['channel 20 is given', '149000', BadCardAnswer],
    ['no number is given', '9000', BadCardAnswer],
    ['there is no status word', '90', BadCardAnswer],
  ])('fails where %s', async (_case, answer, error) => {
    const card = new ScriptedCard();
    card.intercept = () => fromHex(answer);
    await expect(open(card)).rejects.toBeInstanceOf(error);
  });

  it('says that the card is gone when its reader throws', async () => {
    const card = new ScriptedCard();
    card.intercept = () => {
      throw new Error('unplugged');
    };
    await expect(open(card)).rejects.toBeInstanceOf(CardGone);
  });
});

describe('STORE DATA', () => {
  it('cuts a command into numbered blocks and begins at 00 for the next', async () => {
    const card = new ScriptedCard().on(0xa1, new Uint8Array());
    const isdR = await open(card, 4);
    await isdR.send('LoadBoundProfilePackage', fromHex('A1080102030405060708'));
    await isdR.send('LoadBoundProfilePackage', fromHex('A100'));
    expect(card.apdus.slice(2)).toEqual([
      '81E2110004A108010200',
      '81E21101040304050600',
      '81E2910202070800',
      '81E2910002A10000',
    ]);
  });

  it('numbers blocks modulo 256', async () => {
    const card = new ScriptedCard().on(0xa1, new Uint8Array());
    const isdR = await open(card, 1);
    await isdR.send('LoadBoundProfilePackage', tlv(0xa1, filled(300, 0)));
    expect(card.apdus[2 + 255]?.slice(0, 8)).toBe('81E211FF');
    expect(card.apdus[2 + 256]?.slice(0, 8)).toBe('81E21100');
  });

  it('sends the command again with the right length after 6Cxx, once', async () => {
    const card = new ScriptedCard();
    const answers = ['019000', '9000', '6C05', 'BF2D02A0009000'];
    card.intercept = () => fromHex(answers.shift() ?? '6F00');
    const isdR = await open(card);
    expect(toHex(await isdR.send('GetProfilesInfo', fromHex('BF2D00')))).toBe('BF2D02A000');
    expect(card.apdus.slice(2)).toEqual(['81E2910003BF2D0000', '81E2910003BF2D0005']);
    card.intercept = () => fromHex('6C05');
    await expect(isdR.send('GetProfilesInfo', fromHex('BF2D00'))).rejects.toMatchObject({ sw: 0x6c05 });
  });

  it('reads an answer of more than 256 octets to its end', async () => {
    const answer = tlv(0xbf2d, filled(700, 0x55));
    const card = new ScriptedCard().on(0xbf2d, answer);
    const isdR = await open(card);
    expect(await isdR.send('GetProfilesInfo', fromHex('BF2D00'))).toEqual(answer);
    expect(card.apdus.slice(3)).toEqual(['01C0000000', '01C0000000', '01C00000C1']);
  });

  it('takes 91xx for a success', async () => {
    const card = new ScriptedCard();
    const isdR = await open(card);
    card.intercept = () => fromHex('BF31038001009103');
    expect(toHex(await isdR.send('EnableProfile', fromHex('BF3100')))).toBe('BF3103800100');
  });

  it('stops at a block that is refused', async () => {
    const card = new ScriptedCard();
    const isdR = await open(card, 2);
    card.intercept = () => status(0x6a80);
    await expect(isdR.send('X', fromHex('A1020304'))).rejects.toMatchObject({ sw: 0x6a80 });
    expect(card.apdus).toHaveLength(3);
  });

  it('does not read for ever from a card that announces octets and sends none', async () => {
    const card = new ScriptedCard();
    const isdR = await open(card);
    card.intercept = () => status(0x6110);
    await expect(isdR.send('X', fromHex('A100'))).rejects.toBeInstanceOf(BadCardAnswer);
  });

  it('does not read for ever from a card that goes on sending', async () => {
    const card = new ScriptedCard();
    const isdR = await open(card);
    card.intercept = () => new Uint8Array([...filled(256, 1), 0x61, 0x00]);
    await expect(isdR.send('X', fromHex('A100'))).rejects.toBeInstanceOf(BadCardAnswer);
  });

  it('brings every command over at every block size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 255 }),
        fc.uint8Array({ maxLength: 1100 }),
        async (size, content) => {
          const command = tlv(0xa1, content);
          const card = new ScriptedCard().on(0xa1, new Uint8Array());
          await (await open(card, size)).send('LoadBoundProfilePackage', command);
          expect(card.commands).toEqual([toHex(command)]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
