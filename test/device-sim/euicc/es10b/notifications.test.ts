import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { readCertificate } from '#shared/pki/certificate';
import { OtherSignedNotification } from '#shared/rsp/notifications';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { CraftedServer } from '../../../support/crafted-server.ts';

import type { Bench } from '../bench.ts';
import { brainpoolCi, metadata, nistCi, openBench } from '../bench.ts';

type Configuration = NonNullable<StoreMetadataRequest['notificationConfigurationInfo']>;

const iccid = '98001032547698103214';
const identified = `A00C5A0A${iccid}8101FF`;
const smdp = '0C10736D64702E6578616D706C652E636F6D';

const told: Configuration = [
  { profileManagementOperation: ['notificationEnable'], notificationAddress: 'on.example' },
  { profileManagementOperation: ['notificationDisable'], notificationAddress: 'off.example' },
  { profileManagementOperation: ['notificationDelete'], notificationAddress: 'gone.example' },
  {
    profileManagementOperation: ['notificationEnable', 'notificationDelete'],
    notificationAddress: 'two.example',
  },
];

async function enabledAndDeleted(): Promise<Bench> {
  const bench = await openBench();
  await bench.download({ metadata: metadata({ notificationConfigurationInfo: told }) });
  await bench.es10(`BF3111${identified}`);
  await bench.es10(`BF3211${identified}`);
  await bench.es10(`BF330C5A0A${iccid}`);
  return bench;
}

describe('notifications', () => {
  it('one for each configured address and event, numbered in the order of the events', async () => {
    await using bench = await enabledAndDeleted();
    const { notifications } = (await bench.store.read())!;
    const listed = notifications.slice(1).map(({ der }) => {
      const { seqNumber, profileManagementOperation, notificationAddress } = decode(
        OtherSignedNotification,
        der,
      ).tbsOtherNotification.value;
      return `${seqNumber} ${profileManagementOperation.join()} ${notificationAddress}`;
    });
    expect(listed).toEqual([
      '2 notificationEnable on.example',
      '3 notificationEnable two.example',
      '4 notificationDisable off.example',
      '5 notificationDelete gone.example',
      '6 notificationDelete two.example',
    ]);
  });

  it('the metadata of an installation are those of es10.md §6, octet by octet', async () => {
    await using bench = await openBench();
    await bench.download();
    expect(await bench.es10('BF2800')).toBe(`BF282AA028BF2F2580010181020780${smdp}5A0A${iccid}`);
  });

  it.each([
    ['install', '0780', '80010181020780'],
    ['enable', '0640', '80010281020640'],
    ['disable', '0520', '80010481020520'],
    ['delete', '0410', '80010581020410'],
  ])('can be listed by the event %s', async (_, bits, first) => {
    await using bench = await enabledAndDeleted();
    const answer = await bench.es10(`BF28048102${bits}`);
    expect(answer).toContain(first);
    expect(answer.match(/BF2F/g)).toHaveLength(bits === '0640' || bits === '0410' ? 2 : 1);
    expect(await bench.es10(`BF2B06A0048102${bits}`)).toContain(first);
  });

  it('an unused event lists nothing and retrieves noResultAvailable', async () => {
    await using bench = await openBench();
    await bench.download();
    expect(await bench.es10('BF280481020640')).toBe('BF2802A000');
    expect(await bench.es10('BF2B06A00481020640')).toBe('BF2B03810101');
    expect(await bench.es10('BF2B05A003800109')).toBe('BF2B03810101');
  });

  it('are retrieved octet by octet as they were made, and signed over the whole BF2F', async () => {
    await using bench = await enabledAndDeleted();
    const answer = await bench.es10('BF2B05A003800102');
    const { notifications } = (await bench.store.read())!;
    const { der } = notifications[1]!;
    expect(answer.endsWith(toHex(der))).toBe(true);
    const { tbsOtherNotification, euiccNotificationSignature, euiccCertificate } = decode(
      OtherSignedNotification,
      der,
    );
    expect(toHex(tbsOtherNotification.der)).toBe(`BF2F1F800102810206400C0A6F6E2E6578616D706C655A0A${iccid}`);
    const { publicKey } = readCertificate(euiccCertificate);
    expect(verify(publicKey, tbsOtherNotification.der, euiccNotificationSignature)).toBe(true);
  });

  it('are signed under the CI of the download session', async () => {
    await using bench = await openBench({ cis: [nistCi(), brainpoolCi()] });
    const server = new CraftedServer(brainpoolCi());
    await bench.download({ metadata: metadata({ notificationConfigurationInfo: told }) }, server);
    await bench.es10(`BF3111${identified}`);
    const { notifications } = (await bench.store.read())!;
    const { euiccCertificate } = decode(OtherSignedNotification, notifications[1]!.der);
    expect(readCertificate(euiccCertificate).curve).toBe('brainpoolP256r1');
  });

  it('are removed one by one; what is not there is nothingToDelete', async () => {
    await using bench = await enabledAndDeleted();
    expect(await bench.es10('BF3003800103')).toBe('BF3003800100');
    expect(await bench.es10('BF3003800103')).toBe('BF3003800101');
    expect(await bench.es10('BF30048002 00C8')).toBe('BF3003800101');
    expect((await bench.store.read())!.notifications.map(({ seqNumber }) => seqNumber)).toEqual([
      1, 2, 4, 5, 6,
    ]);
  });

  it('sequence numbers are never used again, not after removal nor after a loss of power', async () => {
    await using bench = await openBench();
    for (let round = 1; round <= 3; round += 1) {
      await bench.download();
      expect(await bench.es10('BF2800')).toContain(`BF2F258001${round.toString().padStart(2, '0')}8102`);
      expect(await bench.es10(`BF300380010${round}`)).toBe('BF3003800100');
      await bench.es10(`BF330C5A0A${iccid}`);
      await bench.powerCycle();
    }
  });

  it('a sequence number of 128 has two octets', async () => {
    await using bench = await openBench();
    await bench.download();
    const { registers } = (await bench.store.read())!;
    await bench.store.commit({ registers: { ...registers, sequenceNumber: 127 } });
    await bench.powerCycle();
    await bench.download();
    expect(await bench.es10('BF2800')).toContain('80020080');
    expect(await bench.es10('BF300480020080')).toBe('BF3003800100');
  });
});
