import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concat, toHex } from '#shared/bytes/bytes';
import { tlv } from '#shared/asn1/index';
import type { SessionState } from '#device-sim/euicc/index';

import { openBench } from '../bench.ts';

const octets = (maxLength: number) => fc.uint8Array({ maxLength });

/** Commands that get past the first check more often than chance would have it. */
const plausible = fc
  .tuple(
    fc.constantFrom(0x00, 0x01, 0x80, 0x81, 0x40, 0xc0, 0x84),
    fc.constantFrom(0xa4, 0x70, 0xe2, 0xc0, 0xaa, 0xf2),
    fc.constantFrom(0x00, 0x04, 0x11, 0x91, 0x80),
    fc.constantFrom(0x00, 0x01, 0x02, 0x0c),
    octets(255),
  )
  .map(([classByte, instruction, p1, p2, data]) =>
    Uint8Array.of(classByte, instruction, p1, p2, data.length, ...data),
  );

const tags = [
  0xbf20, 0xbf21, 0xbf22, 0xbf28, 0xbf29, 0xbf2b, 0xbf2d, 0xbf2e, 0xbf30, 0xbf31, 0xbf32, 0xbf33, 0xbf34,
  0xbf35, 0xbf36, 0xbf38, 0xbf3c, 0xbf3e, 0xbf3f, 0xbf41, 0xbf42, 0xbf43,
];

/** A function's tag around octets, or around TLVs of context tags. */
const functionCall = fc
  .tuple(
    fc.constantFrom(...tags),
    fc.array(
      fc.tuple(
        fc.constantFrom(0x80, 0x81, 0x82, 0xa0, 0xa1, 0x30, 0x04, 0x5a, 0x5c, 0x4f, 0x90, 0x95),
        octets(20),
      ),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([tag, members]) => tlv(tag, ...members.map(([inner, content]) => tlv(inner, content))))
  .map((command) => concat(Uint8Array.of(0x80, 0xe2, 0x91, 0x00, command.length), command));

const states: readonly SessionState[] = ['none', 'challenged', 'authenticated', 'prepared', 'loading'];

describe('any octets as APDU', () => {
  it.each(states)(
    'get an answer with a status word, never 6F00, in session state %s',
    { timeout: 60_000 },
    async (state) => {
      await using bench = await openBench();
      await fc.assert(
        fc.asyncProperty(fc.oneof(octets(300), plausible, functionCall), async (command) => {
          if (bench.faults.length > 0) throw bench.faults[0];
          if (bench.session !== state) await bench.bringInto(state);
          const answer = await bench.euicc.transmit(command);
          expect(answer.length).toBeGreaterThanOrEqual(2);
          expect(answer.length).toBeLessThanOrEqual(258);
          expect(toHex(answer.slice(-2))).toMatch(/^(?!6F00)[69]/);
        }),
        { numRuns: 500 },
      );
      expect(bench.faults).toEqual([]);
    },
  );
});
