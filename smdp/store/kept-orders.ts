import type { Order } from '../orders/order.ts';

/** An order with its octets has some 30 kB. */
const most = 128;

/** The orders that were read or written last, as they are in the file: they are never changed, so all may share them. */
export class KeptOrders {
  /** The one used longest ago comes first. */
  readonly #orders = new Map<number, Order>();

  find(id: number): Order | undefined {
    const order = this.#orders.get(id);
    if (order !== undefined) this.keep(order);
    return order;
  }

  keep(order: Order): void {
    this.#orders.delete(order.id);
    this.#orders.set(order.id, order);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > most && oldest !== undefined) this.#orders.delete(oldest);
  }

  forget(): void {
    this.#orders.clear();
  }
}
