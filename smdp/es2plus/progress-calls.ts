import { toHex } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import type { ProgressPeer } from './handle-download-progress-info.ts';
import { ProgressInfoCalls } from './handle-download-progress-info.ts';
import type { CallStore, ProgressCall, ProgressInfo } from './progress-call.ts';

export interface ProgressCallsParts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly store: CallStore;
}

/** One call for each end that is told, and those of them that are kept until they are over. */
export interface CallsToMake {
  readonly calls: readonly ProgressCall[];
  readonly kept: readonly ProgressCall[];
}

/** All that is told to operators of downloads, at each of the ends that are told. */
export class ProgressCalls {
  readonly #parts: ProgressCallsParts;
  readonly #ends: readonly { readonly peer: ProgressPeer; readonly calls: ProgressInfoCalls }[];
  #lastId = 0;

  constructor(peers: readonly ProgressPeer[], parts: ProgressCallsParts) {
    this.#parts = parts;
    this.#ends = peers.map((peer) => ({ peer, calls: new ProgressInfoCalls(peer, parts) }));
  }

  /**
   * Goes on with what an earlier life of the server has not told, after the first pause of a back-off. What is for an
   * end that nobody is told at now stays kept.
   */
  async resume(): Promise<void> {
    if (this.#ends.length === 0) return;
    const left = await this.#parts.store.all();
    this.#lastId = left.at(-1)?.id ?? 0;
    const keeping = this.#ends.filter(({ peer }) => peer.keeps);
    for (const { peer, calls } of keeping) calls.resume(left.filter((call) => call.peer === peer.url));
    const { length } = left.filter((call) => keeping.every(({ peer }) => peer.url !== call.peer));
    if (length > 0) this.#finding(`${length} calls are kept for addresses that are not told now`);
  }

  /** The calls that telling of something takes: what is to be kept of them is kept, and then they are made. */
  callsOf(info: ProgressInfo): CallsToMake {
    const { clock, entropy } = this.#parts;
    const calls = this.#ends.map(({ peer }, index) => {
      const drawing = index === 0 ? entropy : entropy.at(`notify/${index}`);
      const drawn = drawing.at(`smdp/progress/${info.iccid}`).draw('functionCallIdentifier', 8);
      this.#lastId += 1;
      const call = { peer: peer.url, info, at: clock.now(), functionCallIdentifier: toHex(drawn), made: 0 };
      return { id: this.#lastId, ...call };
    });
    return { calls, kept: calls.filter((_, index) => this.#ends[index]?.peer.keeps) };
  }

  /** Keeps calls that belong to no change of an order. */
  async keep({ kept }: CallsToMake): Promise<void> {
    if (kept.length > 0) await this.#parts.store.keep(kept);
  }

  /** Makes them in the background. Returns at once and never throws. */
  make({ calls }: CallsToMake): void {
    for (const [index, call] of calls.entries()) this.#ends[index]?.calls.make(call);
  }

  /** Until all that there is so far is told, has failed, or is to be told again later. */
  async allTold(): Promise<void> {
    await Promise.all(this.#ends.map(({ calls }) => calls.allTold()));
  }

  /** Waits until all is told, a little while at most. */
  async close(): Promise<void> {
    await Promise.all(this.#ends.map(({ calls }) => calls.close()));
  }

  #finding(what: string): void {
    this.#parts.trace.emit('finding', { where: 'handleDownloadProgressInfo', what });
  }
}
