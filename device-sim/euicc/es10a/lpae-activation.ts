import { anything, context, integer, sequence, sequenceOf } from '#shared/asn1/index';

import { isdrFunction } from '../isdr/isdr-function.ts';

const notSupported = 1;

/** LpaeActivation (SGP.22 §5.7.1, `BF42`): this card has no LPA of its own. */
export const lpaeActivation = isdrFunction({
  name: 'LpaeActivation',
  request: context(66, sequenceOf(anything)),
  response: context(66, sequence('LpaeActivationResponse', { lpaeActivationResult: context(0, integer) })),
  run: () => ({ lpaeActivationResult: notSupported }),
});
