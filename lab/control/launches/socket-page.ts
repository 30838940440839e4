import type { BridgeEnd, DeliveryOutcome, Launch, PagePort } from '#device-sim/mobile-plans/index';
import type { Trace } from '#shared/runtime/trace';
import type { WebSocket } from 'ws';

import type { FromPage, ToPage } from './launch-messages.ts';
import { fromPage } from './launch-messages.ts';

/** A page of another process that shows a launch of this lab; what it says comes over a web socket. */
export class SocketPage implements PagePort {
  readonly script: string;
  readonly #bridge: BridgeEnd;
  readonly #launch: Launch;
  readonly #trace: Trace;
  readonly #waiting = new Map<number, (outcome: DeliveryOutcome) => void>();
  #socket: WebSocket | undefined;
  #deliveries = 0;
  #closed = false;

  constructor(launch: Launch, trace: Trace) {
    this.#launch = launch;
    this.#trace = trace;
    this.#bridge = launch.attach(this);
    this.script = this.#bridge.script;
  }

  /** Whether somebody shows it now. */
  get shown(): boolean {
    return this.#socket !== undefined;
  }

  deliver(functionName: string, argument: string): Promise<DeliveryOutcome> {
    if (this.#socket === undefined) return Promise.resolve('gone');
    this.#deliveries += 1;
    const deliver = this.#deliveries;
    this.#say({ deliver, functionName, argument });
    return new Promise((resolve) => {
      this.#waiting.set(deliver, resolve);
    });
  }

  /** The page's side is there. When its socket closes the window is closed. */
  enter(socket: WebSocket): void {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#hear(data.toString());
    });
    socket.once('close', () => {
      this.close();
    });
    void this.#launch.ended.then((ended) => {
      this.#say({ ended });
    });
  }

  /** Nobody shows it any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket = undefined;
    for (const settle of this.#waiting.values()) settle('gone');
    this.#waiting.clear();
    this.#bridge.closed();
  }

  #say(message: ToPage): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #hear(text: string): void {
    const said = read(text);
    if (said === undefined) this.#find(`a message of the window is not understood: "${text.slice(0, 60)}"`);
    else if ('receive' in said) this.#bridge.receive(said.receive, said.from);
    else if ('navigated' in said) this.#bridge.navigated(said.navigated);
    else if ('finding' in said) this.#find(said.finding, said.source);
    else {
      this.#waiting.get(said.delivered)?.(said.outcome);
      this.#waiting.delete(said.delivered);
    }
  }

  #find(says: string, source?: string): void {
    const what = oneLine(says);
    const where = 'mobile-plans';
    this.#trace.emit('finding', {
      where,
      what,
      ...(source === undefined ? {} : { source: oneLine(source) }),
    });
  }
}

/** Text of another process, fit for one line of a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function read(text: string): FromPage | undefined {
  try {
    return fromPage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
