import { anything, context, sequenceOf } from '#shared/asn1/index';
import { LoadCrlResponse } from '#shared/rsp/euicc-configuration';

import { isdrFunction } from '../isdr/isdr-function.ts';

const undefinedError = 127;

/** ES10b.LoadCRL (SGP.22 §5.7.12): this card's rspCapability has no crlSupport. */
export const loadCrl = isdrFunction({
  name: 'LoadCRL',
  request: context(53, sequenceOf(anything)),
  response: LoadCrlResponse,
  run: () => ({ loadCRLResponseError: undefinedError }),
});
