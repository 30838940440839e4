import type { Bytes } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import type { Clock } from '#shared/runtime/clock';

import type { ReaderCard } from '../reader-card.ts';
import { ApduBackend } from './apdu-backend.ts';
import { Child } from './child.ts';
import type { HttpAnswered, HttpAsked } from './http-backend.ts';
import { HttpBackend, httpPayload } from './http-backend.ts';
import { LineTooLong, linesOf } from './lines.ts';
import type { Message } from './message.ts';
import { readMessage } from './message.ts';
import { PersonsInput } from './persons-input.ts';

export { ChildNotStarted } from './child.ts';

/** What lpac is run with. */
export interface LpacRun {
  /** The program: a file, or a name on PATH. */
  readonly program: string;
  readonly args: readonly string[];
  /** Its variables; which drivers it takes is added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly clock: Clock;
  /** The card that it works with; `connect` resets it where that can be done. */
  readonly card: ReaderCard;
  /** Calls servers for it (LPAC_HTTP=stdio). Left out, it calls them by itself (LPAC_HTTP=curl). */
  readonly http?: Pick<HttpClient, 'post'> | undefined;
  /** What a person answers or feeds, line by line; it is read when lpac asks. */
  readonly input?: AsyncIterable<string>;
  /** Ends it. */
  readonly interrupted?: AbortSignal;
  /** A line that lpac has for people and programs: result, progress, notification, or what is no JSON. */
  readonly onLine?: (line: string) => void;
  /** A line of its stderr, or of ours on what went wrong. */
  readonly onNote?: (line: string) => void;
  /** An APDU and its answer, status word included, as they went over the contacts. */
  readonly onApdu?: (command: Bytes, answer: Bytes) => void;
  readonly onHttp?: (request: HttpAsked, response: HttpAnswered) => void;
}

export interface LpacEnded {
  /** 0, or 255 when it failed; 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
}

/**
 * Runs lpac with its stdio drivers joined to a card. Whatever it writes, this goes on until it ends.
 * @throws ChildNotStarted; what the card throws, after lpac was ended
 */
export async function runLpac(run: LpacRun): Promise<LpacEnded> {
  const { program, args, folder, clock, http, interrupted } = run;
  const drivers = { LPAC_APDU: 'stdio', LPAC_HTTP: http === undefined ? 'curl' : 'stdio' };
  const environment = { ...run.environment, ...drivers };
  const child = await Child.start({ program, args, environment, folder, clock });
  const stop = (): void => {
    child.stop();
  };
  if (interrupted?.aborted === true) stop();
  interrupted?.addEventListener('abort', stop, { once: true });
  const bridge = new Bridge(run, child);
  try {
    await Promise.all([bridge.serve(), bridge.tellErrors()]);
    const exitCode = await child.exitCode;
    await bridge.end();
    return { exitCode };
  } catch (error) {
    stop();
    throw error;
  } finally {
    interrupted?.removeEventListener('abort', stop);
  }
}

/** Between a lpac that runs and its card, servers and person. */
class Bridge {
  readonly #run: LpacRun;
  readonly #child: Child;
  readonly #apdu: ApduBackend;
  readonly #http: HttpBackend;
  readonly #person: PersonsInput;
  readonly #onNote: (line: string) => void;

  constructor(run: LpacRun, child: Child) {
    const { card, http, args, input = nobody(), onNote = () => undefined } = run;
    this.#run = run;
    this.#child = child;
    this.#onNote = onNote;
    this.#apdu = new ApduBackend(observed(card, run.onApdu), onNote);
    this.#http = new HttpBackend(http, onNote);
    this.#person = new PersonsInput(input, child, args);
  }

  /** Answers lines, one after the other, until lpac has no more. */
  async serve(): Promise<void> {
    try {
      for await (const line of linesOf(this.#child.stdout)) await this.#answer(readMessage(line), line);
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error;
      this.#onNote(`lpac: it writes ${error.message}, and was ended`);
      this.#child.stop();
    }
  }

  async tellErrors(): Promise<void> {
    try {
      for await (const line of linesOf(this.#child.stderr)) this.#onNote(line);
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error;
    }
  }

  /** Leaves the card as it was found. */
  async end(): Promise<void> {
    await this.#apdu.end();
  }

  async #answer(message: Message, line: string): Promise<void> {
    switch (message.kind) {
      case 'told':
        this.#run.onLine?.(line);
        if (message.preview) await this.#person.decide();
        return;
      case 'wrong':
        this.#onNote(`lpac: a line for the ${message.backend} driver is not understood: ${message.why}`);
        this.#say(message.backend, message.backend === 'apdu' ? { ecode: -1 } : { rcode: 400, rx: '' });
        return;
      case 'apdu': {
        const answer = await this.#apdu.answer(message.func, message.param);
        this.#say('apdu', answer);
        const isLast = message.func === 'transmit' && !/61..$/.test(answer.data ?? '');
        if (isLast) await this.#person.cardAnswered(this.#run.http === undefined);
        return;
      }
      case 'http': {
        const request = { url: message.url, headers: message.headers, body: message.tx };
        const response = await this.#http.call(request);
        this.#run.onHttp?.(request, response);
        this.#say('http', httpPayload(response));
        await this.#person.serverAnswered();
      }
    }
  }

  #say(type: 'apdu' | 'http', payload: object): void {
    this.#child.write(`${JSON.stringify({ type, payload })}\n`);
  }
}

function observed(card: ReaderCard, onApdu: LpacRun['onApdu']): ReaderCard {
  if (onApdu === undefined) return card;
  return {
    transmit: async (command) => {
      const answer = await card.transmit(command);
      onApdu(command, answer);
      return answer;
    },
    ...(card.reset === undefined ? {} : { reset: () => card.reset?.() ?? Promise.resolve() }),
  };
}

async function* nobody(): AsyncGenerator<string> {
  yield* [];
}
