import { SetDefaultDpAddressRequest, SetDefaultDpAddressResponse } from '#shared/rsp/euicc-configuration';

import { isdrFunction } from '../isdr/isdr-function.ts';

const ok = 0;

/** ES10a.SetDefaultDpAddress (SGP.22 §5.7.4): an empty address removes it. */
export const setDefaultDpAddress = isdrFunction({
  name: 'SetDefaultDpAddress',
  request: SetDefaultDpAddressRequest,
  response: SetDefaultDpAddressResponse,
  async run(card, { defaultDpAddress }) {
    await card.commit({ registers: { ...card.state.registers, defaultDpAddress } });
    return { setDefaultDpAddressResult: ok };
  },
});
