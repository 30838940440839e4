import type { Plmn } from '#shared/identifiers/plmn';
import { mccOf, mncOf } from '#shared/identifiers/plmn';

import type { NumberPair, NumberPool, Numbers } from '../subscribers/index.ts';
import { iccidPool, imsiPool, poolsMeet } from '../subscribers/index.ts';
import type { DeskStock, Plan } from './plan.ts';

/**
 * A type of Profile that the operator has in stock: the template of its plan, and the numbers it was given. Each Profile
 * is personalised when it is ordered; when the numbers are used up, so is the type (8.2.5/3.7).
 */
export interface ProfileType extends Omit<DeskStock, 'profile' | 'profileType'> {
  /** What ES2+ calls it. */
  readonly name: string;
  /** Given out in order; drawn when left out. */
  readonly iccids?: Numbers;
  /** They begin with the operator's network. The n-th goes with the n-th ICCID; drawn when left out. */
  readonly imsis?: Numbers;
}

/** A type with its numbers read. */
interface Kept {
  readonly template: DeskStock;
  readonly iccids: NumberPool | undefined;
  readonly imsis: NumberPool | undefined;
  readonly numbers: Iterator<NumberPair> | undefined;
}

/** A type of Profile that cannot be, by what it says or beside another one. */
export class ProfileTypeWrong extends TypeError {
  override readonly name = 'ProfileTypeWrong';
  /** What it is called. */
  readonly profileType: string;

  constructor(profileType: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.profileType = profileType;
  }
}

/** The types of an operator. What a plan leaves out is as the type that it names has it. */
export class ProfileTypes {
  readonly #types = new Map<string, Kept>();

  /** @throws ProfileTypeWrong, of one line, when two types have one name or number, or numbers are none */
  constructor(types: readonly ProfileType[], plmn: Plmn) {
    for (const type of types) {
      if (this.#types.has(type.name))
        throw new ProfileTypeWrong(type.name, `there are two profile types "${type.name}"`);
      const kept = about(type.name, () => keep(type, plmn));
      for (const [name, other] of this.#types) expectApart([type.name, kept], [name, other]);
      this.#types.set(type.name, kept);
    }
  }

  /** What they are called. */
  get names(): readonly string[] {
    return [...this.#types.keys()];
  }

  /** The plan, complete. */
  planOf<P extends Plan>(wanted: P): P {
    const type = this.#types.get(wanted.profileType ?? '');
    if (type === undefined) return wanted;
    const said = Object.entries(wanted).filter(([, value]) => value !== undefined);
    return { ...type.template, ...Object.fromEntries(said) } as P;
  }

  /** The numbers of its type, for whoever takes the next ones; undefined where they are drawn. */
  numbersOf({ profileType = '' }: Plan): Iterator<NumberPair> | undefined {
    return this.#types.get(profileType)?.numbers;
  }
}

function keep({ name, iccids, imsis, ...template }: ProfileType, plmn: Plmn): Kept {
  const pools = {
    iccids: iccids === undefined ? undefined : iccidPool(iccids),
    imsis: imsis === undefined ? undefined : imsiPool(imsis),
  };
  expectHome(pools.imsis, plmn);
  const both = [pools.iccids, pools.imsis].filter((pool) => pool !== undefined);
  const numbers = both.length === 0 ? undefined : pairs(pools, Math.min(...both.map(({ size }) => size)));
  return { template: { ...template, profileType: name }, ...pools, numbers };
}

function* pairs(
  { iccids, imsis }: Pick<Kept, 'iccids' | 'imsis'>,
  count: number,
): Generator<NumberPair, undefined> {
  for (let index = 0; index < count; index += 1) yield { iccid: iccids?.at(index), imsi: imsis?.at(index) };
  return undefined;
}

/** A profile's IMSI begins with its network; the first and last one of a range say so of all. */
function expectHome(imsis: NumberPool | undefined, plmn: Plmn): void {
  const home = mccOf(plmn) + mncOf(plmn);
  const foreign = imsis?.runs
    .flatMap(({ from, to, digits }) => [from, to].map((end) => end.toString().padStart(digits, '0')))
    .find((imsi) => !imsi.startsWith(home));
  if (foreign !== undefined)
    throw new TypeError(`the IMSI ${foreign} does not begin with the operator's network ${plmn}`);
}

function expectApart([one, a]: readonly [string, Kept], [other, b]: readonly [string, Kept]): void {
  const meet = (x: NumberPool | undefined, y: NumberPool | undefined): boolean =>
    x !== undefined && y !== undefined && poolsMeet(x, y);
  for (const [what, found] of [
    ['ICCIDs', meet(a.iccids, b.iccids)],
    ['IMSIs', meet(a.imsis, b.imsis)],
  ] as const)
    if (found)
      throw new ProfileTypeWrong(one, `the profile types "${other}" and "${one}" have ${what} in common`);
}

function about<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ProfileTypeWrong(name, `profile type "${name}": ${error.message}`, { cause: error });
  }
}
