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

  /** Runs a command line that stays up, until its first line of results. */
  async begin(words: readonly string[]): Promise<{ readonly line: string; stop(): Promise<Ran> }> {
    const stop = new AbortController();
    let ended: Promise<Ran> | undefined;
    const line = await new Promise<string>((resolve, reject) => {
      ended = this.#run(words, stop, () => Promise.resolve(undefined), resolve);
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
  ): Promise<Ran> {
    const out: string[] = [];
    const notes: string[] = [];
    const code = await runCli(words, {
      terminal: {
        out: (line) => {
          out.push(line);
          onOut(line);
        },
        note: (line) => notes.push(line),
        ask,
        colours: false,
      },
      interrupted: stop.signal,
      environment: {
        ESIMLAB_DATA: join(this.folder, '.esimlab'),
        ESIMLAB_LOG_FILE: join(this.folder, 'log'),
      },
      folder: this.folder,
    });
    return { code, out, notes };
  }
}
