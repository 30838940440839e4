import { call } from '#shared/http/call';
import type { Contract, MembersOf, Shape } from '#shared/http/contract';
import type { LintCallback } from '#shared/http/contract';
import { MalformedMember, readMembers } from '#shared/http/contract';
import { HttpFailure } from '#shared/http/failure';
import type { Outcome } from '#shared/rsp/envelope';
import { readOutcome } from '#shared/rsp/envelope';
import type { Span } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import { BadAnswer, ServerRefused } from './server-errors.ts';
import type { ServerWire } from './server-wire.ts';

export interface Es9PlusSettings {
  /** X-Admin-Protocol: `gsma/rsp/v2.6.0`. */
  readonly adminProtocol: string;
  /** How long a call may take, by the Clock. */
  readonly timeout: Span;
}

/** The functions of ES9+ at one SM-DP+ (SGP.22 §5.6, §6.5). Transport failures are HttpFailure. */
export class SmdpConnection {
  readonly #wire: ServerWire;
  readonly #url: string;
  readonly #settings: Es9PlusSettings;
  readonly #trace: Trace;

  /** @param url `https://host:port`, without a path */
  constructor(wire: ServerWire, url: string, settings: Es9PlusSettings, trace: Trace) {
    this.#wire = wire;
    this.#url = url;
    this.#settings = settings;
    this.#trace = trace;
  }

  /** A function with an answer. @throws ServerRefused, BadAnswer, HttpFailure */
  async ask<Req extends Shape, Res extends Shape>(
    contract: Contract<Req, Res>,
    request: MembersOf<Req>,
  ): Promise<MembersOf<Res>> {
    const json = await this.#post(contract, request);
    const outcome = outcomeOf(contract.name, json);
    if (!outcome.ok) throw new ServerRefused(contract.name, outcome);
    return this.#read(contract, json);
  }

  /** A function that is only acknowledged: any 2xx will do, its body is not looked at. @throws HttpFailure */
  async tell<Req extends Shape>(contract: Contract<Req, null>, request: MembersOf<Req>): Promise<void> {
    try {
      await this.#post(contract, request);
    } catch (error) {
      const status = error instanceof HttpFailure && error.kind === 'body' ? (error.status ?? 0) : 0;
      if (status < 200 || status > 299) throw error;
    }
  }

  async #post<Req extends Shape>(contract: Contract<Req>, request: MembersOf<Req>): Promise<unknown> {
    const { json } = await call(contract, this.#wire.client, this.#url, request, {
      headers: { 'User-Agent': 'gsma-rsp-lpad', 'X-Admin-Protocol': this.#settings.adminProtocol },
      timeout: this.#settings.timeout,
    });
    return json;
  }

  #read<Res extends Shape>(contract: Contract<Shape, Res>, json: unknown): MembersOf<Res> {
    const lint: LintCallback = ({ member, message }) => {
      if (member !== 'header') this.#trace.emit('finding', { where: `ES9+ ${contract.name}`, what: message });
    };
    try {
      return readMembers(contract.response, json, lint);
    } catch (cause) {
      if (!(cause instanceof MalformedMember)) throw cause;
      throw new BadAnswer(contract.name, 'malformed', cause.message, { cause });
    }
  }
}

function outcomeOf(name: string, json: unknown): Outcome {
  try {
    return readOutcome(json);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new BadAnswer(name, 'malformed', cause.message, { cause });
  }
}
