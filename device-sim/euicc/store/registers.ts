import type { Bytes } from '#shared/bytes/bytes';

import type { Registers } from './card-state.ts';

type Lasting = Pick<Registers, 'sequenceNumber' | 'sessionNumber' | 'defaultDpAddress'>;

const lasting = ({ sequenceNumber, sessionNumber, defaultDpAddress }: Registers): Lasting => ({
  sequenceNumber,
  sessionNumber,
  defaultDpAddress,
});

/** The registers once no load is under way. */
export const withoutLoading = (registers: Registers): Registers => ({
  ...lasting(registers),
  ...(registers.enabledBeforeTest && { enabledBeforeTest: registers.enabledBeforeTest }),
});

/** The registers with another Profile to return to after a test, or none. */
export const returningTo = (registers: Registers, enabledBeforeTest: Bytes | undefined): Registers => ({
  ...lasting(registers),
  ...(registers.loading && { loading: registers.loading }),
  ...(enabledBeforeTest && { enabledBeforeTest }),
});
