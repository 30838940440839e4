import type { Decoded } from '#shared/asn1/index';
import { encode } from '#shared/asn1/index';
import {
  EuiccConfiguredAddressesRequest,
  EuiccConfiguredAddressesResponse,
  SetDefaultDpAddressRequest,
  SetDefaultDpAddressResponse,
} from '#shared/rsp/euicc-configuration';

import { EuiccError } from './card-errors.ts';
import type { IsdR } from './isd-r.ts';

export type EuiccConfiguredAddresses = Decoded<typeof EuiccConfiguredAddressesResponse>;

/** SGP.22 §5.7.3. */
export async function getEuiccConfiguredAddresses(isdR: IsdR): Promise<EuiccConfiguredAddresses> {
  const command = encode(EuiccConfiguredAddressesRequest, {});
  const { value } = await isdR.ask('GetEuiccConfiguredAddresses', command, EuiccConfiguredAddressesResponse);
  return value;
}

/** SGP.22 §5.7.4; an empty address removes the default. @throws EuiccError */
export async function setDefaultDpAddress(isdR: IsdR, defaultDpAddress: string): Promise<void> {
  const command = encode(SetDefaultDpAddressRequest, { defaultDpAddress });
  const { value } = await isdR.ask('SetDefaultDpAddress', command, SetDefaultDpAddressResponse);
  const result = value.setDefaultDpAddressResult;
  if (result !== 0) throw new EuiccError('SetDefaultDpAddress', result, 'undefinedError');
}
