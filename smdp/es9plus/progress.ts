import type { Eid } from '#shared/identifiers/eid';
import { Refusal } from '#shared/rsp/refusals';

import type { NotificationPoint } from '../events.ts';
import type { Order } from '../orders/order.ts';
import type { SmdpParts } from './smdp-parts.ts';

/** Where in a download something happened (SGP.22 §5.3.5). */
export interface ProgressPoint {
  readonly order: Pick<Order, 'id' | 'iccid'>;
  readonly eid: Eid;
  readonly point: NotificationPoint;
}

/** Tells of a point of a download. */
export function progressed({ trace }: Pick<SmdpParts, 'trace'>, at: ProgressPoint, status: string): void {
  const { order, eid, point } = at;
  trace.emit('order.progress', { order: order.id, iccid: order.iccid, eid, point, status });
}

/** Tells of the refusal, if the work ends with one. */
export async function telling<T>(
  smdp: Pick<SmdpParts, 'trace'>,
  at: ProgressPoint,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) progressed(smdp, at, error.refusal);
    throw error;
  }
}
