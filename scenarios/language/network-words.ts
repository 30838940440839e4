import { z } from 'zod';

import type { EmmCause, NetworkRefusal } from '#device-sim/network/index';
import { emmCauses, parseCountry } from '#device-sim/network/index';
import { parsePlmn } from '#shared/identifiers/plmn';

import { spanOf } from './spans.ts';
import { written } from './words.ts';

/** The number of an EMM cause (TS 24.301 §9.9.3.9). */
export const emmCause = z.int().transform((number, context): EmmCause => {
  if (isEmmCause(number)) return number;
  context.addIssue({
    code: 'custom',
    message: `${number} is no EMM cause; known: ${Object.keys(emmCauses).join(', ')}`,
  });
  return z.NEVER;
});

const isEmmCause = (number: number): number is EmmCause => Object.hasOwn(emmCauses, number);

/** `001/01`. */
export const plmn = written('a PLMN such as 262/01', /^\d{3}[/-]?\d{2,3}$/, parsePlmn);

/** `DE`. */
export const country = written('a country of two letters such as DE', /^[A-Za-z]{2}$/, parseCountry);

/** How a network turns away who wants to attach; `nobody`: it does not any more. */
export const networkRefusal = z.union([
  emmCause,
  z.literal('authentication'),
  z.literal('no answer').transform((): NetworkRefusal => 'noAnswer'),
  z.literal('nobody').transform(() => undefined),
  written('"congestion for 10m"', /^congestion for \S+$/, (text): NetworkRefusal => ({
    congestion: spanOf(text.split(' ')[2] ?? ''),
  })),
]);
