import type { BridgeEnd, DeliveryOutcome, Launch, LaunchEnd, PagePort } from '#device-sim/mobile-plans/index';
import { toUtf8 } from '#shared/bytes/bytes';
import { wallTimer } from '#shared/http/limits';
import type { Clock } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';
import { WebSocket } from 'ws';

import type { FromPage, LaunchAnswer, ToPage } from '../launches/launch-messages.ts';
import type { LabAddress } from './follow-trace.ts';

/** A launch of another process's lab, for a window of this one. */
export interface RemoteLaunch extends Launch {
  /** Tells the lab of something odd that the window saw. */
  report(what: string, source?: string): void;
  /** The window is gone. */
  close(): void;
}

/** Octets of a message; the lab takes a little more, and ends the socket over it. */
const mostOctets = 200_000;
/** Characters of texts that are only told. */
const longestText = 2_000;
const longestSource = 200;

/**
 * Connects to a launch that the lab has opened.
 * @throws Error in one line when the lab does not take the connection
 */
export async function remoteLaunch(
  { url, token }: LabAddress,
  answer: LaunchAnswer,
  clock: Clock,
): Promise<RemoteLaunch> {
  const query = new URLSearchParams({ launch: answer.launch }).toString();
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/launch?${query}`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  // It listens before the socket is open: what the lab says first may come with its answer.
  const launch = new LaunchOverSocket(socket, answer, clock);
  await opened(socket, url);
  return launch;
}

function opened(socket: WebSocket, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = wallTimer(seconds(10), () => {
      socket.terminate();
    });
    socket.on('error', (error) => {
      cancel();
      reject(new Error(`${url}: the launch cannot be shown: ${error.message}`, { cause: error }));
    });
    socket.once('open', () => {
      cancel();
      resolve();
    });
  });
}

class LaunchOverSocket implements RemoteLaunch {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly transactionId: string;
  readonly notificationHosts: readonly string[];
  readonly clock: Clock;
  readonly ended: Promise<LaunchEnd>;
  readonly #socket: WebSocket;
  readonly #script: string;
  #page: PagePort | undefined;
  #over = false;

  constructor(socket: WebSocket, answer: LaunchAnswer, clock: Clock) {
    ({
      url: this.url,
      headers: this.headers,
      locale: this.locale,
      transactionId: this.transactionId,
      notificationHosts: this.notificationHosts,
      script: this.#script,
    } = answer);
    this.clock = clock;
    this.#socket = socket;
    this.ended = new Promise((resolve) => {
      const end = (ended: LaunchEnd): void => {
        this.#over = true;
        resolve(ended);
      };
      socket.once('close', () => {
        end({ why: 'closed' });
      });
      socket.on('message', (data: Buffer) => {
        const said = read(data.toString());
        if (said === undefined) return;
        if ('ended' in said) end(said.ended);
        else void this.#deliver(said.deliver, said.functionName, said.argument);
      });
    });
  }

  attach(page: PagePort): BridgeEnd {
    if (this.#over) throw new Error('the launch has ended; launch again');
    if (this.#page !== undefined) throw new Error('a page shows this launch already');
    this.#page = page;
    return {
      script: this.#script,
      receive: (message, from) => {
        this.#receive(message, from);
      },
      navigated: (navigated) => {
        this.#say({ navigated: navigated.slice(0, longestText) });
      },
      closed: () => {
        this.close();
      },
    };
  }

  report(finding: string, source?: string): void {
    const from = source === undefined ? {} : { source: source.slice(0, longestSource) };
    this.#say({ finding: finding.slice(0, longestText), ...from });
  }

  close(): void {
    this.#page = undefined;
    this.#socket.close();
  }

  /** The script's own messages are far shorter than the limit; any other is none, whatever stands in it. */
  #receive(message: unknown, from: { readonly host: string; readonly top: boolean }): void {
    const said = { receive: typeof message === 'string' ? message : '', from };
    if (said.receive.length > mostOctets || toUtf8(JSON.stringify(said)).length > mostOctets)
      this.#say({ receive: '', from });
    else this.#say(said);
  }

  async #deliver(delivered: number, functionName: string, argument: string): Promise<void> {
    let outcome: DeliveryOutcome = 'gone';
    try {
      outcome = (await this.#page?.deliver(functionName, argument)) ?? 'gone';
    } catch {
      // A page that cannot say what became of it is gone.
    }
    this.#say({ delivered, outcome });
  }

  #say(message: FromPage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

/** What a lab says; undefined for anything else, as a server of another kind may say it. */
function read(text: string): ToPage | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null && ('ended' in said || 'deliver' in said)
      ? (said as ToPage)
      : undefined;
  } catch {
    return undefined;
  }
}
