import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';

import type { Order } from './order.ts';

/** A refusal that leaves its mark on the order: an attempt counted, a Profile in Error. */
export class CostlyRefusal extends Refusal {
  /** The order as it is to be kept. */
  readonly order: Order;

  constructor(refusal: RefusalName, detail: string, order: Order) {
    super(refusal, detail);
    this.order = order;
  }
}
