import { sameBytes } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import type { InstallError } from '#shared/rsp/notifications';
import type { Instant } from '#shared/runtime/span';

import type { Delivery, Order } from './order.ts';
import { moved, terminated } from './order.ts';

/** What an eUICC reports of an installation. */
export type InstallationResult = 'success' | InstallError;

const iccidExists = 'installFailedDueToIccidAlreadyExistsOnEuicc';

/** After these the same package may be tried again (SGP.22 §5.7.6). */
const temporary: readonly InstallationResult[] = [
  'installFailedDueToInsufficientMemoryForProfile',
  'installFailedDueToInterruption',
];

/**
 * The delivery that a result is of: that of its session. The result of a session that is not known is of the last one,
 * as long as nothing was heard of that: it may as well be left over from an earlier life of the Profile.
 */
export function deliveryOf({ deliveries, state }: Order, transactionId: Bytes): Delivery | undefined {
  const own = deliveries.find((delivery) => sameBytes(delivery.transactionId, transactionId));
  if (own !== undefined) return own;
  const last = deliveries.at(-1);
  return state === 'Downloaded' && last?.result === undefined ? last : undefined;
}

/**
 * The order after a verified installation result (es9plus.md §4.2): the order itself when the result was heard
 * before, or contradicts a success of the same package. Installed is final, and a verified success outdoes any Error:
 * the Profile lies on the eUICC, whatever came between (a retry that found it there, attempts used up, a session
 * cancelled beside it).
 */
export function installed(order: Order, of: Delivery, result: InstallationResult, at: Instant): Order {
  if (of.result === result || of.result === 'success') return order;
  const heard = {
    ...order,
    deliveries: order.deliveries.map((delivery) => (delivery === of ? { ...delivery, result } : delivery)),
  };
  if (result === 'success') return afterSuccess(heard, at);
  if (temporary.includes(result)) return heard;
  // From an earlier package: all those of an order are for one eUICC.
  if (result === iccidExists && of !== order.deliveries[0]) return heard;
  return terminated(heard, result, at);
}

function afterSuccess(order: Order, at: Instant): Order {
  if (order.state === 'Downloaded') return final(order, 'installed by the eUICC', at);
  return order.state === 'Error' ? final(order, 'its success was reported late', at) : order;
}

/** What is installed is never given out again: keys and packages are let go. */
function final(order: Order, why: string, at: Instant): Order {
  const profile = { ...order.profile, upp: new Uint8Array() };
  return { ...moved(order, 'Installed', why, at), profile, binding: undefined };
}
