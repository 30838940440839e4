import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';

import { run } from './bench.ts';
import { FakeLpac, noFakes } from '../../../support/fake-lpac.ts';

const select = '01A4040010A0000005591010FFFFFFFF8900000100';

/** What a run of lpac does on the card, from end to end. */
const session = `
ask('connect');
const { ecode } = ask('logic_channel_open', isdR);
const answer = ask('transmit', '81e2910006bf3e035c015a');
ask('logic_channel_close', '01');
ask('disconnect');
told('success', { ecode, ...answer });
`;

describe.skipIf(noFakes)('the card that lpac works with', () => {
  it('is reset at connect; the application is selected on a channel of its own, which is closed at the end', async () => {
    using fake = new FakeLpac();
    const { exitCode, lines, card } = await run(fake, session, { script: { '81E29100': '6115' } });
    expect(card).toEqual(['reset', '0070000001', select, '81E2910006BF3E035C015A', '00708001']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { type: 'lpa', payload: { code: 0, message: 'success', data: { ecode: 0, data: '6115' } } },
    ]);
    expect(exitCode).toBe(0);
  });

  it('tells who listens each command with its answer, in order', async () => {
    using fake = new FakeLpac();
    const seen: string[] = [];
    await run(fake, session, {
      onApdu: (command, answer) => seen.push(`${toHex(command)} ${toHex(answer)}`),
    });
    expect(seen).toEqual([
      '0070000001 019000',
      `${select} 6121`,
      '81E2910006BF3E035C015A 9000',
      '00708001 9000',
    ]);
  });

  it('is told of the number of the channel', async () => {
    using fake = new FakeLpac();
    const { lines } = await run(fake, "tell({ ...ask('logic_channel_open', isdR) });", {
      script: { '0070000001': '039000', '03A404': '9000' },
    });
    expect(lines).toEqual(['{"ecode":3}']);
  });

  it('has the channels closed that lpac left open', async () => {
    using fake = new FakeLpac();
    const { card, exitCode } = await run(fake, "ask('logic_channel_open', isdR); process.exit(9);");
    expect(exitCode).toBe(9);
    expect(card.at(-1)).toBe('00708001');
  });

  it.each([
    ['opens none', { '0070000001': '6A81' }, ['0070000001'], 'opens no logical channel (6A81)'],
    ['answers without a number', { '0070000001': '9000' }, ['0070000001'], 'opens no logical channel'],
    [
      'has no such application',
      { '01A404': '6A82' },
      ['0070000001', select, '00708001'],
      'does not select that application (6A82)',
    ],
    [
      'has but channels left that CLA cannot name',
      { '0070000001': '049000' },
      ['0070000001', '00708004'],
      'all logical channels up to 3 are taken',
    ],
  ] as const)('that %s ends the opening: lpac is told -1', async (_what, script, commands, why) => {
    using fake = new FakeLpac();
    const { card, lines, notes } = await run(fake, "tell(ask('logic_channel_open', isdR));", { script });
    expect({ card, lines }).toEqual({ card: commands, lines: ['{"ecode":-1}'] });
    expect(notes).toEqual([expect.stringContaining(why)]);
  });

  it('with a proactive command waiting (91xx) still opens a channel', async () => {
    using fake = new FakeLpac();
    const { lines } = await run(fake, "tell(ask('logic_channel_open', isdR));", {
      script: { '0070000001': '01910B', '01A404': '910B' },
    });
    expect(lines).toEqual(['{"ecode":1}']);
  });

  it('that fails ends lpac, and the run with what the card threw', async () => {
    using fake = new FakeLpac();
    const card = { transmit: () => Promise.reject(new Error('pulled out')) };
    await expect(run(fake, "ask('logic_channel_open', isdR); for (;;) read();", { card })).rejects.toThrow(
      'pulled out',
    );
  });
});
