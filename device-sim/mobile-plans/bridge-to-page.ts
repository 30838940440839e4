import { toUtf8 } from '#shared/bytes/bytes';
import type { Trace } from '#shared/runtime/trace';

import type { Described } from './bridge/described.ts';
import { sayDescribed } from './bridge/described.ts';
import type { CallMessage, Message, ScriptMessage } from './bridge/message.ts';
import { readMessage } from './bridge/message.ts';
import { answerCall } from './calls/answer-call.ts';
import type { CallSurroundings } from './calls/call-surroundings.ts';
import type { BridgeEnd, MessageSource } from './launch-contract.ts';

/** What the bridge wants of its launch. */
export interface BridgeLaunch extends CallSurroundings {
  readonly device: string;
  readonly trace: Trace;
  readonly notificationHosts: readonly string[];
  /** What operation Ids begin with. */
  readonly block: string;
  readonly script: string;
  readonly over: boolean;
  close(): void;
}

/** Calls whose numbers are kept to tell a repeated one. */
const MOST_CALLS = 10_000;

/** The host's half of the bridge: takes whatever a page says, and gives each word of it one outcome. */
export class BridgeToPage implements BridgeEnd {
  readonly script: string;
  readonly #launch: BridgeLaunch;
  readonly #seen = new Set<string>();
  readonly #documents = new Map<string, number>();

  constructor(launch: BridgeLaunch) {
    this.script = launch.script;
    this.#launch = launch;
  }

  navigated(): void {
    this.#launch.callbacks.navigated();
  }

  closed(): void {
    this.#launch.close();
  }

  receive(text: unknown, from: MessageSource): void {
    try {
      this.#receive(text, from);
    } catch (error) {
      this.#launch.trace.emit('fault', { where: 'mobile-plans bridge', error });
    }
  }

  #receive(text: unknown, from: MessageSource): void {
    const { findings, notificationHosts } = this.#launch;
    const message = typeof text === 'string' ? readMessage(text) : undefined;
    const host = from.host.toLowerCase();
    if (!from.top) findings.add('callFromFrame', `${host}${what(message)}`);
    else if (!notificationHosts.includes(host))
      findings.add('callFromForeignHost', `${host}${what(message)}`);
    else if (message === undefined || typeof text !== 'string')
      findings.add('messageMalformed', begins(text));
    else this.#take(message, text);
  }

  #take(message: Message, text: string): void {
    const { findings, callbacks } = this.#launch;
    switch (message.kind) {
      case 'call':
        this.#call(message, text);
        return;
      case 'script':
        this.#nameCallback(message, text);
        return;
      case 'noticed':
        findings.add(message.name, message.detail);
        return;
      case 'thrown':
        callbacks.threw(message.says);
        return;
      case 'looked':
        // The script does not say so of a top document of the notification host: its protocol is another.
        findings.add('callFromForeignHost', message.name);
        return;
    }
  }

  #call(call: CallMessage, text: string): void {
    const { findings, trace, device, block, over } = this.#launch;
    const id = `${block}-${call.document}-${call.number}`;
    if (over) {
      findings.add('callAfterEnd', call.name);
      return;
    }
    if (this.#seen.has(id)) {
      findings.add('callReplayed', `${call.name}, call ${call.number}`);
      return;
    }
    this.#remember(id);
    this.#wire(`call ${call.name}`, call, text);
    trace.emit('host.call', { device, name: call.name, id });
    answerCall(call, id, this.#launch);
  }

  #nameCallback(message: ScriptMessage, text: string): void {
    const { object, property, value } = message;
    const { findings, callbacks, operations, over } = this.#launch;
    if (over) {
      findings.add('callAfterEnd', property);
      return;
    }
    this.#wire(`set ${property}`, message, text);
    if (object !== 'MobilePlansInlineOperations') findings.add('legacyName', `${object}.${property}`);
    const late = operations.running && !callbacks.has(property);
    const name = this.#nameOf(value, property);
    if (late && name !== undefined) findings.add('callbackSetAfterCall', property);
    callbacks.name(property, name);
  }

  #nameOf(value: Described, property: string): string | undefined {
    const { findings } = this.#launch;
    if (typeof value === 'string' && /^[\p{ID_Start}$_][\p{ID_Continue}$.]*$/u.test(value)) {
      if (value.includes('.')) findings.add('callbackDotted', value);
      return value;
    }
    if (takesBack(value)) return undefined;
    const isFunction =
      typeof value === 'object' && value !== null && 'odd' in value && value.odd === 'function';
    findings.add(
      isFunction ? 'callbackIsFunction' : 'callbackNameUnusable',
      `${property}: ${sayDescribed(value)}`,
    );
    return undefined;
  }

  #remember(id: string): void {
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (this.#seen.size > MOST_CALLS && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** A browser makes the tag of a document from its own time: the trace has the number of the document instead, in Ids too. */
  #wire(direction: string, { document }: CallMessage | ScriptMessage, text: string): void {
    const { trace, device, block } = this.#launch;
    const number = this.#documents.get(document) ?? this.#documents.size + 1;
    this.#documents.set(document, number);
    const numbered = text
      .replace(`"document":"${document}"`, `"document":"${number}"`)
      .replaceAll(new RegExp(`${block}-(\\w+)-`, 'g'), (whole, tag: string) => {
        const known = this.#documents.get(tag);
        return known === undefined ? whole : `${block}-${known}-`;
      });
    trace.emit('wire', { lane: `${device}/host`, direction, octets: toUtf8(numbered) });
  }
}

/** null, undefined and the empty text mean that nobody wants to be told any more. */
function takesBack(value: Described): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && 'odd' in value && value.odd === 'undefined';
}

function what(message: Message | undefined): string {
  if (message === undefined) return '';
  return message.kind === 'call' || message.kind === 'looked' ? `, ${message.name}` : '';
}

function begins(text: unknown): string {
  return typeof text === 'string' ? `${text.length} characters, "${text.slice(0, 60)}"` : typeof text;
}
