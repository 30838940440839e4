import type {
  BridgeEnd,
  DeliveryOutcome,
  Launch,
  MessageSource,
  PagePort,
} from '#device-sim/mobile-plans/index';
import type { WebSocket } from 'ws';

import type { ToTag } from './tag-messages.ts';
import { readFromTag } from './tag-messages.ts';

/** A document, and how many of its calls have been taken. */
interface TagDocument {
  readonly top: boolean;
  taken: number;
}

/** Documents that are remembered: a portal has one after the other. */
const mostDocuments = 200;

/**
 * A launch that is shown in an ordinary browser. Documents come and go; the launch stays until the portal or the app
 * ends it, since a document that goes looks the same whether its window was closed or signs in somewhere else.
 */
export class TagPage implements PagePort {
  readonly launch: Launch;
  readonly #bridge: BridgeEnd;
  readonly #documents = new Map<string, TagDocument>();
  readonly #waiting = new Map<number, (outcome: DeliveryOutcome) => void>();
  #socket: WebSocket | undefined;
  #deliveries = 0;
  over = false;

  constructor(launch: Launch) {
    this.launch = launch;
    this.#bridge = launch.attach(this);
    void launch.ended.then(({ why }) => {
      this.over = true;
      this.#say({ ended: why });
    });
  }

  /** Ends the launch: another portal is entered. */
  async close(): Promise<void> {
    this.#bridge.closed();
    await this.launch.ended;
  }

  get script(): string {
    return this.#bridge.script;
  }

  deliver(name: string, argument: string): Promise<DeliveryOutcome> {
    if (this.#socket === undefined) return Promise.resolve('gone');
    this.#deliveries += 1;
    const deliver = this.#deliveries;
    this.#say({ deliver, name, argument });
    return new Promise((resolve) => {
      this.#waiting.set(deliver, resolve);
    });
  }

  /** A document is there. @param host as its browser says, not as the page does */
  enter(socket: WebSocket, host: string): void {
    let id: string | undefined;
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const message = readFromTag(text);
      if (message !== undefined && 'document' in message) {
        id = message.document;
        if (message.top) this.#show(socket);
        this.#documentOf(id, message.href, message.top);
      } else if (message !== undefined && 'number' in message && id !== undefined) {
        this.take(id, host, [message]);
        socket.send(JSON.stringify({ taken: message.number } satisfies ToTag));
      } else if (message !== undefined && 'delivered' in message && message.delivered <= this.#deliveries) {
        this.#delivered(message.delivered, message.outcome);
      } else {
        // None of the script's, or not its turn: the bridge finds fault with it.
        this.#bridge.receive(text, { host, top: true });
      }
    });
    socket.once('close', () => {
      if (this.#socket === socket) this.#hide();
    });
  }

  /** Calls that a document left behind when it went. */
  leave(document: string, host: string, { href, top, calls }: Left): void {
    this.#documentOf(document, href, top);
    this.take(document, host, calls);
  }

  /** Each call of a document counts once, by whichever way it came first. */
  take(document: string, host: string, calls: readonly { number: number; text: string }[]): void {
    const known = this.#documents.get(document);
    if (known === undefined) return;
    const from: MessageSource = { host, top: known.top };
    for (const { number, text } of calls) {
      if (number <= known.taken) continue;
      known.taken = number;
      this.#bridge.receive(text, from);
    }
  }

  /** The top document that callbacks go to from now on. */
  #show(socket: WebSocket): void {
    if (this.#socket === socket) return;
    this.#hide();
    this.#socket = socket;
  }

  #hide(): void {
    this.#socket = undefined;
    for (const settle of this.#waiting.values()) settle('gone');
    this.#waiting.clear();
  }

  #documentOf(id: string, href: string, top: boolean): void {
    if (this.#documents.has(id)) return;
    this.#documents.set(id, { top, taken: 0 });
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > mostDocuments && oldest !== undefined) this.#documents.delete(oldest);
    if (top) this.#bridge.navigated(href);
  }

  #delivered(number: number, outcome: DeliveryOutcome): void {
    this.#waiting.get(number)?.(outcome);
    this.#waiting.delete(number);
  }

  #say(message: ToTag): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }
}

interface Left {
  readonly href: string;
  readonly top: boolean;
  readonly calls: readonly { number: number; text: string }[];
}
