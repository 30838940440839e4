import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';

import { openBench } from './bench.ts';

const octets = (maxLength: number) => fc.uint8Array({ maxLength });

/** Commands of the UICC with parameters that get past the first checks more often than chance would have it. */
const plausible = fc
  .tuple(
    fc.constantFrom(0x00, 0x01, 0x80),
    fc.constantFrom(
      ...[0x10, 0x12, 0x14, 0x20, 0x24, 0x26, 0x28, 0x2c, 0x32, 0x70, 0x88, 0xa2, 0xa4, 0xb0, 0xb2],
      ...[0xc0, 0xc2, 0xd6, 0xdc, 0xe2, 0xf2],
    ),
    fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x08, 0x09, 0x80, 0x84, 0x87, 0x97),
    fc.constantFrom(0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x0a, 0x0c, 0x80, 0x81, 0xbc, 0xf4),
    fc.oneof(
      octets(40),
      fc.constantFrom(
        ...[
          [0x3f, 0x00],
          [0x7f, 0xff],
          [0x2f, 0x00],
          [0x6f, 0x07],
          [0x6f, 0x7b],
          [0x6f, 0x06],
          [0x6f, 0x3c],
        ],
        [0xa0, 0, 0, 0, 0x87, 0x10, 0x02],
        [0x7f, 0xff, 0x5f, 0xc0, 0x4f, 0x01],
        [0x35, 0x35, 0x35, 0x35, 0x35, 0x35, 0x35, 0x35],
      ),
    ),
    fc.boolean(),
  )
  .map(([classByte, instruction, p1, p2, data, le]) =>
    data.length === 0
      ? Uint8Array.of(classByte, instruction, p1, p2, 0)
      : Uint8Array.of(classByte, instruction, p1, p2, data.length, ...data, ...(le ? [0] : [])),
  );

/** Commands that bring the card somewhere. */
const sensible = fc
  .constantFrom(
    ...[
      '00A4040C0CA0000000871002FF49FF0589',
      '00A4000C026F07',
      '00A4000C026F7B',
      '00A4000C026F3C',
      '00A4000C025FC0',
    ],
    ...[
      '00A4000C022F00',
      '00200001083030303030303030',
      '002000810839393939FFFFFFFF',
      '00200A0A00',
      '00B2010400',
    ],
    ...[
      '00B2000200',
      '00B0000000',
      '00D6000001AA',
      '0070000001',
      '00280001 0830303030FFFFFFFF',
      '00C0000000',
    ],
    ...['80100000 03FFFFFF', '80120000 0B', '00A20104 0111', '00A40004023F00', '80F2000000'],
    `0088008122 10 ${'11'.repeat(16)} 10 B0B64E3CF808800037BDAF47982B40C3`,
  )
  .map((text) => fromHex(text));

describe('any octets as APDU to a card with a profile', () => {
  it(
    'get an answer with a status word, never 6F00, and the card stays usable',
    { timeout: 60_000 },
    async () => {
      await using bench = await openBench();
      const statuses = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(octets(260), plausible, sensible), { maxLength: 12 }),
          async (commands) => {
            for (const command of commands) {
              const answer = await bench.card.euicc.transmit(command);
              expect(answer.length).toBeGreaterThanOrEqual(2);
              expect(answer.length).toBeLessThanOrEqual(258);
              const status = toHex(answer.slice(-2));
              expect(status).toMatch(/^(?!6F00)[69]/);
              statuses.add(status);
            }
            await bench.reset();
            await bench.selectUsim();
            expect(await bench.sw('00B0870009')).toMatch(/^9000$|^6982$/);
          },
        ),
        { numRuns: 400 },
      );
      const expected = [
        '9000',
        '63C2',
        '6700',
        '6981',
        '6982',
        '6985',
        '6986',
        '6A82',
        '6A83',
        '6A86',
        '6C33',
        '6D00',
      ];
      expect([...statuses]).toEqual(expect.arrayContaining(expected));
    },
  );
});
