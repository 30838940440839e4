import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runCli } from '#lab/cli/program';

/** What a command line did. */
export interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly notes: readonly string[];
}

/** A folder of its own in which command lines are run, in this process and with its own answers to questions. */
export class CliFolder implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'esimlab-cli-'));
  readonly #running: { readonly stop: AbortController; readonly ended: Promise<Ran> }[] = [];
  readonly #environment: Readonly<Record<string, string | undefined>>;

  /** @param environment more variables of the command lines, which know none of this process's own */
  constructor(environment: Readonly<Record<string, string | undefined>> = {}) {
    this.#environment = environment;
  }

  /** Runs a command line to its end. */
  async run(words: readonly string[], answers: readonly string[] = []): Promise<Ran> {
    const left = [...answers];
    return this.#run(
      words,
      new AbortController(),
      () => Promise.resolve(left.shift()),
      () => undefined,
    );
  }

  /** Runs a command line that stays up, until its first line of results, or until a note that says so. */
  async begin(
    words: readonly string[],
    note?: RegExp,
  ): Promise<{ readonly line: string; stop(): Promise<Ran> }> {
    const stop = new AbortController();
    let ended: Promise<Ran> | undefined;
    const line = await new Promise<string>((resolve, reject) => {
      const onNote = (said: string): void => {
        if (note?.test(said) === true) resolve(said);
      };
      ended = this.#run(words, stop, () => Promise.resolve(undefined), resolve, onNote);
      ended.then(({ code, notes }) => {
        reject(new Error(`${words.join(' ')} ended with ${code}: ${notes.join('\n')}`));
      }, reject);
    });
    if (ended === undefined) throw new Error('a command that was not begun');
    const running = { stop, ended };
    this.#running.push(running);
    return {
      line,
      stop: async () => {
        stop.abort();
        return running.ended;
      },
    };
  }

  /** Runs a command line until it asks a question, and then presses Ctrl-C. */
  async interrupt(words: readonly string[], question: string): Promise<Ran> {
    const stop = new AbortController();
    const ask = (asked: string): Promise<undefined> => {
      if (asked.startsWith(question)) stop.abort();
      return new Promise<undefined>(() => undefined);
    };
    return this.#run(words, stop, ask, () => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { stop, ended } of this.#running) {
      stop.abort();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #run(
    words: readonly string[],
    stop: AbortController,
    ask: (question: string) => Promise<string | undefined>,
    onOut: (line: string) => void,
    onNote: (line: string) => void = () => undefined,
  ): Promise<Ran> {
    const out: string[] = [];
    const notes: string[] = [];
    const code = await runCli(words, {
      terminal: {
        out: (line) => {
          out.push(line);
          onOut(line);
        },
        note: (line) => {
          notes.push(line);
          onNote(line);
        },
        ask,
        lines: nothingPiped,
        colours: false,
      },
      interrupted: stop.signal,
      environment: {
        ESIMLAB_DATA: join(this.folder, '.esimlab'),
        ESIMLAB_LOG_FILE: join(this.folder, 'log'),
        // Test files run side by side; the SM-DP+'s port is given where it matters.
        ESIMLAB_PORT_BASE: '0',
        ...this.#environment,
      },
      folder: this.folder,
    });
    return { code, out, notes };
  }
}

async function* nothingPiped(): AsyncGenerator<string> {
  yield* [];
}
