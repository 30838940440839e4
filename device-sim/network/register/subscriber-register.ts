import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, sameBytes } from '#shared/bytes/bytes';
import type { AkaFunctions } from '#shared/crypto/aka-functions';
import { expectSize } from '#shared/crypto/aka-functions';
import { xor } from '#shared/crypto/xor-into';
import type { Entropy } from '#shared/runtime/entropy';

import type { Balance, BalanceListener, Balances } from '../data/balances.ts';
import type { EmmCause } from '../nas/emm-cause.ts';
import { nextSequenceNumber } from './sequence-number.ts';
import type { NetworkSubscriber } from './subscriber.ts';
import { akaFunctionsOf } from './subscriber.ts';

/** A challenge, and the answer of who holds the key. */
export interface AuthenticationVector {
  readonly rand: Bytes;
  readonly autn: Bytes;
  readonly xres: Bytes;
}

/** The operator's door to its register. */
export interface Provisioning extends BalanceDoor {
  /** Lets a subscriber in; again with other keys replaces these. @throws TypeError for keys of other sizes or no IMSI */
  provision(subscriber: NetworkSubscriber): void;
  /** Forgets a subscriber. */
  withdraw(imsi: string): void;
  /** Keeps a subscriber out, with what the network says to it, until it is unbarred. */
  bar(imsi: string, cause: EmmCause): void;
  unbar(imsi: string): void;
  has(imsi: string): boolean;
  /** By which algorithm it is challenged; undefined when there is no such subscriber. */
  algorithmOf(imsi: string): NetworkSubscriber['algorithm'] | undefined;
  /** The sequence number of the last challenge, 6 octets; undefined when there is no such subscriber. */
  sequenceNumberOf(imsi: string): Bytes | undefined;
  /** Puts it elsewhere, as a register does that was restored. @throws TypeError for other than 6 octets; Error when there is no such subscriber */
  setSequenceNumber(imsi: string, sqn: Bytes): void;
}

/** The operator's door to what its subscribers have left of data. Who has no balance is not metered. */
export interface BalanceDoor {
  /** Replaces what there was; undefined: not metered any more. @throws TypeError for octets that are no whole number from zero */
  setBalance(imsi: string, balance: Balance | undefined): void;
  balanceOf(imsi: string): Balance | undefined;
  /** Calls `listener` after each change of a balance; the returned function ends it. */
  onBalance(listener: BalanceListener): () => void;
}

interface Entry {
  readonly keys: Pick<NetworkSubscriber, 'k' | 'opc' | 'algorithm'>;
  readonly functions: AkaFunctions;
  sqn: Bytes;
}

export interface RegisterParts {
  readonly entropy: Entropy;
  readonly balances: Balances;
  /** Is said to who is not in the register. */
  readonly unknown: EmmCause;
  /** Is told of who is withdrawn or barred. */
  readonly expelled: (imsi: string, cause: EmmCause) => void;
}

/** Separation bit set: for E-UTRAN (TS 33.401 §6.1.2). */
const amf = fromHex('8000');
/** AMF in f1* of re-synchronisation (TS 33.102 §6.3.3). */
const resynchronisationAmf = fromHex('0000');

/** The home subscriber server. Keys go in and never come out: only challenges made with them do. */
export class SubscriberRegister implements Provisioning {
  readonly #entries = new Map<string, Entry>();
  readonly #barred = new Map<string, EmmCause>();
  readonly #entropy: Entropy;
  readonly #expelled: (imsi: string, cause: EmmCause) => void;
  readonly #unknown: EmmCause;
  readonly #balances: Balances;

  constructor({ entropy, balances, unknown, expelled }: RegisterParts) {
    this.#entropy = entropy;
    this.#balances = balances;
    this.#unknown = unknown;
    this.#expelled = expelled;
  }

  provision(subscriber: NetworkSubscriber): void {
    const functions = akaFunctionsOf(subscriber);
    const { imsi, k, opc, algorithm } = subscriber;
    const known = this.#entries.get(imsi);
    const keys = { k: k.slice(), opc: opc.slice(), algorithm };
    const sqn = known !== undefined && sameKeys(known.keys, keys) ? known.sqn : new Uint8Array(6);
    this.#entries.set(imsi, { keys, functions, sqn });
  }

  withdraw(imsi: string): void {
    this.#barred.delete(imsi);
    if (this.#entries.delete(imsi)) this.#expelled(imsi, this.#unknown);
  }

  bar(imsi: string, cause: EmmCause): void {
    this.#barred.set(imsi, cause);
    this.#expelled(imsi, cause);
  }

  unbar(imsi: string): void {
    this.#barred.delete(imsi);
  }

  has(imsi: string): boolean {
    return this.#entries.has(imsi);
  }

  algorithmOf(imsi: string): NetworkSubscriber['algorithm'] | undefined {
    return this.#entries.get(imsi)?.keys.algorithm;
  }

  sequenceNumberOf(imsi: string): Bytes | undefined {
    return this.#entries.get(imsi)?.sqn.slice();
  }

  setSequenceNumber(imsi: string, sqn: Bytes): void {
    expectSize('SQN', sqn, 6);
    this.#entry(imsi).sqn = sqn.slice();
  }

  setBalance(imsi: string, balance: Balance | undefined): void {
    this.#balances.set(imsi, balance);
  }

  balanceOf(imsi: string): Balance | undefined {
    return this.#balances.of(imsi);
  }

  onBalance(listener: BalanceListener): () => void {
    return this.#balances.onChange(listener);
  }

  /** Why a subscriber is not let in; undefined when it is. */
  refusal(imsi: string): EmmCause | undefined {
    return this.#barred.get(imsi) ?? (this.has(imsi) ? undefined : this.#unknown);
  }

  /** The next challenge of a subscriber. @throws Error when there is no such subscriber */
  vector(imsi: string): AuthenticationVector {
    const entry = this.#entry(imsi);
    entry.sqn = nextSequenceNumber(entry.sqn);
    const rand = this.#entropy.at(`network/${imsi}`).draw('rand', 16);
    const { res, ak } = entry.functions.f2345(rand);
    const autn = concat(xor(entry.sqn, ak), amf, entry.functions.f1(rand, entry.sqn, amf));
    return { rand, autn, xres: res };
  }

  /** Takes over the sequence number of the USIM from its AUTS; false when that is not the USIM's (TS 33.102 §6.3.5). */
  resynchronise(imsi: string, rand: Bytes, auts: Bytes): boolean {
    const entry = this.#entries.get(imsi);
    if (entry === undefined) return false;
    const sqn = xor(auts.slice(0, 6), entry.functions.f5Star(rand));
    if (!sameBytes(entry.functions.f1Star(rand, sqn, resynchronisationAmf), auts.slice(6))) return false;
    entry.sqn = sqn;
    return true;
  }

  #entry(imsi: string): Entry {
    const entry = this.#entries.get(imsi);
    if (entry === undefined) throw new Error(`there is no subscriber ${imsi}`);
    return entry;
  }
}

function sameKeys(one: Entry['keys'], other: Entry['keys']): boolean {
  return one.algorithm === other.algorithm && sameBytes(one.k, other.k) && sameBytes(one.opc, other.opc);
}
