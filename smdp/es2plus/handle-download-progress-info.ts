import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { call } from '#shared/http/call';
import type { HttpClient } from '#shared/http/client';
import type { RequestOf } from '#shared/http/contract';
import { HttpFailure } from '#shared/http/failure';
import { wallTimer } from '#shared/http/limits';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { NotificationPoint } from '#shared/rsp/es2plus';
import { es2plusEnvelope, HandleDownloadProgressInfo, notificationPointIds } from '#shared/rsp/es2plus';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Instant } from '#shared/runtime/span';
import { seconds, toIso } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { ProgressOutcome } from './progress-outcome.ts';

/** What an operator is told. */
export interface ProgressInfo {
  /** The order's id: what is told of one order arrives in order. */
  readonly order: number;
  readonly iccid: Iccid;
  readonly eid: Eid;
  readonly profileType: string;
  readonly point: NotificationPoint;
  readonly outcome: ProgressOutcome;
  /** The ProfileInstallationResult, the whole `BF37`. */
  readonly resultData: Bytes | undefined;
}

/** Whom progress is told, and as whom. */
export interface ProgressPeer {
  /** `https://api.operator.test`; the function's path is put after it. */
  readonly url: string;
  /** Calls the operator; whoever made it closes it. */
  readonly client: HttpClient;
  /** functionRequesterIdentifier: this SM-DP+, as an OID's text. */
  readonly requester: string;
}

export interface ProgressParts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
}

/** How long closing waits for an operator that does not answer, by the wall. */
const patience = seconds(2);

const where = 'handleDownloadProgressInfo';
const lane = 'ES2+';

/**
 * ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5): told once, in the background, in order for each order. Whatever
 * the operator's end does, the download goes on: a call that fails is a finding.
 */
export class ProgressInfoCalls {
  readonly #peer: ProgressPeer;
  readonly #parts: ProgressParts;
  readonly #turns = new OneByOne();
  readonly #pending = new Set<Promise<void>>();
  #givenUp = false;

  constructor(peer: ProgressPeer, parts: ProgressParts) {
    this.#peer = peer;
    this.#parts = parts;
  }

  /** Tells the operator; returns at once. */
  tell(info: ProgressInfo): void {
    const { clock } = this.#parts;
    const at = clock.now();
    // Aside, for it is no part of the exchange that is told of, which may end long before.
    const told = clock.aside(() => this.#turns.run(`${info.order}`, async () => this.#tell(info, at)));
    this.#pending.add(told);
    void told.then(() => this.#pending.delete(told));
  }

  /** Until all that there is so far is told, or has failed. */
  async allTold(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Waits until all is told, a little while at most; what is left then is given up. */
  async close(): Promise<void> {
    if (this.#pending.size === 0) return;
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = wallTimer(patience, resolve);
    });
    await Promise.race([this.allTold(), late]);
    cancel();
    if (this.#pending.size > 0) this.#finding(`${this.#pending.size} calls are given up: the server closes`);
    this.#givenUp = true;
  }

  async #tell(info: ProgressInfo, at: Instant): Promise<void> {
    if (this.#givenUp) return;
    const { clock } = this.#parts;
    try {
      await clock.exchange(`${where} for ${info.iccid}`, async () => this.#call(requestOf(info, at)));
    } catch (error) {
      if (!(error instanceof HttpFailure)) this.#parts.trace.emit('fault', { where, error });
      else this.#finding(error.message);
    }
  }

  async #call(request: RequestOf<typeof HandleDownloadProgressInfo>): Promise<void> {
    const { url, requester } = this.#peer;
    const drawn = this.#parts.entropy.at(`smdp/progress/${request.iccid}`).draw('functionCallIdentifier', 8);
    await call(HandleDownloadProgressInfo, this.#watched(), url, request, {
      headers: { 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' },
      envelope: es2plusEnvelope({
        functionRequesterIdentifier: requester,
        functionCallIdentifier: toHex(drawn),
      }),
    });
  }

  /** The client, with the octets of both ways in the trace. */
  #watched(): HttpClient {
    const { client } = this.#peer;
    const wire = (way: 'request' | 'response', octets: Bytes): void => {
      this.#parts.trace.emit('wire', { lane, direction: `${way} ${where}`, octets });
    };
    return {
      send: (method, url, sent) => client.send(method, url, sent),
      close: () => {
        client.close();
      },
      post: async (url, sent) => {
        wire('request', sent.body);
        const answer = await client.post(url, sent);
        wire('response', answer.body);
        return answer;
      },
    };
  }

  #finding(what: string): void {
    if (!this.#givenUp) this.#parts.trace.emit('finding', { where, what });
  }
}

function requestOf(info: ProgressInfo, at: Instant): RequestOf<typeof HandleDownloadProgressInfo> {
  const { iccid, eid, profileType, point, outcome, resultData } = info;
  const { name, codes } = outcome;
  return {
    eid,
    iccid,
    profileType,
    // Whole seconds: the readers of some operators know no others.
    timestamp: toIso(at).replace(/\.\d+Z$/, 'Z'),
    notificationPointId: notificationPointIds[point],
    notificationPointStatus:
      codes === undefined
        ? { status: 'Executed-Success' }
        : { status: 'Failed', statusCodeData: { ...codes, message: name } },
    resultData,
  };
}
