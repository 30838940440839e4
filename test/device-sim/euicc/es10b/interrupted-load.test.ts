import { describe, expect, it } from 'vitest';

import { filled, toHex } from '#shared/bytes/bytes';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';

import { said } from '../../../support/crafted-server.ts';
import type { Bench } from '../bench.ts';
import { openBench, resultOf } from '../bench.ts';

const aid = 'A0000005591010FFFFFFFF8900001100';

describe('a load that is interrupted', () => {
  const stops = [
    { says: 'before an ISD-P is made', segments: 1, command: undefined },
    { says: 'after ConfigureISDP', segments: 2, command: 2 },
    { says: 'after StoreMetadata', segments: 5, command: 5 },
  ] as const;
  const ways: readonly (readonly [string, (bench: Bench) => Promise<unknown>])[] = [
    ['a loss of power', (bench) => bench.powerCycle()],
    [
      'a reset',
      async (bench) => {
        await bench.euicc.reset();
        await bench.select();
      },
    ],
    ['CancelSession', (bench) => bench.es10(`BF41158010${toHex(said.transactionId)}810105`)],
    ['a new session', (bench) => bench.challenge()],
    [
      'AuthenticateServer out of place',
      (bench) => bench.es10(bench.server.authenticateServer(filled(16, 0))),
    ],
    ['a memory reset', (bench) => bench.es10('BF3404820205E0')],
  ];

  for (const { says, segments, command } of stops) {
    it.each(ways)(`${says}, by %s`, async (_, interrupt) => {
      await using bench = await openBench();
      const all = segmentBoundProfilePackage(bench.package(await bench.prepared()));
      for (const segment of all.slice(0, segments)) await bench.es10(segment);
      await interrupt(bench);
      const { notifications, registers } = (await bench.store.read())!;
      const results = notifications.map(({ der }) => resultOf(toHex(der)));
      expect(results).toEqual(command === undefined ? [] : [[command, 11]]);
      expect(registers.loading).toBeUndefined();
      expect(await bench.es10('BF2D00')).toBe('BF2D02A000');
      expect(resultOf(await bench.download())).toBe(aid);
    });
  }

  it('a load without an ISD-P is not told of', async () => {
    await using bench = await openBench();
    await bench.bringInto('loading');
    await bench.powerCycle();
    await bench.powerCycle();
    expect((await bench.store.read())!.registers.sequenceNumber).toBe(0);
  });
});
