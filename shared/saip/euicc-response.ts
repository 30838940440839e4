import type { Bytes } from '#shared/bytes/bytes';
import type { Decoded } from '#shared/asn1/index';
import {
  context,
  encode,
  integerOf,
  nothing,
  optional,
  sequence,
  sequenceOf,
  utf8Of,
} from '#shared/asn1/index';

import { uInt16, uInt8 } from './pe-header.ts';

/** PEStatus. */
export const PeStatus = sequence('PEStatus', {
  status: context(0, uInt16),
  identification: optional(context(1, uInt16)),
  additionalInformation: optional(context(2, uInt8)),
  offset: optional(context(3, integerOf({ min: 0, max: 2_147_483_647 }))),
});
export type PeStatus = Decoded<typeof PeStatus>;

/** EUICCResponse, what simaResponse of a ProfileInstallationResult holds. */
export const EuiccResponse = sequence('EUICCResponse', {
  peStatus: context(0, sequenceOf(PeStatus)),
  profileInstallationAborted: optional(context(1, nothing)),
  statusMessage: optional(context(2, utf8Of({ min: 2, max: 256 }))),
});
export type EuiccResponse = Decoded<typeof EuiccResponse>;

/** The octets of simaResponse: 3007A0053003800100 for success; with statuses of faults the loading was aborted. */
export function simaResponse(peStatus: readonly PeStatus[]): Bytes {
  const aborted = peStatus.some(({ status }) => status !== 0);
  return encode(EuiccResponse, { peStatus, ...(aborted ? { profileInstallationAborted: null } : {}) });
}
