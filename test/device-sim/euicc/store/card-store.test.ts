import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CardStore } from '#device-sim/euicc/index';
import { createCard, memoryCardStore, openCardStore, openEuicc } from '#device-sim/euicc/index';
import { toHex } from '#shared/bytes/bytes';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { Trace } from '#shared/runtime/trace';
import type { CommitHook } from '#shared/storage/sqlite-file';

import { testNow } from '../../../support/crafted-server.ts';
import type { Bench } from '../bench.ts';
import { eid, metadata, openBench, resultOf } from '../bench.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

type OpenStore = (onCommit?: CommitHook) => Promise<CardStore>;

const stores: readonly (readonly [string, OpenStore])[] = [
  ['in memory', async (onCommit) => memoryCardStore(onCommit && { onCommit })],
  ['in a file', (onCommit) => openCardStore(join(folder, 'device.sqlite'), onCommit && { onCommit })],
];

const notificationConfigurationInfo = (
  ['notificationEnable', 'notificationDisable', 'notificationDelete'] as const
).map((event) => ({ profileManagementOperation: [event], notificationAddress: 'smdp.example.com' }));

/** Everything a card remembers is touched: keys kept, a load interrupted, Profiles, nicknames, notifications. */
async function aLife(bench: Bench): Promise<void> {
  await bench.prepared();
  await bench.es10('BF411580100102030405060708090A0B0C0D0E0F10810101');
  await bench.download({ metadata: metadata({ notificationConfigurationInfo }) });
  await bench.es10('BF29125A0A980010325476981032149004576F726B');
  await bench.es10('BF3111A00C5A0A980010325476981032148101FF');
  await bench.es10('BF3F0880066E65772E6164');
  await bench.es10('BF3211A00C5A0A980010325476981032148101FF');
  await bench.es10('BF3003800101');
}

describe.each(stores)('a store %s', (_, open) => {
  it('is empty until a card is made, and holds one card', async () => {
    const store = await open();
    expect(await store.read()).toBeUndefined();
    await using bench = await openBench({ store });
    expect(toHex((await store.read())!.description.eid)).toBe(eid);
    const [identity] = bench.identities;
    await expect(createCard(store, { eid, identities: [identity!] })).rejects.toThrow('there is a card');
  });

  it('an empty one gives no card', async () => {
    const store = await open();
    const trace = new Trace(virtualClock(testNow));
    const clock = virtualClock(testNow);
    const opening = openEuicc({ name: 'card', store, clock, trace, entropy: seededEntropy(1) });
    await expect(opening).rejects.toThrow('there is no card in the store of card');
    await expect(store.commit({ removeNotifications: [1] })).rejects.toThrow('no card has been made');
    await store.close();
  });

  it('a card with no certificate is not made', async () => {
    const store = await open();
    await expect(createCard(store, { eid, identities: [] })).rejects.toThrow('at least one CI');
    await store.close();
  });

  it('gives back what the card believes after each commit', async () => {
    const store = await open();
    await using bench = await openBench({ store });
    await aLife(bench);
    const { profiles, notifications, registers, retainedKeys } = (await store.read())!;
    expect(profiles.map(({ nickname, state }) => [nickname, state])).toEqual([['Work', 0]]);
    expect(notifications.map(({ seqNumber }) => seqNumber)).toEqual([2, 3]);
    expect(registers).toEqual({ sequenceNumber: 3, sessionNumber: 2, defaultDpAddress: 'new.ad' });
    expect(retainedKeys.map(({ smdpOid }) => smdpOid)).toEqual(['2.999.10']);
    const before = await bench.es10('BF2D00');
    await bench.powerCycle();
    expect(await bench.es10('BF2D00')).toBe(before);
  });

  it(
    'killed before or after any commit, nothing acknowledged is lost and nothing half done is seen',
    { timeout: 60_000 },
    async () => {
      let commits = 0;
      let kill = { when: 'before', number: Infinity };
      let dead = false;
      const hook: CommitHook = ({ when }) => {
        if (when === 'before') commits += 1;
        if (kill.when === when && kill.number === commits) dead = true;
        if (dead) throw new Error('killed');
      };
      const store = await open(hook);
      const bench = await openBench({ store });
      const seen = new Set<number>();
      for (let point = 1; point <= 12; point += 1) {
        kill = { when: point % 2 === 0 ? 'before' : 'after', number: commits + Math.ceil(point / 2) };
        const acknowledged = await tryDownload(bench);
        kill = { when: 'before', number: Infinity };
        dead = false;
        await bench.powerCycle();
        await expectConsistent(bench, seen, acknowledged);
        await bench.es10('BF330C5A0A98001032547698103214');
      }
      expect(bench.faults.map(String)).toEqual(expect.arrayContaining(['Error: killed']));
      await bench.euicc.close();
    },
  );
});

/** The result the card has given, if it came to that. */
async function tryDownload(bench: Bench): Promise<string | undefined> {
  try {
    return await bench.download();
  } catch {
    return undefined;
  }
}

/** A Profile and its result are there together, an acknowledged one for sure; no sequence number comes twice. */
async function expectConsistent(
  bench: Bench,
  seen: Set<number>,
  acknowledged: string | undefined,
): Promise<void> {
  const { profiles, notifications, registers } = (await bench.store.read())!;
  const successes = notifications.filter(({ der }) => typeof resultOf(toHex(der)) === 'string');
  expect(successes).toHaveLength(profiles.length);
  expect(profiles.length).toBeGreaterThanOrEqual(acknowledged === undefined ? 0 : 1);
  expect(registers.loading).toBeUndefined();
  for (const { seqNumber } of notifications) {
    expect(seen.has(seqNumber)).toBe(false);
    seen.add(seqNumber);
  }
  await bench.store.commit({ removeNotifications: notifications.map(({ seqNumber }) => seqNumber) });
}

it('the same seed gives the same octets, another one others', async () => {
  const session = async (seed: number): Promise<string> => {
    await using bench = await openBench({ seed });
    const wire: string[] = [];
    bench.trace.on('wire', ({ octets }) => void wire.push(toHex(octets)));
    await bench.download();
    return wire.join();
  };
  expect(await session(1)).toBe(await session(1));
  expect(await session(1)).not.toBe(await session(2));
});

it('a fault of ours is loud, answers 6F00, and the card starts anew', async () => {
  let broken = false;
  const store = memoryCardStore({
    onCommit: () => {
      if (broken) throw new Error('the memory is broken');
    },
  });
  const bench = await openBench({ store });
  broken = true;
  expect((await bench.send('BF2E00')).sw).toBe('6F00');
  expect(bench.faults.map(String)).toEqual(['Error: the memory is broken']);
  broken = false;
  await bench.select();
  expect(await bench.es10('BF2E00')).toMatch(/^BF2E12/);
});

it('a fault of ours while a package loads is loud, ends it with error 127, and leaves nothing', async () => {
  let failing = false;
  const store = memoryCardStore({
    onCommit: ({ when }) => {
      if (!failing || when !== 'before') return;
      failing = false;
      throw new Error('the memory took nothing');
    },
  });
  await using bench = await openBench({ store });
  const forget = bench.trace.on('card.session', ({ to }) => {
    failing = to === 'loading';
  });
  expect(resultOf(await bench.download())).toEqual([1, 127]);
  forget();
  expect(bench.faults.splice(0).map(String)).toEqual(['Error: the memory took nothing']);
  expect((await store.read())?.profiles).toEqual([]);
  expect(resultOf(await bench.download())).toMatch(/^A0000005591010/);
});
