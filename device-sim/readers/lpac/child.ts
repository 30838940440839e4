import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

import type { Clock } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';

/** A program that cannot be started; `code` says why, `ENOENT` that there is none. */
export class ChildNotStarted extends Error {
  override readonly name = 'ChildNotStarted';
  readonly code: string;

  constructor(program: string, cause: Error) {
    const code = 'code' in cause ? String(cause.code) : '';
    super(`"${program}" cannot be started (${code})`, { cause });
    this.code = code;
  }
}

/** What a program is started with. */
export interface ChildOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly clock: Clock;
}

/** Between a request to end and the end of patience. */
const grace = seconds(2);

/** A program whose stdin, stdout and stderr are ours. */
export class Child {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #clock: Clock;
  readonly #gone = new AbortController();
  /** Its exit code; 128 and the signal's number where a signal ended it. */
  readonly exitCode: Promise<number>;

  /** Starts it. @throws ChildNotStarted */
  static async start({ program, args, environment, folder, clock }: ChildOptions): Promise<Child> {
    const child = spawn(program, args, { cwd: folder, env: { ...environment }, stdio: 'pipe' });
    // Whoever writes to a program that is gone finds out by its end.
    child.stdin.on('error', () => undefined);
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new ChildNotStarted(program, error instanceof Error ? error : new Error(String(error)));
    }
    return new Child(child, clock);
  }

  private constructor(process: ChildProcessWithoutNullStreams, clock: Clock) {
    this.#process = process;
    this.#clock = clock;
    this.exitCode = new Promise((resolve) => {
      process.once('exit', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
        // A program of its own that it left behind may hold the pipe for ever.
        this.#afterGrace(() => {
          process.stdout.destroy();
          process.stderr.destroy();
        });
      });
      process.once('close', () => {
        this.#gone.abort();
      });
    });
  }

  get stdout(): ChildProcessWithoutNullStreams['stdout'] {
    return this.#process.stdout;
  }

  get stderr(): ChildProcessWithoutNullStreams['stderr'] {
    return this.#process.stderr;
  }

  write(text: string): void {
    if (this.#process.stdin.writable) this.#process.stdin.write(text);
  }

  /** No more input. */
  endInput(): void {
    this.#process.stdin.end();
  }

  /** Asks it to end, and ends it where it does not. */
  stop(): void {
    this.#process.kill('SIGTERM');
    this.#process.stdin.destroy();
    this.#afterGrace(() => this.#process.kill('SIGKILL'));
  }

  #afterGrace(then: () => void): void {
    const { signal } = this.#gone;
    const wait = this.#clock.aside(() => this.#clock.sleep(grace, { what: 'the end of lpac', signal }));
    wait.then(then, () => undefined);
  }
}
