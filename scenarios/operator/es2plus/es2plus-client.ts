import { call } from '#shared/http/call';
import type { HttpClient } from '#shared/http/client';
import type { Contract, MembersOf, Shape } from '#shared/http/contract';
import { MalformedMember, readMembers } from '#shared/http/contract';
import { HttpFailure } from '#shared/http/failure';
import { readOutcome } from '#shared/rsp/envelope';
import type { Outcome } from '#shared/rsp/envelope';
import { es2plusEnvelope } from '#shared/rsp/es2plus';

import { DeskRefused } from './desk-refused.ts';

/** Whom an operator calls, and as whom. */
export interface Es2plusPeer {
  readonly client: HttpClient;
  /** `https://es2.operator.test` */
  readonly url: string;
  /** functionRequesterIdentifier: the operator, as an OID's text. */
  readonly requester: string;
}

/** The operator's end of ES2+ (SGP.22 §5.3). Calls are counted: `call-1` and so on. */
export class Es2plusClient {
  readonly #peer: Es2plusPeer;
  #calls = 0;

  constructor(peer: Es2plusPeer) {
    this.#peer = peer;
  }

  /** Who calls: functionRequesterIdentifier. */
  get requester(): string {
    return this.#peer.requester;
  }

  /**
   * Calls a function.
   * @param about what a refusal names, an ICCID mostly
   * @throws DeskRefused when the SM-DP+ refuses; HttpFailure when there is no answer to work with
   */
  async ask<Req extends Shape, Res extends Shape>(
    contract: Contract<Req, Res>,
    about: string,
    request: MembersOf<Req>,
  ): Promise<MembersOf<Res>> {
    const { client, url, requester } = this.#peer;
    this.#calls += 1;
    const { json } = await call(contract, client, url, request, {
      headers: { 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' },
      envelope: es2plusEnvelope({
        functionRequesterIdentifier: requester,
        functionCallIdentifier: `call-${this.#calls}`,
      }),
    });
    try {
      const outcome: Outcome = readOutcome(json);
      if (!outcome.ok) throw new DeskRefused(contract.name, about, outcome);
      return readMembers(contract.response, json);
    } catch (cause) {
      if (!(cause instanceof TypeError || cause instanceof MalformedMember)) throw cause;
      throw new HttpFailure(
        'body',
        `${new URL(url).host} ${contract.name}: the answer cannot be used: ${cause.message}`,
        {
          cause,
        },
      );
    }
  }

  close(): void {
    this.#peer.client.close();
  }
}
