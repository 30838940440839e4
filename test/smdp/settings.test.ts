import { describe, expect, it } from 'vitest';

import { openWorld } from '#scenarios/world/index';
import { fromHex } from '#shared/bytes/bytes';

import type { AuthenticationChanges } from '../support/crafted-device.ts';
import { builtStock, openBench } from './bench.ts';

describe('the settings of an SM-DP+', () => {
  it.each(['', 'seventeen octets!'])(
    'refuse a host id of another length than 1 to 16 octets: "%s"',
    async (hostId) => {
      await expect(openWorld({ smdp: { settings: { hostId } } })).rejects.toThrow(
        'a host id has 1 to 16 octets',
      );
    },
  );

  it('say whether the room of the eUICC is looked at before a Profile is offered', async () => {
    await using bench = await openBench();
    await bench.place({ profile: builtStock() });
    const small: AuthenticationChanges = {
      matchingId: 'M-1',
      euiccInfo2: (info) => ({ ...info, extCardResource: fromHex('8202000A') }),
    };
    const outcome = async () =>
      (await bench.device.tryAuthenticate(await bench.device.initiate(), small)).outcome;
    expect(await outcome()).toBe('8.1/4.8');
    bench.smdp.configure({ checksMemory: false });
    expect(await outcome()).toBe('Executed-Success');
  });
});
