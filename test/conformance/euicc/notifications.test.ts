import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { OtherSignedNotification } from '#shared/rsp/notifications';

import type { Bench, BenchOptions } from '../../device-sim/euicc/bench.ts';
import { openBench } from '../../device-sim/euicc/bench.ts';
import {
  deleteCommand,
  disableCommand,
  enableCommand,
  install,
  octetsOf,
} from '../../device-sim/euicc/lettered-profiles.ts';
import { believedKey, curves, reset, retrieved, waiting } from './bench.ts';

const notificationConfigurationInfo = [
  { profileManagementOperation: ['notificationEnable'], notificationAddress: 'on.example' },
  { profileManagementOperation: ['notificationDisable'], notificationAddress: 'off.example' },
  { profileManagementOperation: ['notificationDelete'], notificationAddress: 'gone.example' },
] as const;

/** A Profile that was installed, enabled, disabled and deleted, and has told of each. */
async function aLife(options: BenchOptions = {}): Promise<Bench> {
  const bench = await openBench(options);
  await install(bench, 'A', { notificationConfigurationInfo });
  await bench.es10(enableCommand('A', '00'));
  await bench.es10(disableCommand('A', '00'));
  await bench.es10(deleteCommand('A'));
  return bench;
}

const told = [
  '1 install smdp.example.com',
  '2 enable on.example',
  '3 disable off.example',
  '4 delete gone.example',
];

describe('SGP.23 §4.2, ES10b.ListNotification (SGP.22 §5.7.9)', () => {
  it.each([
    ['install', '0780', '01', '0C10736D64702E6578616D706C652E636F6D'],
    ['enable', '0640', '02', '0C0A6F6E2E6578616D706C65'],
    ['disable', '0520', '03', '0C0B6F66662E6578616D706C65'],
    ['delete', '0410', '04', '0C0C676F6E652E6578616D706C65'],
  ])('C093 by the bit of %s: that one, and the others stay', async (_, bits, number, address) => {
    await using bench = await aLife();
    const metadata = `8001${number}8102${bits}${address}5A0A${octetsOf('A')}`;
    const octets = (count: number): string => count.toString(16).toUpperCase().padStart(2, '0');
    const length = metadata.length / 2;
    expect(await bench.es10(`BF28048102${bits}`)).toBe(
      `BF28${octets(length + 5)}A0${octets(length + 3)}BF2F${octets(length)}${metadata}`,
    );
    expect(await waiting(bench)).toEqual(told);
  });

  it('C093a by the bit of an event that has not been: A0 00', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await bench.es10('BF280481020640')).toBe('BF2802A000');
  });

  it('C093b by the bits of enable and disable: both', async () => {
    await using bench = await aLife();
    const answer = await bench.es10('BF280481020560');
    expect(answer.match(/BF2F..8001../g)?.map((each) => each.slice(-2))).toEqual(['02', '03']);
  });
});

describe('SGP.23 §4.2, ES10b.RetrieveNotificationsList (SGP.22 §5.7.10)', () => {
  it('C094 all of them: BF37 for the installation, 30 for each other', async () => {
    await using bench = await aLife();
    const all = await retrieved(bench);
    expect(all.map((each) => each.slice(0, 4))).toEqual(['BF37', '3082', '3082', '3082']);
  });

  it.each([
    ['C094a by seqNumber of the installation', 'A003800101', 0],
    ['C094b by seqNumber of another', 'A003800103', 2],
    ['C094c by the event install', 'A00481020780', 0],
    ['C094d by the event delete', 'A00481020410', 3],
  ])('%s: that one, octet for octet', async (_, criteria, place) => {
    await using bench = await aLife();
    const all = await retrieved(bench);
    expect(await retrieved(bench, criteria)).toEqual([all[place]]);
    expect(await waiting(bench)).toEqual(told);
  });

  it.each([
    ['C094e an unknown seqNumber', 'BF2B05A003800109'],
    ['C094f an event that has not been', 'BF2B06A00481020640'],
  ])('%s: 81 01 01 noResultAvailable', async (_, request) => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await bench.es10(request)).toBe('BF2B03810101');
  });

  it('C094g a card with none: 81 01 01 noResultAvailable', async () => {
    await using bench = await openBench();
    expect(await bench.es10('BF2B00')).toBe('BF2B03810101');
  });

  it.each(curves)(
    'C095 %s: the signature of an OtherSignedNotification is over the TLV BF2F',
    async (_, ci) => {
      await using bench = await aLife({ cis: [ci()] });
      for (const each of (await retrieved(bench)).slice(1)) {
        const notification = decode(OtherSignedNotification, fromHex(each));
        const { tbsOtherNotification, euiccNotificationSignature } = notification;
        expect(toHex(tbsOtherNotification.der).slice(0, 4)).toBe('BF2F');
        const key = believedKey(notification, ci());
        expect(verify(key, tbsOtherNotification.der, euiccNotificationSignature)).toBe(true);
      }
    },
  );
});

describe('SGP.23 §4.2, ES10b.RemoveNotificationFromList (SGP.22 §5.7.11)', () => {
  it('C096 a known one: 0, and that one is gone; once more: 1 nothingToDelete', async () => {
    await using bench = await aLife();
    expect(await bench.es10('BF3003800102')).toBe('BF3003800100');
    expect(await waiting(bench)).toEqual(told.toSpliced(1, 1));
    expect(await bench.es10('BF3003800102')).toBe('BF3003800101');
  });

  it('C096a an unknown one in two octets: 1 nothingToDelete', async () => {
    await using bench = await aLife();
    expect(await bench.es10('BF3004800200C8')).toBe('BF3003800101');
    expect(await waiting(bench)).toEqual(told);
  });

  it('C097 seqNumber only rises, after removal, reset and power cycle too', async () => {
    await using bench = await openBench();
    const numbers: number[] = [];
    for (const interlude of [reset, (each: Bench) => each.powerCycle(), reset]) {
      await install(bench, 'A', { notificationConfigurationInfo });
      await bench.es10(deleteCommand('A'));
      for (const each of await waiting(bench)) {
        const number = Number(each.split(' ')[0]);
        numbers.push(number);
        expect(await bench.es10(`BF300380010${number}`)).toBe('BF3003800100');
      }
      await interlude(bench);
    }
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
