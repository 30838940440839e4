import { printSpan, seconds } from '#shared/runtime/span';

/** Seconds as a person reads them: `1h 30m`, `22m`, `0s`. Parts of a second are left out of a minute and more. */
export function spanWords(count: number): string {
  if (count < 59.95) return `${Math.round(count * 10) / 10}s`;
  return printSpan(seconds(Math.round(count))).replace(/(\d[a-z]+)(?=\d)/g, '$1 ');
}
