import type { Span } from '#shared/runtime/span';
import type { SmdpFunction } from '#smdp/index';
import { smdpFunctions } from '#smdp/index';

import type { Present } from './present.ts';
import { present } from './present.ts';
import { mapping, span } from './words.ts';

type Spans = Partial<Record<SmdpFunction, Span | undefined>>;

/** How long functions of the SM-DP+ take before they begin. */
export const latency = mapping(
  Object.fromEntries(smdpFunctions.map((name) => [name, span.optional()])),
).transform((spans: Spans): Present<Spans> => present(spans));
