import type { Contract, ResponseOf } from '#shared/http/contract';
import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';
import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { printSpan } from '#shared/runtime/span';

/** One thing to do wrong, at the next call of a function. */
interface Order {
  readonly contract: string;
  readonly what: string;
  /** In place of the function, which `truth` carries out. */
  readonly carryOut: (truth: () => Promise<unknown>) => Promise<unknown>;
}

/** What the next call of a function can be made to do. Each order is carried out once. */
export interface Next<C> {
  /** Refuses instead of carrying the function out. */
  refuse(refusal: RefusalName): void;
  /** Answers something else than the truth. */
  answer(change: (truth: ResponseOf<C>) => ResponseOf<C>): void;
  /** Takes its time before it begins. */
  delay(span: Span): void;
}

/** Misbehaviour that was ordered and has not happened yet (style H15). */
export class OrderedMisbehaviour {
  readonly #clock: Pick<Clock, 'sleep'>;
  #orders: readonly Order[] = [];

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  /** Orders what the next call of a function does. Orders for one call add up: the first one is outermost. */
  next<C extends Contract>({ name }: C): Next<C> {
    const order = (what: string, carryOut: Order['carryOut']): void => {
      this.#orders = [...this.#orders, { contract: name, what, carryOut }];
    };
    return {
      refuse: (refusal) => {
        order(`refuse ${refusal}`, async () => {
          throw new Refusal(refusal, 'ordered');
        });
      },
      answer: (change) => {
        order('answer', async (truth) => change((await truth()) as ResponseOf<C>));
      },
      delay: (span) => {
        order(`delay ${printSpan(span)}`, async (truth) => {
          await this.#clock.sleep(span, { what: `the delay ordered for ${name}` });
          return truth();
        });
      },
    };
  }

  /** What was ordered and never happened, in words. */
  unused(): readonly string[] {
    return this.#orders.map(({ contract, what }) => `${contract}: ${what}`);
  }

  /** Carries a call out, with the next order for its function if there is one. */
  carryOut<R>(contract: string, truth: () => Promise<R>): Promise<R> {
    const order = this.#orders.find((each) => each.contract === contract);
    if (order === undefined) return truth();
    this.#orders = this.#orders.filter((each) => each !== order);
    return order.carryOut(truth) as Promise<R>;
  }
}
