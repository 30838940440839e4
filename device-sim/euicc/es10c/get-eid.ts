import { GetEuiccDataRequest, GetEuiccDataResponse } from '#shared/rsp/profile-management';
import { sameBytes } from '#shared/bytes/bytes';

import { StatusError } from '../../uicc/index.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';

const eidTag = Uint8Array.of(0x5a);

/** ES10c.GetEID (SGP.22 §5.7.20). */
export const getEid = isdrFunction({
  name: 'GetEID',
  request: GetEuiccDataRequest,
  response: GetEuiccDataResponse,
  run({ description }, { tagList }) {
    if (!sameBytes(tagList, eidTag)) throw new StatusError('referenceNotFound', 'only 5A can be asked for');
    return { eidValue: description.eid };
  },
});
