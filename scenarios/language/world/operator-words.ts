import { z } from 'zod';

import {
  expectProfileTypes,
  iccidPool,
  imsiPool,
  portalPlans,
  ProfileTypeWrong,
} from '../../operator/index.ts';
import type { Numbers } from '../../operator/index.ts';
import { present } from '../present.ts';
import type { OperatorPart } from '../../world/index.ts';
import { digits, mapping, oneOf, span } from '../words.ts';

/** A range, `890010112345678900-890010112345678909`, or a list. @param read throws a TypeError for numbers that are none */
function numbers(read: (written: Numbers) => unknown) {
  const range = z
    .string()
    .regex(/^\d+-\d+$/, { error: (issue) => `not a range of numbers: ${JSON.stringify(issue.input)}` });
  return z.union([range, z.array(digits)]).superRefine((written, context) => {
    try {
      read(written);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });
}

const profileType = mapping({
  profile: z
    .string()
    .min(1, 'a profile has a name')
    .optional()
    .describe('The name of the profile that a person reads.'),
  iccids: numbers(iccidPool)
    .optional()
    .describe('Given out in order, a range or a list; drawn unless given.'),
  imsis: numbers(imsiPool).optional().describe('The n-th goes with the n-th ICCID; drawn unless given.'),
  algorithm: oneOf('milenage', 'tuak', 'xor').optional(),
});

type Types = NonNullable<OperatorPart['profileTypes']>;

/** Types of profiles by their names, as an operator can have them together. */
export const profileTypeWords = z
  .record(z.string().regex(/\S/, 'a profile type has a name'), profileType)
  .transform((types, context): Types => {
    const read = Object.entries(types).map(([name, { profile, ...rest }]) =>
      present({ name, profileName: profile, ...rest }),
    );
    try {
      expectProfileTypes(read);
    } catch (error) {
      if (!(error instanceof ProfileTypeWrong)) throw error;
      context.addIssue({ code: 'custom', path: [error.profileType], message: error.message });
    }
    return read;
  });

/** The operator of a scenario. */
export const operatorWords = mapping({
  networkAfter: span
    .optional()
    .describe(
      'How long after the installation the network of the plan delayedConnectivity comes; 15m unless given.',
    ),
  availableAfter: span
    .optional()
    .describe(
      'How long after the order the profile of the plan deferredDownload can be had; 10m unless given.',
    ),
  profileTypes: profileTypeWords.optional().describe('Types of profiles that orders may name.'),
});

/** The plans that the operator sells. */
export function plansOf({ networkAfter, availableAfter }: Partial<z.output<typeof operatorWords>> = {}) {
  return portalPlans(present({ networkAfter, availableAfter }));
}
