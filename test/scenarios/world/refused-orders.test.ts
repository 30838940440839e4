import { describe, expect, it } from 'vitest';

import { parseTac } from '#shared/identifiers/imei';
import { after, minutes } from '#shared/runtime/span';

import type { FailureSeen } from '../../support/bench.ts';
import { openBench } from '../../support/bench.ts';

const twoDevices = { devices: [{ name: 'device-1' }, { name: 'device-2' }] } as const;

/** Refused by authenticateClient: nothing on the card, nothing to cancel. */
const refused = (seen: Pick<FailureSeen, 'status' | 'code' | 'order' | 'operator'>): FailureSeen => ({
  stage: 'authenticateClient',
  cancelled: undefined,
  profilesOnCard: [],
  ...seen,
});

const goneFor = (order: string): FailureSeen =>
  refused({ status: 'InvalidMatchingId', code: '8.2.6/3.8', order, operator: [] });

describe('an order that cannot be had', () => {
  it('is refused with 8.2.6/3.8 when nobody knows its MatchingID', async () => {
    await using bench = await openBench();
    const { order } = await bench.order();
    expect(await bench.failure('1$smdp.operator.test$NO-SUCH-ORDER', { order })).toEqual(goneFor('Released'));
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it('is refused with 8.1.1/3.8 to another eUICC than the one it is for, which gets it afterwards', async () => {
    await using bench = await openBench(twoDevices);
    const { activationCode, order } = await bench.order({ eid: bench.device('device-2').eid });
    expect(await bench.failure(activationCode, { order })).toEqual(
      refused({
        status: 'EidMismatch',
        code: '8.1.1/3.8',
        order: 'Released',
        operator: ['eligibilityAndRetryLimit: eidMismatch'],
      }),
    );
    await bench.device('device-2').download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('is refused with 8.8.5/4.10 once it has expired by the Clock', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ expiresAt: after(bench.clock.now(), minutes(30)) });
    await bench.clock.advance(minutes(31));
    expect(await bench.failure(activationCode, { order })).toEqual(
      refused({
        status: 'ProfileNotPresent',
        code: '8.8.5/4.10',
        order: 'Released',
        operator: ['eligibilityAndRetryLimit: downloadOrderExpired'],
      }),
    );
  });

  it('is refused with 8.8.5/4.10 when it expires while a person thinks', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ expiresAt: after(bench.clock.now(), minutes(5)) });
    const consent = async () => {
      await bench.clock.sleep(minutes(6));
      return 'accept' as const;
    };
    expect(await bench.failure(activationCode, { order, host: { consent } })).toEqual({
      stage: 'getBoundProfilePackage',
      status: 'ProfileNotPresent',
      code: '8.8.5/4.10',
      cancelled: undefined,
      order: 'Released',
      profilesOnCard: [],
      operator: ['eligibilityAndRetryLimit: success', 'bppDownload: downloadOrderExpired'],
    });
  });

  it('is refused with 8.10.1/3.9 when a person thinks longer than the session lives, and the code works again', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    const consent = async () => {
      await bench.clock.sleep(minutes(11));
      return 'accept' as const;
    };
    expect(await bench.failure(activationCode, { order, host: { consent } })).toMatchObject({
      stage: 'getBoundProfilePackage',
      status: 'NoCorrespondingRequest',
      code: '8.10.1/3.9',
      order: 'Released',
      profilesOnCard: [],
    });
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('is refused with 8.8.5/6.4 when its download attempts are used up, and is in Error', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ downloadAttempts: 2 });
    const later = { order, host: { consent: async () => 'later' as const } };
    for (const attempt of [1, 2]) {
      expect(await bench.failure(activationCode, later), `attempt ${attempt}`).toMatchObject({
        status: 'OperationAborted',
        order: 'Released',
      });
    }
    expect(await bench.failure(activationCode, later)).toEqual(
      refused({
        status: 'ProfileDownloadMaxRetriesExceeded',
        code: '8.8.5/6.4',
        order: 'Error',
        operator: ['eligibilityAndRetryLimit: downloadRetriesExceeded'],
      }),
    );
    expect(await bench.failure(activationCode, { order })).toEqual(goneFor('Error'));
  });

  it('is refused with 8.2/1.2 before the operator releases it, and can be had afterwards', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ released: false });
    expect(await bench.failure(activationCode, { order })).toEqual(
      refused({
        status: 'ProfileNotReleasedByOperator',
        code: '8.2/1.2',
        order: 'Confirmed',
        operator: ['eligibilityAndRetryLimit: profileNotReleased'],
      }),
    );
    await bench.smdp.orders.release(order.id);
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('is refused with 8.2.5/4.3 to a device of another type', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ tacs: [parseTac('12345678')] });
    expect(await bench.failure(activationCode, { order })).toEqual(
      refused({
        status: 'NoEligibleProfileForThisDevice',
        code: '8.2.5/4.3',
        order: 'Released',
        operator: ['eligibilityAndRetryLimit: noEligibleProfile'],
      }),
    );
  });

  it('is refused with 8.1/4.8 to a card without room, and can be had on a larger one', async () => {
    const devices = [{ name: 'device-1', card: { memory: 4_000 } }, { name: 'device-2' }];
    await using bench = await openBench({ devices });
    const { activationCode, order } = await bench.order();
    expect(await bench.failure(activationCode, { order })).toEqual(
      refused({
        status: 'InsufficientSpaceOnCard',
        code: '8.1/4.8',
        order: 'Released',
        operator: ['eligibilityAndRetryLimit: insufficientMemory'],
      }),
    );
    expect(await bench.freeMemory()).toBe(4_000);
    await bench.device('device-2').download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('is refused with 8.1/4.8 when the card is full, and can be had once a profile is deleted', async () => {
    await using probe = await openBench();
    const free = await probe.freeMemory();
    await probe.device().download((await probe.order()).activationCode);
    const memory = Math.floor((free - (await probe.freeMemory())) * 1.5);
    await using bench = await openBench({ devices: [{ name: 'device-1', card: { memory } }] });
    const first = await bench.order();
    await bench.device().download(first.activationCode, { enable: false });
    const { activationCode, order } = await bench.order();
    expect(await bench.failure(activationCode, { order })).toMatchObject({
      code: '8.1/4.8',
      order: 'Released',
      profilesOnCard: [`${first.order.iccid} disabled`],
    });
    await bench.device().lpa.delete(first.order.iccid);
    await bench.device().download(activationCode);
    expect(await bench.profiles()).toEqual([`${order.iccid} enabled`]);
  });
});

