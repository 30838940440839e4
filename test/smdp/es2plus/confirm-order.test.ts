import { describe, expect, it } from 'vitest';

import { hashedConfirmationCode } from '#shared/crypto/digest';

import { otherEid, someEid } from '../bench.ts';
import type { OperatorBench } from './crafted-operator.ts';
import { openOperatorBench, them } from './crafted-operator.ts';

/** An ordered Profile. */
async function ordered(it: OperatorBench, eid?: string, number = 1): Promise<string> {
  const iccid = await it.addStock(number);
  await it.us.call('downloadOrder', { iccid, eid });
  return iccid;
}

describe('confirmOrder', () => {
  it('confirms with the MatchingID and Confirmation Code that are given; the code is kept as its hash', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    const answer = await it.us.call('confirmOrder', {
      iccid,
      matchingId: '04386-AGYFT-A74Y8-3F815',
      confirmationCode: '12345678',
      releaseFlag: false,
    });
    expect(answer.json).toEqual({
      header: { functionExecutionStatus: { status: 'Executed-Success' } },
      matchingId: '04386-AGYFT-A74Y8-3F815',
      smdpAddress: 'smdp.test',
    });
    expect((await it.bench.smdp.orders.list())[0]).toMatchObject({
      state: 'Confirmed',
      matchingId: '04386-AGYFT-A74Y8-3F815',
      eid: undefined,
      hashedConfirmationCode: hashedConfirmationCode('12345678'),
    });
  });

  it('releases at once when it is told so', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it, someEid);
    const answer = await it.us.call('confirmOrder', { iccid, releaseFlag: true });
    expect(answer.json['eid']).toBe(someEid);
    expect(await it.stateOf(iccid)).toBe('Released');
  });

  it('makes a MatchingID of its own when none is given', async () => {
    await using it = await openOperatorBench();
    const confirm = async (number: number): Promise<unknown> => {
      const iccid = await ordered(it, undefined, number);
      return (await it.us.call('confirmOrder', { iccid, releaseFlag: false })).json['matchingId'];
    };
    const [one, two] = [await confirm(1), await confirm(2)];
    expect(one).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    expect(two).not.toBe(one);
  });

  it('keeps the empty MatchingID of an order that is found by its EID', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    const answer = await it.us.call('confirmOrder', {
      iccid,
      eid: someEid,
      matchingId: '',
      releaseFlag: true,
    });
    expect(answer.json).toMatchObject({ eid: someEid, matchingId: '' });
    const session = await it.bench.device.authenticate(await it.bench.device.initiate(), {});
    expect(session.metadata.length).toBeGreaterThan(0);
  });

  it('takes empty texts for a Confirmation Code and an SM-DS as none', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    const empty = { confirmationCode: '', smdsAddress: '' };
    expect(await it.us.outcome('confirmOrder', { iccid, ...empty, releaseFlag: true })).toBe(
      'Executed-Success',
    );
    expect((await it.bench.smdp.orders.list())[0]?.hashedConfirmationCode).toBeUndefined();
  });

  it('refuses an unknown ICCID: 8.2.1/3.9', async () => {
    await using it = await openOperatorBench();
    const request = { iccid: '89000000000000000009', releaseFlag: true };
    expect(await it.us.outcome('confirmOrder', request)).toBe('8.2.1/3.9');
  });

  it("refuses another operator's ICCID: 8.2.1/1.2", async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    await it.them.call('downloadOrder', { iccid });
    expect(await it.us.outcome('confirmOrder', { iccid, releaseFlag: true })).toBe('8.2.1/1.2');
    expect(await it.stateOf(iccid)).toBe('Allocated');
  });

  it('refuses another EID than the linked one: 8.1.1/3.10', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it, someEid);
    expect(await it.us.outcome('confirmOrder', { iccid, eid: otherEid, releaseFlag: true })).toBe(
      '8.1.1/3.10',
    );
    expect(await it.us.outcome('confirmOrder', { iccid, eid: someEid, releaseFlag: true })).toBe(
      'Executed-Success',
    );
  });

  it.each([{ matchingId: '' }, { smdsAddress: 'lpa.ds.test' }])(
    'refuses %j without an EID: 8.1.1/2.2',
    async (members) => {
      await using it = await openOperatorBench();
      const iccid = await ordered(it);
      expect(await it.us.outcome('confirmOrder', { iccid, ...members, releaseFlag: true })).toBe('8.1.1/2.2');
      expect(await it.stateOf(iccid)).toBe('Allocated');
    },
  );

  it('refuses the MatchingID of another live order, in process or not, and of an offer: 8.2.6/3.3', async () => {
    await using it = await openOperatorBench();
    await it.bench.place({ matchingId: 'M-1' });
    it.bench.smdp.orders.offer({
      matchingId: 'M-2',
      makeProfile: () => {
        throw new Error('not asked for');
      },
    });
    const first = await ordered(it, undefined, 1);
    await it.us.call('confirmOrder', { iccid: first, matchingId: 'M-3', releaseFlag: true });
    const iccid = await ordered(it, undefined, 2);
    const outcomes = [];
    for (const matchingId of ['M-1', 'M-2', 'M-3'])
      outcomes.push(await it.us.outcome('confirmOrder', { iccid, matchingId, releaseFlag: true }));
    expect(outcomes).toEqual(['8.2.6/3.3', '8.2.6/3.3', '8.2.6/3.3']);
    expect(await it.stateOf(iccid)).toBe('Allocated');
  });

  it('takes the MatchingID of an order that was cancelled', async () => {
    await using it = await openOperatorBench();
    const first = await ordered(it, undefined, 1);
    await it.us.call('confirmOrder', { iccid: first, matchingId: 'M-1', releaseFlag: true });
    await it.us.call('cancelOrder', { iccid: first, finalProfileStatusIndicator: 'Unavailable' });
    const iccid = await ordered(it, undefined, 2);
    expect(await it.us.outcome('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true })).toBe(
      'Executed-Success',
    );
  });

  it('gives a MatchingID once, however many confirm with it at the same time', async () => {
    await using it = await openOperatorBench();
    const iccids = [];
    for (let number = 1; number <= 10; number += 1) iccids.push(await ordered(it, undefined, number));
    const outcomes = await Promise.all(
      iccids.map(async (iccid) =>
        it.us.outcome('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'Executed-Success')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '8.2.6/3.3')).toHaveLength(9);
  });

  it('refuses another MatchingID than the one bound before: 8.2.6/3.10', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: false });
    expect(await it.us.outcome('confirmOrder', { iccid, matchingId: 'M-2', releaseFlag: false })).toBe(
      '8.2.6/3.10',
    );
  });

  it('refuses a Profile that nobody ordered: 8.2.1/3.3', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    expect(await it.us.outcome('confirmOrder', { iccid, releaseFlag: true })).toBe('8.2.1/3.3');
  });

  it('refuses an SM-DS, for there is none: 8.9/5.1', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it, someEid);
    const request = { iccid, smdsAddress: 'lpa.ds.test', releaseFlag: true };
    expect(await it.us.outcome('confirmOrder', request)).toBe('8.9/5.1');
    expect(await it.stateOf(iccid)).toBe('Linked');
  });
});

