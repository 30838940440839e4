import type { IncomingHttpHeaders } from 'node:http';
import type { HttpHeaders } from './contract.ts';

/** Node's headers with one text for each name. */
export function headersOf(headers: IncomingHttpHeaders): HttpHeaders {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) texts[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return texts;
}
