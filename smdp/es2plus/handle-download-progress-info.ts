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
import type { Instant, Span } from '#shared/runtime/span';
import { printSpan, seconds, toIso } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { BackOff } from './back-off.ts';
import { BackOffLines } from './back-off.ts';
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
  readonly backOff: BackOff;
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
 * ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5): told in the background, in order for each order. Whatever the
 * operator's end does, the download goes on: a call that fails is a finding, and is made again after a pause unless
 * the operator has refused it.
 */
export class ProgressInfoCalls {
  readonly #peer: ProgressPeer;
  readonly #parts: ProgressParts;
  readonly #lines: BackOffLines;
  #givenUp = false;

  constructor(peer: ProgressPeer, parts: ProgressParts) {
    this.#peer = peer;
    this.#parts = parts;
    this.#lines = new BackOffLines(parts.clock, peer.backOff);
  }

  /** Tells the operator; returns at once. */
  tell(info: ProgressInfo): void {
    const { clock, entropy } = this.#parts;
    const request = requestOf(info, clock.now());
    this.#lines.add(info.order, () => {
      const id = toHex(entropy.at(`smdp/progress/${info.iccid}`).draw('functionCallIdentifier', 8));
      return async (pause) =>
        clock.exchange(`${where} for ${info.iccid}`, async () => this.#try(request, id, pause));
    });
  }

  /** Until all that there is so far is told, has failed, or is to be told again later. */
  async allTold(): Promise<void> {
    await this.#lines.atRest();
  }

  /** Waits until all is told, a little while at most; what is left then is given up. */
  async close(): Promise<void> {
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = wallTimer(patience, resolve);
    });
    await Promise.race([this.allTold(), late]);
    cancel();
    const { left } = this.#lines;
    if (left > 0) this.#finding(`${left} calls are given up: the server closes`);
    this.#givenUp = true;
    this.#lines.close();
  }

  async #try(
    request: RequestOf<typeof HandleDownloadProgressInfo>,
    id: string,
    pause: Span | undefined,
  ): Promise<'over' | 'again'> {
    try {
      await this.#call(request, id);
      return 'over';
    } catch (error) {
      if (!(error instanceof HttpFailure)) {
        this.#parts.trace.emit('fault', { where, error });
        return 'over';
      }
      const again = mayBeTransient(error);
      const next = pause === undefined ? 'given up' : `again in ${printSpan(pause)}`;
      this.#finding(again ? `${error.message}; ${next}` : error.message);
      return again ? 'again' : 'over';
    }
  }

  async #call(request: RequestOf<typeof HandleDownloadProgressInfo>, id: string): Promise<void> {
    const { url, requester } = this.#peer;
    await call(HandleDownloadProgressInfo, this.#watched(), url, request, {
      headers: { 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' },
      envelope: es2plusEnvelope({
        functionRequesterIdentifier: requester,
        functionCallIdentifier: id,
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

/** An operator that has read the call and answered it otherwise than the specification wants will do so again. */
function mayBeTransient({ kind, status = 0 }: HttpFailure): boolean {
  if (kind === 'body') return false;
  return kind !== 'status' || status >= 500 || status === 408 || status === 429;
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