describe('an order with a Confirmation Code', () => {
  const confirmationCode = '12345678';
  const notConfirmed = (seen: Pick<FailureSeen, 'status' | 'code' | 'order' | 'operator'>): FailureSeen => ({
    stage: 'getBoundProfilePackage',
    cancelled: undefined,
    profilesOnCard: [],
    ...seen,
  });

  it('can be had with the right one, given or asked for', async () => {
    await using bench = await openBench();
    for (const how of [{ confirmationCode }, { host: { confirmationCode: async () => confirmationCode } }]) {
      const { activationCode, order } = await bench.order({ confirmationCode });
      expect(activationCode).toMatch(/\$\$1$/);
      await bench.device().download(activationCode, how);
      expect(await bench.state(order)).toBe('Installed');
    }
  });

  it('counts wrong ones: 8.2.7/3.8 twice, then the right one is still accepted', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ confirmationCode });
    for (const wrong of ['00000000', '87654321']) {
      expect(await bench.failure(activationCode, { order, confirmationCode: wrong })).toEqual(
        notConfirmed({
          status: 'IncorrectConfirmationCode',
          code: '8.2.7/3.8',
          order: 'Released',
          operator: ['eligibilityAndRetryLimit: success', 'confirmationFailure: confirmationCodeRefused'],
        }),
      );
    }
    await bench.device().download(activationCode, { confirmationCode });
    expect(await bench.state(order)).toBe('Installed');
  });

  it('is in Error with 8.2.7/6.4 after the third wrong one, and gone', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ confirmationCode });
    const wrong = { order, confirmationCode: '11111111' };
    await bench.failure(activationCode, wrong);
    await bench.failure(activationCode, wrong);
    expect(await bench.failure(activationCode, wrong)).toEqual(
      notConfirmed({
        status: 'ConfirmationCodeMaxRetriesExceeded',
        code: '8.2.7/6.4',
        order: 'Error',
        operator: [
          'eligibilityAndRetryLimit: success',
          'confirmationFailure: confirmationCodeRetriesExceeded',
        ],
      }),
    );
    expect(await bench.failure(activationCode, { order, confirmationCode })).toEqual(goneFor('Error'));
  });

  it('is kept when nobody has the code: the session is postponed', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ confirmationCode });
    expect(await bench.failure(activationCode, { order })).toEqual({
      stage: 'confirmationCode',
      status: 'ConfirmationCodeMissing',
      code: 'noConfirmationCode',
      cancelled: 'postponed',
      order: 'Released',
      profilesOnCard: [],
      operator: ['eligibilityAndRetryLimit: success', 'bppInstallation: postponed'],
    });
    await bench.device().download(activationCode, { confirmationCode });
    expect(await bench.state(order)).toBe('Installed');
  });
});
