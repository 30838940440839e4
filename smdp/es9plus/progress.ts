import type { Bytes } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';

import type { ProgressOutcome } from '../es2plus/progress-outcome.ts';
import { refused } from '../es2plus/progress-outcome.ts';
import type { Order, Ownership } from '../orders/order.ts';
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

/** Tells of a point of a download: the trace always, and the operator whose Profile it is. */
export function progressed(smdp: Telling, at: ProgressPoint, outcome: ProgressOutcome): void {
  const { order, iccid, eid, point, ownership, resultData } = at;
  smdp.trace.emit('order.progress', { order, iccid, eid, point, status: outcome.name });
  if (ownership === undefined) return;
  const { profileType } = ownership;
  const info = { order, iccid, eid, profileType, point, outcome, resultData };
  for (const calls of smdp.progressInfo) calls.tell(info);
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
    if (error instanceof Refusal)
      progressed(smdp, { ...where, point: pointOf(error.refusal) }, refused(error.refusal));
    throw error;
  }
}
