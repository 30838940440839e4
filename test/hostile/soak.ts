/**
 * Hostile inputs by the million: `npm run soak -- --inputs 1000000 --seed 1 --minutes 60`. The same inputs as those of
 * the tests go on where those end, round after round; all of it on loopback and within this process. Progress goes to
 * stderr, one JSON object to stdout. Ends with 1 when an input broke a rule.
 */
import { parseArgs } from 'node:util';

import { systemEntropy } from '#shared/runtime/entropy';

import { targetGroups } from './all-targets.ts';
import { attack, Finding } from './target.ts';
import type { Target } from './target.ts';

const perRound = 500;

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
  },
});

function wholeNumber(option: 'inputs' | 'seed' | 'minutes'): number {
  const number = Number(values[option]);
  if (Number.isSafeInteger(number) && number > 0) return number;
  process.stderr.write(`--${option} is a whole number from 1, not "${values[option]}"\n`);
  process.exit(2);
}

const wanted = wholeNumber('inputs');
const seed = wholeNumber('seed');
const end = process.uptime() + wholeNumber('minutes') * 60;

interface Tally {
  inputs: number;
  milliseconds: number;
  slowest: number;
}

const tallies = new Map<string, Tally>();
const broken = { http5xx: 0, faults: 0, sw6F00: 0, hangs: 0 };
const findings: string[] = [];
const heap: { readonly inputs: number; readonly mebibytes: number }[] = [];
let done = 0;

/** Octets of the heap that are in use, after a collection where `--expose-gc` allows one. */
function measure(): void {
  globalThis.gc?.();
  const mebibytes = Math.round((process.memoryUsage().heapUsed / (1 << 20)) * 10) / 10;
  heap.push({ inputs: done, mebibytes });
}

function count(finding: Finding): void {
  findings.push(finding.message);
  process.stderr.write(`\n${finding.message}\n`);
  if (/: HTTP 5\d\d/.test(finding.message)) broken.http5xx += 1;
  else if (finding.message.includes('6F00')) broken.sw6F00 += 1;
  else if (finding.message.includes(': no answer')) broken.hangs += 1;
  else broken.faults += 1;
}

async function round(target: Target, inputs: number): Promise<void> {
  const tally = tallies.get(target.name) ?? { inputs: 0, milliseconds: 0, slowest: 0 };
  tallies.set(target.name, tally);
  const first = tally.inputs + 1;
  tally.inputs += inputs;
  done += inputs;
  try {
    const figures = await attack(target, { seed, inputs, first });
    tally.milliseconds += figures.milliseconds;
    tally.slowest = Math.max(tally.slowest, figures.slowest);
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    count(error);
  }
}

const groups = await Promise.all(Object.values(targetGroups).map(async (open) => open(systemEntropy())));
const targets = groups.flatMap((group) => group.targets);
const began = process.uptime();
let nextMeasure = 0;
soak: for (;;) {
  for (const target of targets) {
    if (done >= wanted || process.uptime() >= end) break soak;
    if (done >= nextMeasure) {
      measure();
      nextMeasure += 100_000;
    }
    await round(target, Math.min(perRound, wanted - done));
  }
  process.stderr.write(
    `${done} inputs, ${findings.length} findings, ${Math.round(process.uptime() - began)} s\n`,
  );
}
measure();
for (const group of groups) await group[Symbol.asyncDispose]();

const functions = Object.fromEntries(
  [...tallies].map(([name, { inputs, milliseconds, slowest }]) => [
    name,
    {
      inputs,
      perSecond: Math.round((inputs * 1_000) / Math.max(1, milliseconds)),
      slowestMs: Math.round(slowest),
    },
  ]),
);
const seconds = Math.round(process.uptime() - began);
const result = { inputs: done, seed, seconds, perSecond: Math.round(done / Math.max(1, seconds)), ...broken };
process.stdout.write(`${JSON.stringify({ ...result, heap, functions, findings })}\n`);
process.exit(findings.length === 0 ? 0 : 1);
