import type { z } from 'zod';

import { fromHex } from '#shared/bytes/bytes';
import type { Instant, Span } from '#shared/runtime/span';
import { days } from '#shared/runtime/span';

import type { CardPart, DevicePart } from '../../world/index.ts';
import { present } from '../present.ts';
import { digitsOf, mapping, octets, oneOf, version } from '../words.ts';

/** How long before the scenario begins a certificate was issued that has expired by then; an eUICC's lasts 25 years, an EUM's 34. */
const ages = { euicc: days(26 * 365), eum: days(40 * 365) } as const;

const consent = oneOf('never', 'with consent', 'always');

const rules = mapping({
  ppr1: consent.optional(),
  ppr2: consent.optional(),
});

/** A device of a scenario. */
export const deviceWords = mapping({
  imei: digitsOf('an IMEI', 15).optional().describe('15 digits; follows from the EID unless given.'),
  eid: digitsOf('an EID', 32).optional().describe('32 digits; drawn unless given.'),
  ci: oneOf('nist', 'brp', 'both').optional().describe('The issuers of its certificates; nist unless given.'),
  expired: oneOf('euicc', 'eum')
    .optional()
    .describe('Its certificate has expired: that of the eUICC, or that of the EUM and with it both.'),
  memory: octets.optional().describe('Room for profiles.'),
  allows: rules
    .optional()
    .describe(
      'Which profile policy rules it lets in (its Rules Authorisation Table); with consent unless given.',
    ),
  svn: version.optional().describe('The version of SGP.22 that the eUICC has, 2.5.0.'),
});

/** A device as the world takes it, but for its name. @param ago what is that long before the scenario begins */
export function deviceOf(
  { imei, eid, ci, expired, memory, allows, svn }: z.output<typeof deviceWords>,
  ago: (span: Span) => Instant,
): Omit<DevicePart, 'name'> {
  const issuedAt = expired === undefined ? undefined : ago(ages[expired]);
  const rat = allows === undefined ? undefined : ratOf(allows);
  const card: CardPart = present({ eid, ci, memory, rat, svn, issuedAt });
  return present({ imei, card });
}

const anyOperator = { mccMnc: fromHex('EEEEEE'), gid1: new Uint8Array(), gid2: new Uint8Array() };

function ratOf(allows: z.output<typeof rules>): NonNullable<CardPart['rat']> {
  const each = { ppr1: allows.ppr1 ?? 'with consent', ppr2: allows.ppr2 ?? 'with consent' } as const;
  return (['ppr1', 'ppr2'] as const)
    .filter((rule) => each[rule] !== 'never')
    .map((rule) => ({
      pprIds: [rule],
      allowedOperators: [anyOperator],
      pprFlags: each[rule] === 'always' ? [] : ['consentRequired'],
    }));
}
