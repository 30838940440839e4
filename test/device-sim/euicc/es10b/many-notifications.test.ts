import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import {
  ListNotificationResponse,
  metadataOf,
  PendingNotification,
  RetrieveNotificationsListResponse,
} from '#shared/rsp/notifications';

import { said } from '../../../support/crafted-server.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import { metadata, openBench, resultOf } from '../bench.ts';
import { deleteCommand, disableCommand, enableCommand } from '../lettered-profiles.ts';

const events = ['notificationEnable', 'notificationDisable', 'notificationDelete'] as const;
const servers = (count: number): string[] =>
  Array.from({ length: count }, (_, number) => `server-${number}.example.com`);
const tellingAll = (count: number) =>
  metadata({
    notificationConfigurationInfo: servers(count).map((notificationAddress) => ({
      profileManagementOperation: ['notificationInstall', ...events] as const,
      notificationAddress,
    })),
  });

/** Of the last notification before, as if the card had told of that many. */
async function openAt(sequenceNumber: number, options: BenchOptions = {}): Promise<Bench> {
  const bench = await openBench(options);
  const { registers } = (await bench.store.read())!;
  await bench.store.commit({ registers: { ...registers, sequenceNumber } });
  await bench.powerCycle();
  return bench;
}

async function listed(bench: Bench, command = 'BF2800') {
  const answer = decode(ListNotificationResponse, fromHex(await bench.es10(command)));
  return answer.notificationMetadataList!;
}
async function retrieved(bench: Bench, command = 'BF2B00') {
  const answer = decode(RetrieveNotificationsListResponse, fromHex(await bench.es10(command)), {
    maximumOctets: 10_000_000,
  });
  return (answer.notificationList ?? []).map(({ value }) => metadataOf(value));
}
const numbersOf = (list: readonly { readonly seqNumber: number }[]) => list.map(({ seqNumber }) => seqNumber);
const upTo = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('many addresses', () => {
  it('install, enable, disable and delete are each told to all of them, in the order of the metadata', async () => {
    await using bench = await openBench();
    await bench.download({ metadata: tellingAll(5) });
    for (const command of [enableCommand('A'), disableCommand('A'), deleteCommand('A')]) {
      expect(await bench.es10(command)).toMatch(/800100$/);
    }
    const list = await listed(bench);
    expect(numbersOf(list)).toEqual(upTo(1, 21));
    expect(list.map(({ notificationAddress }) => notificationAddress)).toEqual([
      said.serverAddress,
      ...servers(5),
      ...servers(5),
      ...servers(5),
      ...servers(5),
    ]);
    expect(list.flatMap(({ profileManagementOperation }) => profileManagementOperation)).toEqual([
      ...Array<string>(6).fill('notificationInstall'),
      ...events.flatMap((event) => Array<string>(5).fill(event)),
    ]);
  });

  it(
    'more than 256 notifications wait, are listed, found one by one and retrieved by event',
    { timeout: 30_000 },
    async () => {
      await using bench = await openAt(32_700);
      await bench.download({ metadata: tellingAll(90) });
      for (const command of [enableCommand('A'), disableCommand('A')]) await bench.es10(command);
      expect(numbersOf(await listed(bench))).toEqual(upTo(32_701, 32_971));
      expect(numbersOf(await listed(bench, 'BF280481020520'))).toEqual(upTo(32_882, 32_971));
      expect(numbersOf(await retrieved(bench, 'BF2B06A00481020640'))).toEqual(upTo(32_792, 32_881));
      expect(numbersOf(await retrieved(bench, 'BF2B07A0058003008000'))).toEqual([32_768]);
      expect(await bench.es10('BF30058003008000')).toBe('BF3003800100');
      expect(await bench.es10('BF30058003008000')).toBe('BF3003800101');
      expect(await listed(bench)).toHaveLength(270);
    },
  );
});

