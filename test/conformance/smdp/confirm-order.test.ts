import { describe, expect, it } from 'vitest';

import { hashedConfirmationCode } from '#shared/crypto/digest';

import { otherEid, someEid } from '../../smdp/bench.ts';
import type { OperatorBench } from '../../smdp/es2plus/crafted-operator.ts';
import { openOperatorBench, them } from '../../smdp/es2plus/crafted-operator.ts';

/** An ordered Profile: Linked where an EID is given, Allocated else. */
async function ordered({ addStock, us }: OperatorBench, eid?: string, number = 1): Promise<string> {
  const iccid = await addStock(number);
  await us.call('downloadOrder', { iccid, eid });
  return iccid;
}

const made = /^[0-9A-Z]+(?:-[0-9A-Z]+)*$/;

/** What a test may give of it, in all combinations. */
const combinations = [undefined, 'M-1', '']
  .flatMap((matchingId) => [true, false].map((releaseFlag) => ({ matchingId, releaseFlag })))
  .flatMap((given) => [undefined, '12345678'].map((confirmationCode) => ({ ...given, confirmationCode })))
  .map((given, at) => [`C152${String.fromCharCode(97 + at)}`, given] as const);

const said = ({ matchingId, releaseFlag, confirmationCode }: (typeof combinations)[number][1]): string =>
  [
    matchingId === undefined ? 'no MatchingID' : `MatchingID "${matchingId}"`,
    `releaseFlag ${releaseFlag}`,
    confirmationCode === undefined ? 'no Confirmation Code' : 'a Confirmation Code',
  ].join(', ');

describe('SGP.23 §4.3, ES2+.ConfirmOrder (SGP.22 §5.3.2)', () => {
  it.each(combinations.map(([number, given]) => [number, said(given), given] as const))(
    '%s %s: Confirmed, or Released where that is said, with the MatchingID it is found by',
    async (_number, _said, given) => {
      await using it = await openOperatorBench();
      const { matchingId, releaseFlag, confirmationCode } = given;
      const iccid = await ordered(it, someEid);
      const answer = await it.us.call('confirmOrder', { iccid, ...given });
      expect([answer.status, answer.outcome]).toEqual([200, 'Executed-Success']);
      expect(answer.json).toMatchObject({ eid: someEid, smdpAddress: 'smdp.test' });
      const [order] = await it.bench.smdp.orders.list();
      expect(order).toMatchObject({
        state: releaseFlag ? 'Released' : 'Confirmed',
        matchingId: matchingId ?? (expect.stringMatching(made) as string),
        attempts: { download: 0, confirmationCode: 0 },
      });
      expect(answer.json['matchingId']).toBe(order?.matchingId);
      expect(order?.hashedConfirmationCode).toEqual(
        confirmationCode === undefined ? undefined : hashedConfirmationCode(confirmationCode),
      );
      const { device } = it.bench;
      const tried = await device.tryAuthenticate(await device.initiate(), {
        matchingId: order?.matchingId ?? '',
      });
      expect(tried.outcome).toBe(releaseFlag ? 'Executed-Success' : '8.2/1.2');
    },
  );

  it('C152m the same again: the same answer, nothing moves; another releaseFlag is no repetition: 8.2.1/3.3', async () => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    const terms = { iccid, matchingId: 'M-1', releaseFlag: false };
    const first = await it.us.call('confirmOrder', terms);
    const before = await it.bench.smdp.orders.list();
    expect((await it.us.call('confirmOrder', terms)).text).toBe(first.text);
    expect(await it.us.outcome('confirmOrder', { ...terms, releaseFlag: true })).toBe('8.2.1/3.3');
    expect(await it.bench.smdp.orders.list()).toEqual(before);
  });

  it.each([
    ['C153a', 'the EID is another than the linked one', '8.1.1/3.10', { eid: otherEid, matchingId: 'M-2' }],
    ['C153d', 'the MatchingID is that of another live order', '8.2.6/3.3', { matchingId: 'TAKEN' }],
    ['C153e', 'releaseFlag is missing', '1.3.1/2.2', { releaseFlag: undefined }],
    ['C153f', 'the MatchingID has other characters', '1.3.1/2.1', { matchingId: 'm 1' }],
    ['C153g', 'there is no SM-DS to tell', '8.9/5.1', { smdsAddress: 'lpa.ds.test' }],
  ])('%s %s: %s, the Profile stays Linked', async (_number, _what, codes, members) => {
    await using it = await openOperatorBench();
    const other = await ordered(it, undefined, 2);
    await it.us.call('confirmOrder', { iccid: other, matchingId: 'TAKEN', releaseFlag: true });
    const iccid = await ordered(it, someEid);
    const before = await it.bench.smdp.orders.list();
    const answer = await it.us.call('confirmOrder', { iccid, releaseFlag: true, ...members });
    expect([answer.status, answer.outcome]).toEqual([200, codes]);
    expect(await it.bench.smdp.orders.list()).toEqual(before);
    expect(await it.stateOf(iccid)).toBe('Linked');
  });

  it.each([
    ['C153b', 'the MatchingID is empty', { matchingId: '' }],
    ['C153c', 'an SM-DS is to be told', { smdsAddress: 'lpa.ds.test' }],
  ])('%s there is no EID and %s: 8.1.1/2.2, the Profile stays Allocated', async (_number, _what, members) => {
    await using it = await openOperatorBench();
    const iccid = await ordered(it);
    expect(await it.us.outcome('confirmOrder', { iccid, releaseFlag: true, ...members })).toBe('8.1.1/2.2');
    expect(await it.stateOf(iccid)).toBe('Allocated');
  });

  it.each([
    ['C153h', 'the ICCID is unknown', '8.2.1/3.9', async () => '89000000000000000009'],
    [
      'C153i',
      "the ICCID is another operator's",
      '8.2.1/1.2',
      async (it: OperatorBench) => {
        const iccid = await it.addStock(1, { owner: them });
        await it.them.call('downloadOrder', { iccid });
        return iccid;
      },
    ],
    ['C153j', 'nobody has ordered the Profile', '8.2.1/3.3', async (it: OperatorBench) => it.addStock(1)],
    [
      'C153k',
      'another MatchingID is bound to the ICCID',
      '8.2.6/3.10',
      async (it: OperatorBench) => {
        const iccid = await ordered(it);
        await it.us.call('confirmOrder', { iccid, matchingId: 'M-0', releaseFlag: true });
        return iccid;
      },
    ],
  ])('%s %s: %s, nothing moves', async (_number, _what, codes, make) => {
    await using it = await openOperatorBench();
    const iccid = await make(it);
    const before = await it.bench.smdp.orders.list();
    const answer = await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
    expect([answer.status, answer.outcome]).toEqual([200, codes]);
    expect(await it.bench.smdp.orders.list()).toEqual(before);
  });
});
