import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Operations } from './operations.ts';
import { OperationCounter } from './operations.ts';

/** What a process has used of the machine, and what it has done. */
export interface Used {
  /** CPU time of all its threads, in user and in kernel mode. */
  readonly cpuMs: number;
  readonly operations: Operations;
}

/** After a full collection of garbage, in MiB. */
export interface Memory {
  readonly rss: number;
  readonly heap: number;
}

type Question = { readonly ask: string; readonly given: unknown };
type Answer = { readonly answer: unknown } | { readonly failed: string };
type Handlers = Readonly<Record<string, (given: never) => unknown>>;

/** In the process that is measured: answers questions, one at a time, and measures from `begin` to `end`. */
export function serveMeasuring(handlers: Handlers): void {
  const counter = new OperationCounter();
  let begun = process.cpuUsage();
  const measuring: Handlers = {
    begin: () => {
      counter.take();
      begun = process.cpuUsage();
    },
    end: (): Used => {
      const { user, system } = process.cpuUsage(begun);
      return { cpuMs: (user + system) / 1e3, operations: counter.take() };
    },
    memory: (): Memory => {
      collectGarbage();
      const { rss, heapUsed } = process.memoryUsage();
      return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 };
    },
    ...handlers,
  };
  process.on('message', (question) => {
    const { ask, given } = question as Question;
    void answerTo(measuring, ask, given).then((answer) => process.send?.(answer));
  });
  process.once('disconnect', () => {
    process.exit();
  });
  process.send?.({ answer: 'ready' });
}

async function answerTo(handlers: Handlers, ask: string, given: unknown): Promise<Answer> {
  try {
    const handler = handlers[ask];
    if (handler === undefined) throw new Error(`nobody answers to ${ask}`);
    return { answer: await handler(given as never) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function collectGarbage(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}

/** A process that is measured, as the one that asks it sees it. */
export class MeasuredProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  #last: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#last = next(child);
  }

  /** Runs a program of this folder. What it logs goes to a file of `folder`. */
  static async start(program: string, options: object, folder: string): Promise<MeasuredProcess> {
    const log = openSync(join(folder, `${program}.log`), 'a');
    const file = fileURLToPath(new URL(`${program}.ts`, import.meta.url));
    const child = fork(file, [JSON.stringify({ folder, ...options })], {
      execArgv: [...process.execArgv, ...profiling(program), '--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', log, 'ipc'],
    });
    closeSync(log);
    const started = new MeasuredProcess(child);
    await started.#last;
    return started;
  }

  async ask<T>(question: string, given?: unknown): Promise<T> {
    await this.#last;
    const answered = next(this.#child);
    this.#last = answered.catch(() => undefined);
    this.#child.send({ ask: question, given } satisfies Question);
    return (await answered) as T;
  }

  /** What `work` costs the process. */
  async during(work: () => Promise<unknown>): Promise<Used> {
    await this.ask('begin');
    await work();
    return this.ask<Used>('end');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await gone;
  }
}

/** ESIMLAB_BENCH_PROFILE names a folder for CPU profiles of what is measured. */
function profiling(program: string): readonly string[] {
  const folder = process.env['ESIMLAB_BENCH_PROFILE'];
  if (folder === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${join(folder, program)}`, '--cpu-prof-interval=1000'];
}

async function next(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const left = (code: number | null): void => {
      reject(new Error(`the measured process ended with ${code}; see its log`));
    };
    child.once('exit', left);
    child.once('message', (message) => {
      child.off('exit', left);
      const said = message as Answer;
      if ('failed' in said) reject(new Error(said.failed));
      else resolve(said.answer);
    });
  });
}
