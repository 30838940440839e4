import { sameBytes } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import type { Instant } from '#shared/runtime/span';

import type { Binding, Delivery, Order } from './order.ts';
import { moved } from './order.ts';

/**
 * The package that a retry may be given again, if there is one and the order allows it (es9plus.md §4.1). It is that of
 * the eUICC that asks: an order that was delivered is for that eUICC alone, which has been checked before.
 */
export function reusableFor({ binding, rebinding }: Order, curve: Curve): Binding | undefined {
  return rebinding !== 'rebind' && binding?.curve === curve ? binding : undefined;
}

/** The same, once the eUICC has shown its one-time key and the user has seen these metadata. */
export function reusableWith(
  binding: Binding | undefined,
  shown: Pick<Binding, 'euiccOtpk' | 'metadata'>,
): Binding | undefined {
  if (binding === undefined || !sameBytes(binding.euiccOtpk, shown.euiccOtpk)) return undefined;
  return sameBytes(binding.metadata, shown.metadata) ? binding : undefined;
}

/** The order after a package of it was handed out. */
export function delivered(order: Order, binding: Binding, delivery: Delivery, at: Instant): Order {
  const given = { ...order, binding, deliveries: [...order.deliveries, delivery] };
  return given.state === 'Released' ? moved(given, 'Downloaded', 'package delivered', at) : given;
}
