import type { DownlinkMessage, MobileIdentity, RadioLink, UplinkMessage } from '#device-sim/network/index';
import { readDownlink, writeUplink } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Span } from '#shared/runtime/span';

import type { Authentication } from '../card/authenticate.ts';
import type { RegistrationCause } from '../registration.ts';

/** What an attach needs. */
export interface AttachParts {
  readonly link: Pick<RadioLink, 'send'>;
  /** Who it says it is at first. */
  readonly identity: MobileIdentity;
  readonly imsi: string;
  readonly imei: string;
  /** The USIM's word on a challenge. */
  readonly authenticate: (rand: Bytes, autn: Bytes) => Promise<Authentication>;
  readonly aka: (result: AkaResult) => void;
}

export type AkaResult = Authentication['result'] | 'nonEpsAuthentication' | 'rejected';

type Message<Name extends DownlinkMessage['message']> = Extract<DownlinkMessage, { readonly message: Name }>;

/** How an attach ended. */
export type AttachOutcome =
  | { readonly end: 'accepted'; readonly accept: Message<'attachAccept'> }
  | { readonly end: 'rejected'; readonly cause: number; readonly t3346?: Span }
  | { readonly end: 'authenticationRejected'; readonly cause: RegistrationCause }
  | { readonly end: 'failed'; readonly cause: RegistrationCause };

/** Challenges in a row that fail before the network is not believed any more (TS 24.301 §5.4.2.7). */
const mostFailures = 3;
/** Messages after which a network that comes to no end is left. */
const mostMessages = 32;
const transaction = 1;
/** The separation bit in the first octet of AMF, behind SQN in AUTN (TS 33.401 §6.1.1). */
const separationBit = 0x80;

const failureCauses = { macFailure: 20, syncFailure: 21, nonEpsAuthentication: 26 } as const;
type Failure = keyof typeof failureCauses;

/**
 * The attach procedure of a UE, with authentication as the network wants it (TS 24.301 §5.5.1.2, §5.4.2).
 * `failed` with `noAnswer` is told at once; the caller lets T3410 pass. @throws what `authenticate` throws
 */
export async function attach(parts: AttachParts): Promise<AttachOutcome> {
  return new Attach(parts).run();
}

class Attach {
  readonly #parts: AttachParts;
  readonly #received: Bytes[] = [];
  #failures: Failure[] = [];

  constructor(parts: AttachParts) {
    this.#parts = parts;
  }

  async run(): Promise<AttachOutcome> {
    const { identity } = this.#parts;
    await this.#send({ message: 'attachRequest', identity, connectivity: { transaction } });
    for (let count = 0; count < mostMessages; count += 1) {
      const octets = this.#received.shift();
      if (octets === undefined) break;
      const outcome = await this.#receive(octets);
      if (outcome !== undefined) return outcome;
    }
    return { end: 'failed', cause: 'noAnswer' };
  }

  async #receive(octets: Bytes): Promise<AttachOutcome | undefined> {
    const reading = readDownlink(octets);
    if ('read' in reading) return this.#message(reading.read);
    if (reading.cause !== undefined) await this.#send({ message: 'emmStatus', cause: reading.cause });
    return undefined;
  }

  async #message(message: DownlinkMessage): Promise<AttachOutcome | undefined> {
    switch (message.message) {
      case 'authenticationRequest':
        return this.#challenged(message);
      case 'identityRequest':
        await this.#send({ message: 'identityResponse', identity: this.#identity(message.wanted) });
        return undefined;
      case 'attachAccept':
        await this.#send({ message: 'attachComplete', bearer: message.bearer.bearer });
        return { end: 'accepted', accept: message };
      case 'attachReject': {
        const { cause, t3346 } = message;
        return { end: 'rejected', cause, ...(t3346 === undefined ? {} : { t3346 }) };
      }
      case 'authenticationReject':
        this.#parts.aka('rejected');
        return {
          end: 'authenticationRejected',
          cause: this.#failures[this.#failures.length - 1] ?? 'authenticationRejected',
        };
      case 'networkDetachRequest':
        await this.#send({ message: 'detachAccept' });
        return { end: 'rejected', cause: message.cause ?? 10 };
      case 'detachAccept':
      case 'emmStatus':
        return undefined;
    }
  }

  async #challenged({ rand, autn }: Message<'authenticationRequest'>): Promise<AttachOutcome | undefined> {
    const answer = await this.#judge(rand, autn);
    this.#parts.aka(answer.result);
    if (answer.result === 'success') {
      this.#failures = [];
      await this.#send({ message: 'authenticationResponse', res: answer.res });
      return undefined;
    }
    this.#failures.push(answer.result);
    await this.#send({
      message: 'authenticationFailure',
      cause: failureCauses[answer.result],
      ...(answer.result === 'syncFailure' ? { auts: answer.auts } : {}),
    });
    return this.#failures.length > mostFailures ? { end: 'failed', cause: answer.result } : undefined;
  }

  async #judge(
    rand: Bytes,
    autn: Bytes,
  ): Promise<Authentication | { readonly result: 'nonEpsAuthentication' }> {
    if (((autn[6] ?? 0) & separationBit) === 0) return { result: 'nonEpsAuthentication' };
    return this.#parts.authenticate(rand, autn);
  }

  #identity(wanted: 'imsi' | 'imei'): MobileIdentity {
    const { imsi, imei } = this.#parts;
    return wanted === 'imsi' ? { imsi } : { imei };
  }

  async #send(message: UplinkMessage): Promise<void> {
    this.#received.push(...(await this.#parts.link.send(writeUplink(message))));
  }
}
