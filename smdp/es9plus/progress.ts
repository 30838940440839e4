import type { Bytes } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';

import type { CallsToMake } from '../es2plus/progress-calls.ts';
import type { ProgressOutcome } from '../es2plus/progress-outcome.ts';
import { refused } from '../es2plus/progress-outcome.ts';
import type { Order, Ownership } from '../orders/order.ts';
import type { Decision } from '../store/smdp-store.ts';
import type { SmdpParts } from './smdp-parts.ts';

/** Which download of which Profile something is about. */
export interface ProgressPlace {
  /** The order's id. */
  readonly order: number;
  /** Which order of the Profile it is. */
  readonly ordered: number;
  readonly iccid: Iccid;
  readonly ownership: Ownership | undefined;
  readonly eid: Eid;
}

/** Where in a download something happened (SGP.22 §5.3.5). */
export interface ProgressPoint extends ProgressPlace {
  readonly point: NotificationPoint;
  /** The ProfileInstallationResult, the whole `BF37`. */
  readonly resultData?: Bytes;
  readonly outcome: ProgressOutcome;
}

/** What deciding about an order gives, and the point of its download that it passes by that, if any. */
export interface Passing<T> extends Omit<Decision<T>, 'calls'> {
  readonly passed: ProgressPoint | undefined;
}

type Telling = Pick<SmdpParts, 'trace' | 'progressInfo'>;

/** What of an order says where a download is, but for the eUICC. */
export function placeOf({ id, ordered, iccid, ownership }: Order): Omit<ProgressPlace, 'eid'> {
  return { order: id, ordered, iccid, ownership };
}

/** What of a session says where a download is. */
export function placeIn({ order, ordered, iccid, ownership, eid }: ProgressPlace): ProgressPlace {
  return { order, ordered, iccid, ownership, eid };
}

/**
 * Changes an order, and tells of the point of the download that is passed by that: what the operator is to be told is
 * kept in the same transaction.
 */
export async function passing<T>(
  smdp: Telling & Pick<SmdpParts, 'orders'>,
  id: number,
  decide: (order: Order) => Passing<T>,
): Promise<T> {
  const { result, news } = await smdp.orders.change(id, (before) => {
    const { order, result, passed } = decide(before);
    const news = passed === undefined ? undefined : { passed, calls: callsOf(smdp, passed) };
    return { order, result: { result, news }, calls: news?.calls.kept };
  });
  if (news !== undefined) tell(smdp, news.passed, news.calls);
  return result;
}

const nothing: CallsToMake = { calls: [], kept: [] };

/** The calls that tell the operator whose Profile it is; none where there is none. */
function callsOf({ progressInfo }: Telling, passed: ProgressPoint): CallsToMake {
  const { order, iccid, eid, point, ownership, resultData, outcome } = passed;
  if (ownership === undefined) return nothing;
  const { profileType } = ownership;
  return progressInfo.callsOf({ order, iccid, eid, profileType, point, outcome, resultData });
}

/** Tells the trace, and makes the calls, which are kept. */
function tell(smdp: Telling, { order, iccid, eid, point, outcome }: ProgressPoint, calls: CallsToMake): void {
  smdp.trace.emit('order.progress', { order, iccid, eid, point, status: outcome.name });
  smdp.progressInfo.make(calls);
}

/** Tells of the refusal, if the work ends with one, at the point that it is about. */
export async function telling<T>(
  smdp: Telling,
  where: ProgressPlace,
  pointOf: (refusal: RefusalName) => NotificationPoint,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) {
      const passed = { ...where, point: pointOf(error.refusal), outcome: refused(error.refusal) };
      const calls = callsOf(smdp, passed);
      await smdp.progressInfo.keep(calls);
      tell(smdp, passed, calls);
    }
    throw error;
  }
}
