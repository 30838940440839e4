import { describe, expect, it } from 'vitest';

import { openWorld } from '#scenarios/world/index';

describe('the settings of an SM-DP+', () => {
  it.each(['', 'seventeen octets!'])(
    'refuse a host id of another length than 1 to 16 octets: "%s"',
    async (hostId) => {
      await expect(openWorld({ smdp: { settings: { hostId } } })).rejects.toThrow(
        'a host id has 1 to 16 octets',
      );
    },
  );
});
