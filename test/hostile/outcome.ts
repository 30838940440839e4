import { fromUtf8 } from '#shared/bytes/bytes';
import { readOutcome } from '#shared/rsp/envelope';

import type { RawAnswer } from './keep-alive.ts';

/** What a function of ES9+ or ES2+ may answer to octets of any kind; `Executed-Success`, `8.2.6/3.8`, or the status. @throws when it may not */
export function expectAnswered({ status, body }: RawAnswer): string {
  if (status === 204 || status === 400 || status === 413 || status === 415) return `${status}`;
  if (status !== 200) throw new Error(`HTTP ${status}: ${fromUtf8(body).slice(0, 200)}`);
  const outcome = readOutcome(JSON.parse(fromUtf8(body)));
  return outcome.ok ? 'Executed-Success' : `${outcome.subjectCode}/${outcome.reasonCode}`;
}
