import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { RefusalName } from '#shared/rsp/refusals';
import { Refusal } from '#shared/rsp/refusals';

import type { NotificationPoint } from '../events.ts';
import type { SmdpParts } from './smdp-parts.ts';

/** Where in a download something happened (SGP.22 §5.3.5). */
export interface ProgressPoint {
  /** The order's id. */
  readonly order: number;
  readonly iccid: Iccid;
  readonly eid: Eid;
  readonly point: NotificationPoint;
}

/** Tells of a point of a download. */
export function progressed({ trace }: Pick<SmdpParts, 'trace'>, at: ProgressPoint, status: string): void {
  const { order, iccid, eid, point } = at;
  trace.emit('order.progress', { order, iccid, eid, point, status });
}

/** Tells of the refusal, if the work ends with one, at the point that it is about. */
export async function telling<T>(
  smdp: Pick<SmdpParts, 'trace'>,
  where: Omit<ProgressPoint, 'point'>,
  pointOf: (refusal: RefusalName) => NotificationPoint,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal)
      progressed(smdp, { ...where, point: pointOf(error.refusal) }, error.refusal);
    throw error;
  }
}
