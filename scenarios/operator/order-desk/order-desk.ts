import { parseIccid } from '#shared/identifiers/iccid';
import type { Plmn } from '#shared/identifiers/plmn';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { PprIds } from '#shared/rsp/common';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import type { Entropy } from '#shared/runtime/entropy';
import type { Order, OrderTerms, ProfileStock, Smdp } from '#smdp/index';

import { drawSubscriber, profileOf } from '../subscribers/index.ts';
import type { Subscriber } from '../subscribers/index.ts';

/** A plan as people know it. */
export interface Plan {
  /** `esimlab` unless given. */
  readonly serviceProviderName?: string;
  readonly profileName?: string;
  readonly profileClass?: ProfileClass;
  readonly profilePolicyRules?: PprIds;
  /** A profile of somebody else's making, instead of one built here. */
  readonly profile?: ProfileStock;
}

/** An order at the desk. */
export interface DeskOrder extends Plan, OrderTerms {
  /** Drawn unless given; empty: found by EID. */
  readonly matchingId?: string;
  /** False: not for download before `release`. */
  readonly released?: boolean;
}

/** A code for everybody, which never wears out. */
export interface DeskOffer extends Plan, Omit<OrderTerms, 'eid'> {
  readonly matchingId: string;
  readonly released?: boolean;
}

/** An order with what the subscriber is given. */
export interface Placed {
  readonly activationCode: string;
  readonly order: Order;
  /** Undefined where the profile is of somebody else's making. */
  readonly subscriber: Subscriber | undefined;
}

/** The operator's desk: draws subscriptions, has the SM-DP+ keep their profiles, hands out activation codes. */
export class OrderDesk {
  readonly #smdp: Smdp;
  readonly #entropy: Entropy;
  readonly #plmn: Plmn = parsePlmn('001/01');
  readonly #drawn = new Set<string>();

  constructor(smdp: Smdp, entropy: Entropy) {
    this.#smdp = smdp;
    this.#entropy = entropy;
  }

  /** Orders one profile, as in real life. @throws TypeError when a value has another shape or the MatchingID is in use. */
  async order(wanted: DeskOrder): Promise<Placed> {
    const matchingId = wanted.matchingId ?? this.#drawMatchingId();
    const { profile, subscriber } = await this.#profile(wanted);
    const order = await this.#smdp.orders.place({ ...wanted, matchingId, profile });
    return { activationCode: this.#code(wanted, matchingId), order, subscriber };
  }

  /** Offers a profile to everybody behind one code: each eUICC gets an order of its own. Returns the code. */
  offer(wanted: DeskOffer): string {
    this.#smdp.orders.offer({ ...wanted, makeProfile: async () => (await this.#profile(wanted)).profile });
    return this.#code(wanted, wanted.matchingId);
  }

  async #profile(
    plan: Plan,
  ): Promise<{ readonly profile: ProfileStock; readonly subscriber: Subscriber | undefined }> {
    if (plan.profile !== undefined) return { profile: plan.profile, subscriber: undefined };
    const {
      serviceProviderName = 'esimlab',
      profileName = 'esimlab test plan',
      profileClass,
      profilePolicyRules,
    } = plan;
    const subscriber = await drawSubscriber({
      entropy: this.#entropy,
      plmn: this.#plmn,
      testKey: profileClass === 'test',
      isTaken: (iccid) => this.#isTaken(iccid),
    });
    const profile = profileOf(subscriber, {
      serviceProviderName,
      profileName,
      notificationAddress: this.#smdp.address,
      ...(profileClass === undefined ? {} : { profileClass }),
      ...(profilePolicyRules === undefined ? {} : { profilePolicyRules }),
    });
    return { profile, subscriber };
  }

  /** Two draws at the same time may meet before either is in the store. */
  async #isTaken(iccid: string): Promise<boolean> {
    if (this.#drawn.has(iccid)) return true;
    this.#drawn.add(iccid);
    const orders = await this.#smdp.orders.list();
    return orders.some((order) => order.iccid === parseIccid(iccid));
  }

  #drawMatchingId(): string {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
    const drawn = this.#entropy.at('operator/order').draw('matchingId', 20);
    const letters = [...drawn].map((octet) => alphabet[octet % alphabet.length] ?? '0').join('');
    return letters.match(/.{5}/g)?.join('-') ?? letters;
  }

  #code({ confirmationCode }: OrderTerms, matchingId: string): string {
    return `1$${this.#smdp.address}$${matchingId}${confirmationCode === undefined ? '' : '$$1'}`;
  }
}
