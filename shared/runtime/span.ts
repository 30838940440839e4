declare const spanBrand: unique symbol;
declare const instantBrand: unique symbol;

/** A length of time in milliseconds. */
export type Span = number & { readonly [spanBrand]: true };

/** A point of time of some Clock: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** @throws TypeError when the count is not a finite number. */
export function milliseconds(count: number): Span {
  if (!Number.isFinite(count)) throw new TypeError(`not a span: ${count}`);
  return count as Span;
}

export const seconds = (count: number): Span => milliseconds(count * units.s);
export const minutes = (count: number): Span => milliseconds(count * units.m);
export const hours = (count: number): Span => milliseconds(count * units.h);
export const days = (count: number): Span => milliseconds(count * units.d);

/**
 * A span as people write it: `250ms`, `30s`, `10m`, `1h30m`, `2d`; `0` needs no unit.
 * @throws TypeError for anything else.
 */
export function parseSpan(text: string): Span {
  if (text === '0') return milliseconds(0);
  const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/.exec(text);
  if (text === '' || match === null) throw new TypeError(`not a span such as 30s, 10m or 1h30m: "${text}"`);
  const [, d = '0', h = '0', m = '0', s = '0', ms = '0'] = match;
  return milliseconds(+d * units.d + +h * units.h + +m * units.m + Math.round(+s * units.s) + +ms);
}

/** The shortest text that `parseSpan` reads back to the same number of whole milliseconds. */
export function printSpan(span: Span): string {
  let rest = Math.round(Math.abs(span));
  if (rest === 0) return '0';
  let text = span < 0 ? '-' : '';
  for (const [unit, size] of Object.entries(units).reverse()) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/**
 * An instant from milliseconds since 1970 (UTC) or from an ISO 8601 text.
 * @throws TypeError when it is neither.
 */
export function instant(value: number | string): Instant {
  const time = typeof value === 'number' ? value : Date.parse(value);
  if (!Number.isFinite(time)) throw new TypeError(`not an instant: "${value}"`);
  return time as Instant;
}

/** `2026-01-31T09:30:00.000Z`. */
export function toIso(at: Instant): string {
  return new Date(at).toISOString();
}

/** The instant `span` after `at`. */
export function after(at: Instant, span: Span): Instant {
  return instant(at + span);
}

/** How long it is from one instant to another. */
export function between(from: Instant, to: Instant): Span {
  return milliseconds(to - from);
}
