import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { wallTimer } from '#shared/http/limits';
import { seconds } from '#shared/runtime/span';

import { Chance } from './chance.ts';

/** Something that takes octets from strangers. */
export interface Target {
  /** `es9plus.authenticateClient`; its folder in the corpus. */
  readonly name: string;
  /** How many inputs may be under way at the same time; one if left out. */
  readonly inFlight?: number;
  /** The next hostile input, and all that it needs before it, such as a session. */
  prepare(chance: Chance): Promise<Bytes> | Bytes;
  /** Hands it over and looks at what comes back. @throws when that breaks a rule */
  send(input: Bytes): Promise<void> | void;
  /** Something valid still works, and what nobody asked to be changed is as it was. @throws when not */
  expectHealthy(): Promise<void>;
}

/** Targets that share what they attack. */
export interface Targets extends AsyncDisposable {
  readonly targets: readonly Target[];
}

export interface Campaign {
  readonly seed: number;
  readonly inputs: number;
  /** The number of the first input; 1 if left out. */
  readonly first?: number;
}

export interface Figures {
  readonly inputs: number;
  readonly milliseconds: number;
  /** The longest that one input took. */
  readonly slowest: number;
}

/** An input that broke a rule: what is needed to see it again, and to keep it. */
export class Finding extends Error {
  override readonly name = 'Finding';

  constructor(target: Target, where: string, input: Bytes | undefined, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const octets = input === undefined ? '' : `\n${input.length} octets: ${toHex(input.slice(0, 20_000))}`;
    super(`${target.name}, ${where}: ${why}${octets}`, { cause });
  }
}

/** Longer than any answer may take, however busy the machine. */
const patience = seconds(20);

const now = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** Throws hostile inputs at a target, and asks it in between whether it is well. @throws Finding */
export async function attack(target: Target, campaign: Campaign): Promise<Figures> {
  // Most inputs end in an error: ten frames of each are a fifth of the time, and the first one says where.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return await throwAt(target, campaign);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function throwAt(target: Target, campaign: Campaign): Promise<Figures> {
  const { seed, inputs, first = 1 } = campaign;
  const end = first + inputs;
  const started = now();
  const underWay = new Map<number, Bytes | undefined>();
  let next = first;
  let slowest = 0;
  const lane = async (until: number): Promise<void> => {
    while (next < until) {
      const number = next;
      next += 1;
      const where = `seed ${seed}, input ${number}`;
      underWay.set(number, undefined);
      let input: Bytes | undefined;
      const began = now();
      try {
        input = await target.prepare(new Chance(seed, target.name, number));
        underWay.set(number, input);
        await target.send(input);
      } catch (error) {
        throw new Finding(target, where, input, error);
      }
      slowest = Math.max(slowest, now() - began);
      underWay.delete(number);
    }
  };
  const rounds = inputs < 3_000 ? 1 : 3;
  for (let round = 1; round <= rounds; round += 1) {
    const until = first + Math.ceil((inputs * round) / rounds);
    const lanes = Array.from({ length: target.inFlight ?? 1 }, async () => lane(Math.min(until, end)));
    await beforeItHangs(Promise.all(lanes), target, `seed ${seed}`, underWay);
    try {
      await target.expectHealthy();
    } catch (error) {
      throw new Finding(target, `seed ${seed}, after input ${next - 1}`, undefined, error);
    }
  }
  return { inputs, milliseconds: now() - started, slowest };
}

/** Fails with the oldest input under way when none has been answered for long. */
async function beforeItHangs(
  work: Promise<unknown>,
  target: Target,
  where: string,
  underWay: ReadonlyMap<number, Bytes | undefined>,
): Promise<void> {
  let cancel: () => void = () => undefined;
  const stuck = new Promise<never>((_resolve, reject) => {
    let seen: number | undefined;
    const look = (): void => {
      const [oldest] = underWay.entries();
      if (oldest !== undefined && oldest[0] === seen) {
        reject(new Finding(target, `${where}, input ${oldest[0]}`, oldest[1], 'no answer'));
        return;
      }
      seen = oldest?.[0];
      cancel = wallTimer(patience, look);
    };
    look();
  });
  try {
    await Promise.race([work, stuck]);
  } finally {
    cancel();
  }
}