describe('the DER of a sequence number', () => {
  it.each([
    [1, '800101'],
    [127, '80017F'],
    [128, '80020080'],
    [255, '800200FF'],
    [256, '80020100'],
    [32_767, '80027FFF'],
    [32_768, '8003008000'],
    [65_536, '8003010000'],
    [8_388_608, '800400800000'],
  ])('%i is %s in the result, in the list, and when it is asked for', async (seqNumber, der) => {
    await using bench = await openAt(seqNumber - 1);
    const answer = await bench.download();
    const length = (octets: number): string => octets.toString(16).toUpperCase().padStart(2, '0');
    const octets = der.length / 2;
    expect(answer).toContain(`BF2F${length(34 + octets)}${der}81020780`);
    expect(await bench.es10('BF2800')).toContain(`BF2F${length(34 + octets)}${der}81020780`);
    const asked = `BF2B${length(octets + 2)}A0${length(octets)}${der}`;
    expect(await bench.es10(asked)).toContain(answer);
    expect(await bench.es10(`BF30${length(octets)}${der}`)).toBe('BF3003800100');
    expect(await bench.es10(asked)).toBe('BF2B03810101');
  });

  it.each([
    ['a negative one', 'BF3003800180', 'BF3003800101'],
    ['zero', 'BF3003800100', 'BF3003800101'],
  ])('%s is nobody: nothingToDelete', async (_, command, answer) => {
    await using bench = await openBench();
    await bench.download();
    expect(await bench.es10(command)).toBe(answer);
  });
});

describe('lists by event', () => {
  const several = 'BF280481020560';
  it('of several events at once are those of each, and of none are empty', async () => {
    await using bench = await openBench();
    await bench.download({ metadata: tellingAll(1) });
    await bench.es10(enableCommand('A'));
    await bench.es10(disableCommand('A'));
    expect(numbersOf(await listed(bench, several))).toEqual([3, 4]);
    expect(await bench.es10('BF2803810100')).toBe('BF2802A000');
    expect(await bench.es10('BF2B05A003810100')).toBe('BF2B03810101');
  });

  it('leave the others where they are, and an event of a later version finds nothing', async () => {
    await using bench = await openBench();
    await bench.download({ metadata: tellingAll(1) });
    const before = await bench.es10('BF2B00');
    expect(await bench.es10('BF280481020308')).toBe('BF2802A000');
    await listed(bench, several);
    expect(await bench.es10('BF2B00')).toBe(before);
  });
});

describe('a card that keeps so many notifications only', () => {
  const waiting = async (bench: Bench): Promise<readonly number[]> =>
    (await bench.store.read())!.notifications.map(({ seqNumber }) => seqNumber);

  it('drops the oldest, whose numbers are not used again', async () => {
    await using bench = await openBench({ card: { mostNotifications: 3 } });
    await bench.download({ metadata: tellingAll(1) });
    await bench.es10(enableCommand('A'));
    expect(await waiting(bench)).toEqual([1, 2, 3]);
    await bench.es10(disableCommand('A'));
    expect(await waiting(bench)).toEqual([2, 3, 4]);
    expect(await bench.es10('BF2B05A003800101')).toBe('BF2B03810101');
    await bench.powerCycle();
    await bench.es10(deleteCommand('A'));
    expect(await waiting(bench)).toEqual([3, 4, 5]);
  });

  it('gives the result of a load even where it cannot keep it', async () => {
    await using bench = await openBench({ card: { mostNotifications: 2 } });
    const answer = await bench.download({ metadata: tellingAll(4) });
    expect(resultOf(answer)).toBe('A0000005591010FFFFFFFF8900001100');
    const { seqNumber } = metadataOf(decode(PendingNotification, fromHex(answer)));
    expect([seqNumber, await waiting(bench)]).toEqual([1, [4, 5]]);
  });

  it('is made for one at least', async () => {
    for (const mostNotifications of [0, NaN])
      await expect(openBench({ card: { mostNotifications } })).rejects.toThrow('at least one notification');
  });

  it('keeps all unless it is told otherwise', async () => {
    await using bench = await openBench();
    const { description } = (await bench.store.read())!;
    expect([description.mostNotifications, toHex(description.eid)]).toEqual([
      undefined,
      '89049032123451234512345678901235',
    ]);
  });
});
