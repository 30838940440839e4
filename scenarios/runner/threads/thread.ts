import type { Worker } from 'node:worker_threads';

import type { ScenarioResult } from '../result.ts';
import type { RunTerms, Task } from '../task.ts';
import { openWorker } from './open-worker.ts';
import type { Answered, Asked } from './thread-messages.ts';

/** A thread came to its end in the middle of a scenario. The message is one line. */
export class ThreadBroken extends Error {
  override readonly name = 'ThreadBroken';
}

interface Pending {
  resolve(result: ScenarioResult): void;
  reject(error: ThreadBroken): void;
}

/** A thread that plays scenarios, one at a time. */
export class Thread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #pending: Pending | undefined;

  constructor(terms: RunTerms) {
    const worker = openWorker(terms);
    this.#worker = worker;
    worker.on('message', (answered: Answered) => {
      if (answered.kind === 'played') this.#pending?.resolve(answered.result);
      else this.#break(answered.message);
    });
    worker.on('error', (error) => {
      this.#break(error instanceof Error ? error.message : String(error));
    });
    this.#ended = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#break(`the thread ended with ${code}`);
        resolve();
      });
    });
  }

  /** @throws ThreadBroken; such a thread plays no more */
  async play(task: Task): Promise<ScenarioResult> {
    try {
      return await new Promise<ScenarioResult>((resolve, reject) => {
        this.#pending = { resolve, reject };
        this.#ask({ kind: 'play', task });
      });
    } finally {
      this.#pending = undefined;
    }
  }

  /** Lets it close what it has open. */
  async end(): Promise<void> {
    this.#ask({ kind: 'end' });
    await this.#ended;
  }

  /** Ends it in the middle of what it does. */
  async cutOff(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(asked: Asked): void {
    this.#worker.postMessage(asked);
  }

  #break(message: string): void {
    this.#pending?.reject(new ThreadBroken(message.replace(/\s+/g, ' ')));
  }
}
