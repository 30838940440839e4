import { z } from 'zod';

import type { Availability } from '#smdp/index';

import type { LaterProvision } from '../operator/index.ts';
import { parseIsoInstant, spanOf } from './spans.ts';
import { mapping, oneOf, span, written } from './words.ts';

const spanText = String.raw`\d[\dhms.]*`;

/** When an order may be downloaded: `immediate`, `manual`, `after 10m`, `after 10m from confirmation`, `at 2026-11-23T10:00:00Z`. */
export const availability = z.union([
  oneOf('immediate', 'manual'),
  written(
    'immediate, manual, "after 10m", "after 10m from confirmation" or "at 2026-11-23T10:00:00Z"',
    new RegExp(`^(after ${spanText}( from (order|confirmation))?|at \\S+)$`),
    readAvailability,
  ),
]);

function readAvailability(text: string): Availability {
  const [word = '', value = '', , from = 'order'] = text.split(' ');
  if (word === 'at') return { at: parseIsoInstant(value) };
  return { after: spanOf(value), from: from === 'confirmation' ? from : 'order' };
}

const beginnings = ['order', 'download', 'install'] as const;

/** When the network hears of a subscriber: `at once`, `never`, `after 22m from install`, or a mapping. */
export const provision = z.union([
  z.literal('at once').transform(() => true),
  z.literal('never').transform(() => false),
  written(
    'at once, never or "after 22m from install"',
    new RegExp(`^after ${spanText} from (order|download|install)$`),
    readProvision,
  ),
  mapping({
    after: span,
    from: oneOf(...beginnings),
    onlyIfInstalled: z.boolean().optional(),
  }).transform(({ after, from, onlyIfInstalled }): LaterProvision => ({
    after,
    from,
    ...(onlyIfInstalled === undefined ? {} : { onlyIfInstalled }),
  })),
]);

function readProvision(text: string): LaterProvision {
  const [, value = '', , from] = text.split(' ');
  return { after: spanOf(value), from: beginnings.find((each) => each === from) ?? 'order' };
}
