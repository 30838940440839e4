import { GetRatRequest, GetRatResponse } from '#shared/rsp/euicc-configuration';

import { isdrFunction } from '../isdr/isdr-function.ts';

/** ES10b.GetRAT (SGP.22 §5.7.22). */
export const getRat = isdrFunction({
  name: 'GetRAT',
  request: GetRatRequest,
  response: GetRatResponse,
  run: ({ description }) => ({ rat: description.rat }),
});
