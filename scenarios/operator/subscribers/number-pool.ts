import { iccidCheckDigitIsRight, makeIccid, parseIccid } from '#shared/identifiers/iccid';
import { luhnDigit } from '#shared/identifiers/luhn';

/** Numbers an operator was given: a range with both ends in it, `001010000000100-001010000000199`, or a list. */
export type Numbers = string | readonly string[];

/** The numbers of a range or a list, by their place from 0. A range is not written out, however long it is. */
export interface NumberPool {
  readonly size: number;
  /** Undefined behind the last one. */
  at(index: number): string | undefined;
  /** What is in it, for comparing it with others. */
  readonly runs: readonly Run[];
}

/** Numbers in a row, both ends included, without their check digits. */
interface Run {
  readonly digits: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** How numbers of a kind are read. What throws, throws a TypeError of one line. */
interface Kind {
  readonly name: string;
  readonly check: (text: string) => string;
  /** What counts up in a range. */
  readonly counted: (text: string) => string;
  readonly whole: (counted: string) => string;
}

/**
 * ICCIDs of 18 to 20 digits. The ends of a range are written with their check digit (19 or 20 digits) or without it
 * (18); what comes out of a range has one. @throws TypeError of one line
 */
export function iccidPool(numbers: Numbers): NumberPool {
  const counted = (text: string): string => {
    const iccid = parseIccid(text);
    if (iccid.length === 18) return iccid;
    const body = iccid.slice(0, -1);
    if (iccidCheckDigitIsRight(iccid)) return body;
    throw new TypeError(`the check digit of ${iccid} is ${luhnDigit(body)}; or give 18 digits, without one`);
  };
  return poolOf({ name: 'ICCID', check: parseIccid, counted, whole: makeIccid }, numbers);
}

/** IMSIs of 6 to 15 digits. @throws TypeError of one line */
export function imsiPool(numbers: Numbers): NumberPool {
  const check = (text: string): string => {
    if (!/^\d{6,15}$/.test(text)) throw new TypeError(`not an IMSI (6 to 15 digits): "${text}"`);
    return text;
  };
  return poolOf({ name: 'IMSI', check, counted: check, whole: (counted) => counted }, numbers);
}

/** Whether some number is in both. */
export function poolsMeet(one: NumberPool, other: NumberPool): boolean {
  const sorted = inOrder([...one.runs, ...other.runs]);
  return sorted.some((run, index) => {
    const before = sorted[index - 1];
    return before?.digits === run.digits && run.from <= before.to;
  });
}

function poolOf(kind: Kind, numbers: Numbers): NumberPool {
  if (typeof numbers === 'string') return rangeOf(kind, numbers);
  const list = numbers.map(kind.check);
  if (list.length === 0) throw new TypeError(`a list of ${kind.name}s has one at least`);
  const seen = new Set<string>();
  const runs = list.map((number) => {
    const body = kind.name === 'ICCID' && number.length > 18 ? number.slice(0, -1) : number;
    if (seen.has(body)) throw new TypeError(`the ${kind.name} ${number} is in its list twice`);
    seen.add(body);
    return { digits: body.length, from: BigInt(body), to: BigInt(body) };
  });
  return { size: list.length, at: (index) => list[index], runs };
}

function rangeOf(kind: Kind, text: string): NumberPool {
  const { name, counted, whole } = kind;
  const [first = '', last = first, ...more] = text.split('-').map((end) => end.trim());
  if (more.length > 0) throw new TypeError(`not a range of ${name}s, first-last: "${text}"`);
  const [from, to] = [counted(first), counted(last)];
  if (from.length !== to.length)
    throw new TypeError(`the ends of the range ${text} have ${first.length} and ${last.length} digits`);
  const run = { digits: from.length, from: BigInt(from), to: BigInt(to) };
  if (run.to < run.from) throw new TypeError(`the range ${text} ends before it begins`);
  const size = Number(run.to - run.from) + 1;
  const at = (index: number): string | undefined =>
    index < size ? whole((run.from + BigInt(index)).toString().padStart(run.digits, '0')) : undefined;
  return { size, at, runs: [run] };
}

function inOrder(runs: readonly Run[]): readonly Run[] {
  const least = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);
  return [...runs].sort((a, b) => a.digits - b.digits || least(a.from, b.from));
}
