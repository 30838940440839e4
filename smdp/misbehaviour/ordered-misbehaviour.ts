import type { Contract, ResponseOf } from '#shared/http/contract';
import { HangUp, TransportRefusal } from '#shared/http/route';
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

/** The connection ends by order. The `cause` is the refusal that is not answered, where there is one. */
export class OrderedHangUp extends HangUp {
  readonly when: 'before' | 'after';

  constructor(when: 'before' | 'after', options?: ErrorOptions) {
    super(`hung up ${when} it was carried out`, options);
    this.when = when;
  }
}

/** What the next call of a function can be made to do. Each order is carried out once. */
export interface Next<C> {
  /** Refuses instead of carrying the function out. */
  refuse(refusal: RefusalName): void;
  /** Answers something else than the truth. */
  answer(change: (truth: ResponseOf<C>) => ResponseOf<C>): void;
  /** Takes its time before it begins. */
  delay(span: Span): void;
  /** Closes the connection without an answer: `before` the function is carried out, which it never is then, or `after` it. */
  hangUp(when: 'before' | 'after'): void;
  /** Answers with that HTTP status and a line of text, instead of carrying the function out. */
  httpStatus(status: number): void;
}

/** Misbehaviour that was ordered and has not happened yet (style H15). */
export class OrderedMisbehaviour {
  readonly #clock: Pick<Clock, 'sleep'>;
  #orders: readonly Order[] = [];

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  /** Orders what the next call of a function does; the next order for it is for the call after that. */
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
      hangUp: (when) => {
        order(`hang up ${when}`, async (truth) => {
          const refused = when === 'before' ? undefined : await refusalOf(truth);
          throw new OrderedHangUp(when, { cause: refused });
        });
      },
      httpStatus: (status) => {
        order(`answer ${status}`, async () => {
          throw new TransportRefusal(status, 'ordered');
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

/** Carries a function out: how it refused, if it did. */
async function refusalOf(truth: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await truth();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return undefined;
}
