import type { Instant, Span } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';

/**
 * When a confirmed order may be downloaded: at once, when the operator calls releaseProfile, a while after it was
 * ordered or confirmed, or from a moment on. Until then its Profile is Confirmed.
 */
export type Availability =
  | 'immediate'
  | 'manual'
  | { readonly after: Span; readonly from: 'order' | 'confirmation' }
  | { readonly at: Instant };

/**
 * The moment from which an order may be downloaded that is confirmed `now`; undefined where only releaseProfile tells.
 * What is past or immediate is `now`.
 */
export function momentOfRelease(
  available: Availability,
  { ordered, now }: { readonly ordered: Instant; readonly now: Instant },
): Instant | undefined {
  if (available === 'manual') return undefined;
  if (available === 'immediate') return now;
  if ('at' in available) return later(available.at, now);
  return later(after(available.from === 'order' ? ordered : now, available.after), now);
}

const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);
