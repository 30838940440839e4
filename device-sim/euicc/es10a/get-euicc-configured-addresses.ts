import {
  EuiccConfiguredAddressesRequest,
  EuiccConfiguredAddressesResponse,
} from '#shared/rsp/euicc-configuration';

import { isdrFunction } from '../isdr/isdr-function.ts';

/** ES10a.GetEuiccConfiguredAddresses (SGP.22 §5.7.3). */
export const getEuiccConfiguredAddresses = isdrFunction({
  name: 'GetEuiccConfiguredAddresses',
  request: EuiccConfiguredAddressesRequest,
  response: EuiccConfiguredAddressesResponse,
  run({ state, description: { rootDsAddress } }) {
    const { defaultDpAddress } = state.registers;
    return defaultDpAddress === '' ? { rootDsAddress } : { defaultDpAddress, rootDsAddress };
  },
});
