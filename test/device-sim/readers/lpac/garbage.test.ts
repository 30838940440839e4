import { describe, expect, it } from 'vitest';

import { run } from './bench.ts';
import { FakeLpac, noFakes } from '../../../support/fake-lpac.ts';

const apdu = (payload: unknown): string => JSON.stringify({ type: 'apdu', payload });
const http = (payload: unknown): string => JSON.stringify({ type: 'http', payload });

const forTheCard = [
  ['{"type":"apdu"}', 'func is no text'],
  [apdu(null), 'func is no text'],
  [apdu({ func: 7 }), 'func is no text'],
  [apdu({ func: 'eject' }), '"eject", which is no function of a reader'],
  [apdu({ func: 'transmit', param: '81e29' }), 'no hex of whole octets'],
  [apdu({ func: 'transmit', param: '81e2zz00' }), 'no hex of whole octets'],
  [apdu({ func: 'transmit', param: [129, 226] }), 'no hex of whole octets'],
  [apdu({ func: 'transmit', param: '81e291' }), 'at least 4 octets, not 3'],
  [apdu({ func: 'transmit' }), 'at least 4 octets, not 0'],
  [apdu({ func: 'logic_channel_open', param: 'a0000005' }), '5 to 16 octets, not 4'],
  [apdu({ func: 'logic_channel_open', param: 'a0'.repeat(17) }), '5 to 16 octets, not 17'],
  [apdu({ func: 'logic_channel_close' }), 'without saying which'],
  [apdu({ func: 'logic_channel_close', param: '00' }), 'without saying which'],
  [apdu({ func: 'logic_channel_close', param: '0102' }), 'without saying which'],
] as const;

const forAServer = [
  [http({ tx: '', headers: [] }), 'url is no URL'],
  [http({ url: 'localhost', tx: '', headers: [] }), 'url is no URL'],
  [http({ url: 'https://a.test/', tx: '1', headers: [] }), 'tx is no hex of whole octets'],
  [http({ url: 'https://a.test/', tx: '' }), 'headers is no list of texts'],
  [http({ url: 'https://a.test/', headers: [1] }), 'headers is no list of texts'],
] as const;

type Table = readonly (readonly [line: string, why: string])[];

/** Says each line, tells what comes back, and works on. */
const saysAll = (table: Table): string => `
for (const line of ${JSON.stringify(table.map(([line]) => line))}) tell([asked(line)]);
told(ask('connect').ecode);
`;

describe.skipIf(noFakes)('a line of lpac that is not understood', () => {
  it.each([
    ['card is answered with -1', forTheCard, { type: 'apdu', payload: { ecode: -1 } }],
    ['server is answered with 400', forAServer, { type: 'http', payload: { rcode: 400, rx: '' } }],
  ] as const)('and is for the %s; one line tells why, and lpac goes on', async (_what, table, answer) => {
    using fake = new FakeLpac();
    const { lines, notes, exitCode, card } = await run(fake, saysAll(table));
    expect(lines.slice(0, -1).map((line) => JSON.parse(line) as unknown)).toEqual(table.map(() => [answer]));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ payload: { message: 0 } });
    expect(notes).toEqual(table.map(([, why]) => expect.stringContaining(why) as unknown));
    expect({ exitCode, card }).toEqual({ exitCode: 0, card: ['reset'] });
  });

  it('asks nothing where it is no JSON, or of another type: it goes on to people as it is', async () => {
    using fake = new FakeLpac();
    const lines = [
      'Usage: lpac [OPTIONS]',
      '\t -h  help',
      '{"type":',
      'null',
      '42',
      '"apdu"',
      '[]',
      '',
      '{}',
    ];
    const ran = await run(fake, `for (const line of ${JSON.stringify(lines)}) tell(line);`);
    expect(ran).toMatchObject({ lines, notes: [], exitCode: 0 });
  });

  it('may end with carriage return and line feed, and the last one with nothing', async () => {
    using fake = new FakeLpac();
    const ran = await run(fake, "write('one\\r\\ntwo\\r\\n'); write('three');");
    expect(ran.lines).toEqual(['one', 'two', 'three']);
  });

  it('may be long: an answer of 40 kB goes to the card and back', async () => {
    using fake = new FakeLpac();
    const long = 'ab'.repeat(40_000);
    const { lines, card } = await run(
      fake,
      `told(ask('transmit', '81e2${long}').data.length); tell('${'x'.repeat(200_000)}');`,
      { script: { '81E2': `${long}9000` } },
    );
    expect(card[0]).toHaveLength(4 + long.length);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ payload: { message: long.length + 4 } });
    expect(lines[1]).toHaveLength(200_000);
  });

  it('without an end, ends lpac', async () => {
    using fake = new FakeLpac();
    const { exitCode, notes } = await run(fake, "for (;;) write('x'.repeat(1_000_000));");
    expect(exitCode).toBe(128 + 15);
    expect(notes).toEqual(['lpac: it writes a line of more than 8388608 characters, and was ended']);
  });
});
