import { describe, expect, it } from 'vitest';

import { encode } from '#shared/asn1/index';
import { filled } from '#shared/bytes/bytes';
import { iccidToBytes, makeIccid, parseIccid } from '#shared/identifiers/iccid';
import type { InstallError } from '#shared/rsp/notifications';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { PreparedSession } from '../../support/crafted-device.ts';
import type { Bench } from '../bench.ts';
import { openBench, otherEid, start, stock } from '../bench.ts';

const ownership = { owner: '2.999.1', profileType: 'A' };

/** Reports a result that names an ICCID, and gives the states of all orders after it. */
async function report(
  { device, smdp }: Bench,
  session: PreparedSession,
  iccid: ReturnType<typeof makeIccid>,
  result: 'success' | InstallError = 'success',
): Promise<readonly string[]> {
  await device.notify(device.installationResult(session, result, { iccid: iccidToBytes(iccid) }));
  return (await smdp.orders.list()).map(({ state }) => state);
}

describe('an order that is placed', () => {
  it('is the first of its Profile, and its history begins with it', async () => {
    await using bench = await openBench();
    expect(await bench.place()).toMatchObject({
      ordered: 1,
      history: [{ at: start, state: 'Released', why: 'ordered' }],
    });
  });

  it('with a wrong check digit in its ICCID is taken, and is a finding; with the right one it is none', async () => {
    await using bench = await openBench();
    const right = makeIccid('8900012345678901234');
    await bench.place();
    expect(bench.events('finding')).toEqual([]);
    const wrong = parseIccid(`${right.slice(0, -1)}${(Number(right.slice(-1)) + 1) % 10}`);
    const names = { serviceProviderName: 'esimlab', profileName: 'a test profile' };
    const metadata = encode(StoreMetadataRequest, { iccid: iccidToBytes(wrong), ...names });
    const profile = { ...stock(), metadata };
    expect(await bench.place({ matchingId: 'M-2', profile })).toMatchObject({ iccid: wrong });
    expect(bench.events('finding')).toEqual([
      { where: 'order', what: `the check digit of the ICCID ${wrong} is wrong` },
    ]);
  });

  it('is released once: never when its package was delivered', async () => {
    await using bench = await openBench();
    const { id } = await bench.place();
    await bench.device.download('M-1');
    await expect(bench.smdp.orders.release(id)).rejects.toThrow('Downloaded cannot be Released');
    expect(await bench.state()).toBe('Downloaded');
  });
});

describe('the Profile of an ICCID', () => {
  it("is an operator's before one that was placed for nobody, be that older or newer", async () => {
    await using bench = await openBench();
    const older = await bench.place();
    const { id, iccid } = await bench.place({ matchingId: 'M-2', ownership });
    expect((await bench.smdp.orders.profileOf(iccid))?.id).toBe(id);
    await bench.place({ matchingId: 'M-3' });
    expect((await bench.smdp.orders.profileOf(iccid))?.id).toBe(id);
    expect(older.iccid).toBe(iccid);
  });

  it('is the newest of those that are alike', async () => {
    await using bench = await openBench();
    await bench.place();
    const nobodys = await bench.place({ matchingId: 'M-2' });
    expect((await bench.smdp.orders.profileOf(nobodys.iccid))?.id).toBe(nobodys.id);
    await bench.place({ matchingId: 'M-3', ownership });
    const newest = await bench.place({ matchingId: 'M-4', ownership });
    expect((await bench.smdp.orders.profileOf(nobodys.iccid))?.id).toBe(newest.id);
  });
});

describe('a result is that', () => {
  it('of the order of its session, even if the ICCID was given to another eUICC later', async () => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    const { prepared } = await bench.device.download('M-1');
    await bench.place({ matchingId: 'M-2' });
    await bench.openDevice(otherEid).download('M-2');
    expect(await report(bench, prepared, iccid)).toEqual(['Installed', 'Downloaded']);
  });

  it('of the last order with its ICCID that was delivered, where the session is not known', async () => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    const { prepared } = await bench.device.download('M-1');
    await bench.place({ matchingId: 'M-2' });
    await bench.place({ matchingId: 'M-3', profile: stock('8900012345678901235') });
    await bench.device.download('M-3');
    const unknown = { ...prepared, transactionId: filled(16, 1) };
    expect(await report(bench, unknown, iccid)).toEqual(['Installed', 'Released', 'Downloaded']);
  });

  it('of a later package too, and ends the order when it says that the Profile cannot be installed', async () => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    await bench.device.download('M-1');
    const { prepared } = await bench.device.download('M-1');
    const states = await report(bench, prepared, iccid, 'installFailedDueToPEProcessingError');
    expect(states).toEqual(['Error']);
  });
});
