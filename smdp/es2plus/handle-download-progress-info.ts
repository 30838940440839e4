import type { Bytes } from '#shared/bytes/bytes';
import { call } from '#shared/http/call';
import type { HttpClient } from '#shared/http/client';
import type { RequestOf } from '#shared/http/contract';
import { HttpFailure } from '#shared/http/failure';
import { wallTimer } from '#shared/http/limits';
import { es2plusEnvelope, HandleDownloadProgressInfo, notificationPointIds } from '#shared/rsp/es2plus';
import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { printSpan, seconds, toIso } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Attempt, BackOff } from './back-off.ts';
import { BackOffLines } from './back-off.ts';
import type { CallStore, ProgressCall } from './progress-call.ts';

/** Whom progress is told, and as whom. */
export interface ProgressPeer {
  /** `https://api.operator.test`; the function's path is put after it. */
  readonly url: string;
  /** Calls the operator; whoever made it closes it. */
  readonly client: HttpClient;
  /** Whether what it is not told yet is kept for the next life of the server. */
  readonly keeps: boolean;
  /** functionRequesterIdentifier: this SM-DP+, as an OID's text. */
  readonly requester: string;
  readonly backOff: BackOff;
}

export interface ProgressParts {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly store: Pick<CallStore, 'keep' | 'forget'>;
}

/** How long closing waits for an operator that does not answer, by the wall. */
const patience = seconds(2);

const where = 'handleDownloadProgressInfo';
const lane = 'ES2+';

/**
 * ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5): told in the background, in order for each order. Whatever the
 * operator's end does, the download goes on: a call that fails is a finding, and is made again after a pause unless
 * the operator has refused it. What is kept stays in the store until it is over; a server that is killed between the
 * operator's answer and the note of it makes the call once more, by the same functionCallIdentifier.
 */
export class ProgressInfoCalls {
  readonly #peer: ProgressPeer;
  readonly #parts: ProgressParts;
  readonly #lines: BackOffLines;
  #closed = false;

  constructor(peer: ProgressPeer, parts: ProgressParts) {
    this.#peer = peer;
    this.#parts = parts;
    this.#lines = new BackOffLines(parts.clock, peer.backOff);
  }

  /** Makes a call, which is kept by now where it is kept at all; returns at once. */
  make(call: ProgressCall): void {
    this.#lines.add(call.info.order, this.#attemptOf(call));
  }

  /** Goes on with calls of an earlier life of the server, after a pause. */
  resume(calls: readonly ProgressCall[]): void {
    for (const call of calls) this.#lines.addForLater(call.info.order, this.#attemptOf(call), call.made);
  }

  /** Until all that there is so far is told, has failed, or is to be told again later. */
  async allTold(): Promise<void> {
    await this.#lines.atRest();
  }

  /** Waits until all is told, a little while at most; what is left then stays in the store. */
  async close(): Promise<void> {
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = wallTimer(patience, resolve);
    });
    await Promise.race([this.allTold(), late]);
    cancel();
    const { left } = this.#lines;
    if (left > 0) this.#finding(`${left} calls are left untold: the server closes`);
    this.#closed = true;
    this.#lines.close();
  }

  #attemptOf(call: ProgressCall): Attempt {
    const { clock } = this.#parts;
    const what = `${where} for ${call.info.iccid}`;
    return async (pause, made) =>
      clock.exchange(what, async () => {
        const outcome = await this.#try(call, pause);
        const isOver = outcome === 'over' || pause === undefined;
        await this.#note(isOver ? call.id : { ...call, made });
        return outcome;
      });
  }

  /** Keeps how often a call was made, or lets it go: a store that is closed already has it as it was. */
  async #note(call: ProgressCall | number): Promise<void> {
    const { store, trace } = this.#parts;
    if (this.#closed || !this.#peer.keeps) return;
    try {
      await (typeof call === 'number' ? store.forget(call) : store.keep([call]));
    } catch (error) {
      trace.emit('fault', { where, error });
    }
  }

  async #try(call: ProgressCall, pause: Span | undefined): Promise<'over' | 'again'> {
    try {
      await this.#call(call);
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

  async #call(kept: ProgressCall): Promise<void> {
    const { url, requester } = this.#peer;
    const { functionCallIdentifier } = kept;
    await call(HandleDownloadProgressInfo, this.#watched(), url, requestOf(kept), {
      headers: { 'X-Admin-Protocol': 'gsma/rsp/v2.6.0' },
      envelope: es2plusEnvelope({ functionRequesterIdentifier: requester, functionCallIdentifier }),
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
    if (!this.#closed) this.#parts.trace.emit('finding', { where, what });
  }
}

/** An operator that has read the call and answered it otherwise than the specification wants will do so again. */
function mayBeTransient({ kind, status = 0 }: HttpFailure): boolean {
  if (kind === 'body') return false;
  return kind !== 'status' || status >= 500 || status === 408 || status === 429;
}

function requestOf({ info, at }: ProgressCall): RequestOf<typeof HandleDownloadProgressInfo> {
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
