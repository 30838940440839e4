import { describe, expect, it } from 'vitest';

import type { DownloadRetry } from '#device-sim/mobile-plans/index';
import { SettingsRefused } from '#device-sim/mobile-plans/index';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import { instant, milliseconds, minutes, seconds } from '#shared/runtime/span';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

/** A device whose downloads come to these, one after the other, and to a Profile afterwards. */
function bench(fails: readonly ESimOperationStatusName[], retry?: DownloadRetry): Bench {
  const made = new Bench(retry === undefined ? {} : { retry });
  const left = [...fails];
  made.device.outcome = (_code, listener) => {
    const status = left.shift();
    if (status === undefined) return Promise.resolve({ iccid: newIccid });
    if (status === 'InsufficientSpaceOnCard') listener?.offered(`${newIccid}F`);
    return Promise.reject(failure(status));
  };
  return made;
}

const unreachable = 'ServerNotReachable';

async function connectivity(made: Bench): Promise<void> {
  const { page } = await made.portal();
  page.run(`networkLater('${goodCode}', 15)`);
  await made.clock.settled();
}

describe('a download that fails while no portal waits for it', () => {
  it('is tried twice more, a minute apart, and may succeed', async () => {
    const made = bench([unreachable, 'ServerFailure']);
    await connectivity(made);
    expect(made.device.codes).toHaveLength(1);
    expect(made.host.awaited).toMatchObject([{ what: 'retry', due: instant('2026-11-23T09:01:00Z') }]);
    await made.clock.advance(seconds(60));
    expect(made.device.codes).toHaveLength(2);
    await made.clock.advance(seconds(60));
    expect(made.device.codes).toEqual([goodCode, goodCode, goodCode]);
    expect(made.host.toasts).toEqual([]);
    expect((await made.host.launch()).headers).toEqual({ 'Accept-Language': 'en-US' });
  });

  it('is told after the last attempt: by a toast, and by headers with a code and a time for each', async () => {
    const made = bench([unreachable, 'InsufficientSpaceOnCard', unreachable], {
      after: [unreachable, 'InsufficientSpaceOnCard'],
    });
    await connectivity(made);
    await made.clock.advance(minutes(1));
    expect(made.host.toasts).toEqual([]);
    await made.clock.advance(minutes(1));
    expect(made.host.toasts).toMatchObject([{ kind: 'downloadFailed' }]);
    expect((await made.host.launch()).headers).toEqual({
      'Accept-Language': 'en-US',
      'X-MP-LPAError-Codes': 'ServerNotReachable,InsufficientSpaceOnCard,ServerNotReachable',
      'X-MP-LPAError-TimeStamps': '11/23/2026 9:00:00 AM,11/23/2026 9:01:00 AM,11/23/2026 9:02:00 AM',
      'X-MP-LPAError-ICCIDs': newIccid,
    });
    expect((await made.host.launch()).headers).toEqual({ 'Accept-Language': 'en-US' });
  });

  it('tells who accepted it when the next attempt is', async () => {
    const made = bench(['ProfileNotReleasedByOperator']);
    const { page } = await made.portal();
    page.run(`buyForLater('${goodCode}', 60)`);
    page.close();
    await made.clock.advance(minutes(60));
    expect(await made.host.toasts[0]?.accept()).toEqual({
      result: 'profileNotReleasedByOperator',
      iccid: '',
      retryAt: instant('2026-11-23T10:01:00Z'),
    });
    await made.clock.advance(minutes(1));
    expect(made.device.codes).toHaveLength(2);
    expect(made.host.toasts).toHaveLength(1);
    const states = made.records.flatMap(({ name, event }) =>
      name === 'host.operation' && 'state' in event ? [event.state] : [],
    );
    expect(states).toEqual(['scheduled', 'begun', 'retrying', 'begun', 'ended'].filter((_, at) => at !== 3));
  });

  it.each(['InvalidMatchingId', 'EidMismatch', 'PolicyViolation', 'OperationAborted'] as const)(
    'is not tried again after %s, which would stay',
    async (status) => {
      const made = bench([status]);
      await connectivity(made);
      await made.clock.advance(minutes(10));
      expect(made.device.codes).toHaveLength(1);
      expect(made.host.toasts).toMatchObject([{ kind: 'downloadFailed' }]);
    },
  );

  it('is tried as often, at such intervals and after such failures as the settings say', async () => {
    const made = bench(['InvalidMatchingId', 'InvalidMatchingId', 'InvalidMatchingId', 'InvalidMatchingId'], {
      times: 3,
      interval: minutes(10),
      after: ['InvalidMatchingId'],
    });
    await connectivity(made);
    await made.clock.advance(minutes(29));
    expect(made.device.codes).toHaveLength(3);
    await made.clock.advance(minutes(31));
    expect(made.device.codes).toHaveLength(4);
    expect(made.host.toasts).toHaveLength(1);
  });

  it('is not tried again with 0 times, nor once the app is closed', async () => {
    const never = bench([unreachable], { times: 0 });
    await connectivity(never);
    expect(never.host.toasts).toMatchObject([{ kind: 'downloadFailed' }]);
    const closed = bench([unreachable]);
    await connectivity(closed);
    await closed.host.close();
    await closed.clock.advance(minutes(10));
    expect(closed.device.codes).toHaveLength(1);
    expect(closed.faults).toEqual([]);
  });

  it('keeps portals from downloading until its last attempt is over', async () => {
    const made = bench([unreachable]);
    await connectivity(made);
    const { page } = await made.portal();
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'cardBusy' });
    await made.clock.advance(minutes(1));
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
  });
});

describe('a download that fails while its portal is open', () => {
  it('is told at once, for the portal decides', async () => {
    const made = bench([unreachable]);
    const { page } = await made.portal();
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'serverNotReachable' });
    await made.clock.advance(minutes(10));
    expect(made.device.codes).toHaveLength(1);
  });

  it('is told after its last attempt where the settings say so', async () => {
    const made = bench([unreachable, unreachable], { inline: true, times: 1 });
    const { page } = await made.portal();
    page.run(`buy('${goodCode}')`);
    await made.clock.settled();
    expect(page.callbacks).toEqual([]);
    await made.clock.advance(minutes(1));
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'serverNotReachable' });
    expect(made.device.codes).toHaveLength(2);
    expect(made.host.toasts).toEqual([]);
  });
});

describe('settings of retries', () => {
  it.each([
    [{ times: -1 }, 'a download is tried again 0 to 100 times, not -1'],
    [{ times: 1.5 }, 'a download is tried again 0 to 100 times, not 1.5'],
    [{ interval: milliseconds(-1) }, 'the time between two attempts cannot be negative'],
    [{ after: ['Nonsense' as never] }, '"Nonsense" is no ESimOperationStatus; write ServerNotReachable'],
  ])('%j are refused: %s', (retry, says) => {
    expect(() => new Bench({ retry })).toThrow(new SettingsRefused(says));
  });

  it('and a search for the network that ends before it begins is refused', () => {
    expect(() => new Bench({ registersFor: milliseconds(-1) })).toThrow(SettingsRefused);
  });
});
