import { z } from 'zod';

import type { Instant, Span } from '#shared/runtime/span';
import { days } from '#shared/runtime/span';

import type { SmdpPart } from '../../world/index.ts';
import { latency } from '../function-words.ts';
import { present } from '../present.ts';
import { mapping, oneOf, span, version } from '../words.ts';

const settingWords = {
  notYetReleased: oneOf('profileNotReleased', 'matchingIdRefused')
    .optional()
    .describe('How a profile is refused that is not released yet.'),
  latency: latency.optional().describe('How long functions take before they begin.'),
  sessionLifetime: span.optional(),
  downloadAttempts: z.int().positive().optional(),
  confirmationCodeAttempts: z.int().positive().optional(),
  cancelPolicy: oneOf('strict', 'lenient').optional(),
  checksMemory: z
    .boolean()
    .optional()
    .describe('false: the eUICC finds out when it loads a profile that it has no room for.'),
  rebinding: oneOf('reuse', 'rebind', 'refuse').optional(),
  minimumSvn: version.optional().describe('The least version of an eUICC, 2.0.0 unless given.'),
};

/** The settings of the SM-DP+. */
export const smdpSettings = mapping(settingWords);

/** How long before the scenario begins a TLS certificate was issued that has expired by then: it lasts 398 days. */
const age = days(400);

/** The SM-DP+ of a scenario. */
export const smdpWords = mapping({
  ...settingWords,
  expired: oneOf('dpTls').optional().describe('Its TLS certificate has expired.'),
  curve: oneOf('P-256', 'brainpoolP256r1').optional().describe('The curve of its certificates.'),
});

/** The SM-DP+ as the world takes it. @param ago what is that long before the scenario begins */
export function smdpOf(
  { expired, curve, ...settings }: z.output<typeof smdpWords>,
  ago: (span: Span) => Instant,
): SmdpPart {
  const tlsIssuedAt = expired === undefined ? undefined : ago(age);
  return present({ settings: present(settings), tlsIssuedAt, curve });
}
