import { describe, expect, it } from 'vitest';

import { filled } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { Order, SmdpStore } from '#smdp/index';
import { memorySmdpStore } from '#smdp/index';
import { installed } from '#smdp/orders/installation';
import { terminated } from '#smdp/orders/order';
import { allocated, backInStock, confirmed } from '#smdp/orders/ordering';

import { openBench, start } from '../bench.ts';

/** A store in which an order becomes another one right before the next change of it: after it was found. */
class OvertakingStore implements SmdpStore {
  readonly #store = memorySmdpStore();
  readonly calls = this.#store.calls;
  #overtaking: ((order: Order) => Order) | undefined;

  overtakeWith(change: (order: Order) => Order): void {
    this.#overtaking = change;
  }

  readonly change: SmdpStore['change'] = async (id, decide) => {
    const overtaking = this.#overtaking;
    this.#overtaking = undefined;
    if (overtaking !== undefined)
      await this.#store.change(id, (order) => ({ order: overtaking(order), result: undefined }));
    return this.#store.change(id, decide);
  };

  readonly add: SmdpStore['add'] = async (order) => this.#store.add(order);
  readonly find: SmdpStore['find'] = async (id) => this.#store.find(id);
  readonly where: SmdpStore['where'] = async (filter) => this.#store.where(filter);
  readonly withTransactionId: SmdpStore['withTransactionId'] = async (transactionId) =>
    this.#store.withTransactionId(transactionId);
  readonly changeFirst: SmdpStore['changeFirst'] = async (filter, decide) =>
    this.#store.changeFirst(filter, decide);
  readonly ownersOf: SmdpStore['ownersOf'] = async (profileType) => this.#store.ownersOf(profileType);
  readonly close: SmdpStore['close'] = async () => this.#store.close();
}

const terms = { matchingId: 'M-1', eid: undefined, hashedConfirmationCode: undefined, released: true };

/** Cancelled, and ordered and released anew under the same MatchingID. */
const orderedAnew = (order: Order): Order =>
  confirmed(allocated(backInStock(order, start), undefined, start), terms, start);

describe('what happens to an order after it was found, and before the attempt is counted', () => {
  it.each([
    ['cancelled and ordered anew', orderedAnew, 'Released'],
    ['ended', (order: Order) => terminated(order, 'a test', start), 'Error'],
  ] as const)('%s: 8.2.6/3.8, and no attempt is counted', async (_what, change, state) => {
    const store = new OvertakingStore();
    await using bench = await openBench({ store });
    await bench.place();
    const session = await bench.device.initiate();
    store.overtakeWith(change);
    const answer = await bench.device.tryAuthenticate(session, { matchingId: 'M-1' });
    expect(answer.outcome).toBe('8.2.6/3.8');
    expect((await bench.smdp.orders.list())[0]).toMatchObject({ state, attempts: { download: 0 } });
  });
});

describe('what happens to an order after it was found, and before the result is kept', () => {
  it('the result of the package itself: that of an unknown session is nothing to it any more', async () => {
    const store = new OvertakingStore();
    await using bench = await openBench({ store });
    const { iccid } = await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const unknown = { ...prepared, transactionId: filled(16, 1) };
    const notification = bench.device.installationResult(unknown, 'success', { iccid: iccidToBytes(iccid) });
    const interrupted = 'installFailedDueToInterruption';
    store.overtakeWith((order) => installed(order, order.deliveries[0]!, interrupted, start));
    expect(await bench.device.notify(notification)).toMatchObject({ status: 204, text: '' });
    const [order] = await bench.smdp.orders.list();
    expect(order).toMatchObject({ state: 'Downloaded', deliveries: [{ result: interrupted }] });
    expect(bench.events('order.progress').map(({ point }) => point)).not.toContain('bppInstallation');
  });
});