describe('confirmOrder said again', () => {
  const terms = { matchingId: 'M-1', confirmationCode: '12345678', releaseFlag: false };

  it('answers the same and changes nothing', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it, someEid);
    const first = await it.us.call('confirmOrder', { iccid, ...terms });
    const before = await it.bench.smdp.orders.list();
    const again = await it.us.call('confirmOrder', { iccid, ...terms });
    expect(again.text).toBe(first.text);
    expect(await it.bench.smdp.orders.list()).toEqual(before);
  });

  it('answers the MatchingID that was made before', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    const confirm = async () => it.us.call('confirmOrder', { iccid, releaseFlag: true });
    const [one, two] = await Promise.all([confirm(), confirm()]);
    expect(two.text).toBe(one.text);
    expect((await confirm()).text).toBe(one.text);
  });

  it('is taken after the Profile was released too', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    await it.us.call('confirmOrder', { iccid, ...terms });
    await it.us.call('releaseProfile', { iccid });
    expect(await it.us.outcome('confirmOrder', { iccid, ...terms })).toBe('Executed-Success');
    expect(await it.stateOf(iccid)).toBe('Released');
  });

  it.each([
    ['another Confirmation Code', { confirmationCode: '87654321' }],
    ['no Confirmation Code', { confirmationCode: undefined }],
    ['releaseFlag true', { releaseFlag: true }],
    ['an EID that was not given before', { eid: someEid }],
  ])('with %s is no repetition: 8.2.1/3.3', async (_what, other) => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    await it.us.call('confirmOrder', { iccid, ...terms });
    const before = await it.bench.smdp.orders.list();
    expect(await it.us.outcome('confirmOrder', { iccid, ...terms, ...other })).toBe('8.2.1/3.3');
    expect(await it.bench.smdp.orders.list()).toEqual(before);
  });
});
