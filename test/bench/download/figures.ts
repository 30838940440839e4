import type { Used } from './measured-process.ts';
import type { Operations } from './operations.ts';

/** How much is measured, where, and who hears of it. */
export interface Measuring {
  readonly downloads: number;
  readonly rounds: number;
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** What a download costs beside its floor. */
export interface Cost {
  readonly cpuMsPerDownload: number;
  readonly floorMs: number;
  readonly ratio: number;
}

/** Both in one round. */
export interface Round {
  readonly product: Used;
  readonly floor: Used;
}

/** The medians of the rounds. @throws Error when product and floor did not do the same. */
export function costOf(rounds: readonly Round[], downloads: number): Cost {
  for (const { product, floor } of rounds) expectSame(product.operations, floor.operations);
  const each = (of: (round: Round) => number): number => rounded(median(rounds.map(of)));
  return {
    cpuMsPerDownload: each(({ product }) => product.cpuMs / downloads),
    floorMs: each(({ floor }) => floor.cpuMs / downloads),
    ratio: each(({ product, floor }) => product.cpuMs / floor.cpuMs),
  };
}

/** A line for people. */
export function printCost(what: string, { cpuMsPerDownload, floorMs, ratio }: Cost): string {
  return `${what}: ${cpuMsPerDownload} ms a download, the floor ${floorMs} ms: ${ratio} times`;
}

/** A line for people: what one download took of node:crypto. */
export function printOperations(what: string, { operations }: Used, downloads: number): string {
  const counted = Object.entries(operations).map(([name, count]) => `${count / downloads} ${name}`);
  return `${what}: ${counted.join(', ')} a download`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function expectSame(product: Operations, floor: Operations): void {
  for (const [name, count] of Object.entries(floor) as [keyof Operations, number][]) {
    if (product[name] !== count)
      throw new Error(`the product has ${product[name]} ${name} where the floor has ${count}`);
  }
}
