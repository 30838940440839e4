import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, sameBytes, toHex } from '#shared/bytes/bytes';
import type { AkaFunctions } from '#shared/crypto/aka-functions';
import { milenage } from '#shared/crypto/milenage';
import { tuak } from '#shared/crypto/tuak';
import { xorInto } from '#shared/crypto/xor-into';
import { xorTestAlgorithm } from '#shared/crypto/xor';
import type { AlgoParameter } from '#shared/saip/aka-element';
import type { FileNode } from '#shared/saip/file-tree';
import type { ApplicationKeys } from '#shared/saip/loaded-profile';

import { StatusError } from '../apdu/status-word.ts';
import type { Keep, Kept } from '../kept.ts';
import { fromNumberOctets, judge, seqsFromOctets, seqsToOctets } from './sequence-numbers.ts';

/** How a challenge with AUTN ended: what the functions made of it, or AUTS of 14 octets. */
export type Authenticated =
  { readonly res: Bytes; readonly ck: Bytes; readonly ik: Bytes } | { readonly auts: Bytes };

/** SEQ may run ahead by 2^28 (TCA SAIP, sqnDelta; TS 33.102 annex C.3.2). */
const usualDelta = fromHex('000010000000');
const amfOfResynchronisation = fromHex('0000');
const octetsOfSeqs = 192;

/** The keys of an application and the sequence numbers that belong to them. */
export class Subscriber {
  readonly #functions: AkaFunctions;
  readonly #name: string;
  readonly #delta: number;
  /** Authentications after which the keys are used up. */
  readonly #countMax: number;
  readonly #keep: Keep;
  #seqs: readonly number[];
  #count: number;

  private constructor(
    { parameter, application }: ApplicationKeys,
    algorithm: AlgoParameter,
    functions: AkaFunctions,
    kept: Kept,
    keep: Keep,
  ) {
    const name = `sqn/${application}`;
    const document = kept.get(name) ?? concat(...(parameter.sqnInit ?? []));
    this.#functions = functions;
    this.#name = name;
    this.#delta = fromNumberOctets(parameter.sqnDelta ?? usualDelta);
    this.#countMax =
      algorithm.authCounterMax === undefined ? Infinity : fromNumberOctets(algorithm.authCounterMax);
    this.#keep = keep;
    this.#seqs = seqsFromOctets(document.subarray(0, octetsOfSeqs));
    this.#count = fromNumberOctets(document.subarray(octetsOfSeqs));
  }

  /**
   * The subscriber of an application; undefined when it has no keys, or such as its algorithm cannot use. Keys of another
   * application are followed once.
   */
  static of(
    application: FileNode,
    all: readonly ApplicationKeys[],
    applications: readonly FileNode[],
    kept: Kept,
    keep: Keep,
  ): Subscriber | undefined {
    const keysAt = (path: string | undefined) => all.find((keys) => keys.application === path);
    const own = keysAt(application.path);
    const source = own?.parameter.algoConfiguration.mappingParameter?.mappingSource;
    const mapped = source && applications.find(({ aid }) => aid !== undefined && sameAid(aid, source));
    const keys = source === undefined ? own : keysAt(mapped?.path);
    const algorithm = keys?.parameter.algoConfiguration.algoParameter;
    if (keys === undefined || algorithm === undefined) return undefined;
    const functions = functionsOf(algorithm);
    if (functions === undefined) return undefined;
    return new Subscriber(keys, algorithm, functions, kept, keep);
  }

  /**
   * UMTS AKA (TS 33.102 §6.3.3): MAC first, then the sequence number, which is kept before anything is answered.
   * @throws StatusError incorrectMac; conditionsNotSatisfied when the authentications are used up
   */
  async authenticate(rand: Bytes, autn: Bytes): Promise<Authenticated> {
    await this.#useUp();
    const { res, ck, ik, ak } = this.#functions.f2345(rand);
    const sqn = autn.slice(0, 6);
    xorInto(sqn, 0, ak);
    if (!sameBytes(this.#functions.f1(rand, sqn, autn.subarray(6, 8)), autn.subarray(8))) {
      throw new StatusError('incorrectMac', 'the network does not have the key');
    }
    const judged = judge(this.#seqs, this.#delta, sqn);
    if (!judged.fresh) return { auts: this.#auts(rand, judged.sqnMs) };
    await this.#keepNumbers(judged.seqs, this.#count);
    return { res, ck, ik };
  }

  /** RES, CK and IK of a challenge without AUTN, for the GSM context. */
  async respond(rand: Bytes): Promise<{ readonly res: Bytes; readonly ck: Bytes; readonly ik: Bytes }> {
    await this.#useUp();
    return this.#functions.f2345(rand);
  }

  /** AUTS = (SQN_MS ⊕ AK*) ‖ MAC-S. */
  #auts(rand: Bytes, sqnMs: Bytes): Bytes {
    const hidden = sqnMs.slice();
    xorInto(hidden, 0, this.#functions.f5Star(rand));
    return concat(hidden, this.#functions.f1Star(rand, sqnMs, amfOfResynchronisation));
  }

  async #useUp(): Promise<void> {
    if (this.#countMax === Infinity) return;
    if (this.#count >= this.#countMax) {
      throw new StatusError('conditionsNotSatisfied', 'the keys have been used as often as they may be');
    }
    await this.#keepNumbers(this.#seqs, this.#count + 1);
  }

  async #keepNumbers(seqs: readonly number[], count: number): Promise<void> {
    const counter = this.#countMax === Infinity ? [] : [count >> 16, (count >> 8) & 0xff, count & 0xff];
    const content = concat(seqsToOctets(seqs), Uint8Array.from(counter));
    await this.#keep([{ name: this.#name, content }]);
    this.#seqs = seqs;
    this.#count = count;
  }
}

/** Undefined for keys or constants of a size that the algorithm does not use. */
function functionsOf(algorithm: AlgoParameter): AkaFunctions | undefined {
  try {
    return akaFunctionsOf(algorithm);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** @throws TypeError */
function akaFunctionsOf(algorithm: AlgoParameter): AkaFunctions {
  const { algorithmID, key: k, opc, rotationConstants, xoringConstants, numberOfKeccak } = algorithm;
  if (algorithmID === 3) return xorTestAlgorithm({ k });
  if (algorithmID === 2) {
    return tuak({ k, topc: opc, ...(numberOfKeccak && { keccakIterations: numberOfKeccak }) });
  }
  return milenage({
    k,
    opc,
    ...(rotationConstants && { rotations: rotationConstants }),
    ...(xoringConstants && { constants: xoringConstants }),
  });
}

const sameAid = (aid: string, octets: Bytes): boolean => aid === toHex(octets);
