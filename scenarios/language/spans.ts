import type { Instant, Span } from '#shared/runtime/span';
import { instant, parseSpan } from '#shared/runtime/span';

/** @throws TypeError */
export const spanOf = (text: string): Span => parseSpan(text);

/** A date without a zone is UTC. @throws TypeError */
export function parseIsoInstant(text: string): Instant {
  const [date = '', time = '00:00'] = text.split(/[T ]/);
  return instant(`${date}T${time}${/(Z|[+-]\d\d:\d\d)$/.test(time) ? '' : 'Z'}`);
}
