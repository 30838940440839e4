import { describe, expect, it } from 'vitest';

import { TraceHash } from '#shared/runtime/trace-hash';

import { Customer } from '../../support/customer.ts';
import { openShop } from '../../support/shop.ts';

/** Three clicks up to the network: the digest of all wires, and of each. */
async function threeClicks(seed: number): Promise<readonly [string, Readonly<Record<string, string>>]> {
  await using shop = await openShop({ seed });
  const hash = new TraceHash(shop.world.trace);
  await using customer = await Customer.enter(shop.world);
  await customer.buy();
  await customer.handOver();
  await customer.hears();
  await shop.clock.settled();
  return [hash.digest(), shop.lanes()];
}

describe('the octets of three clicks', () => {
  it('are those of the seed: one world alone, and three at once beside another', async () => {
    const [alone, lanes] = await threeClicks(7);
    const together = await Promise.all([7, 7, 7, 8].map(threeClicks));
    expect(together.slice(0, 3)).toEqual(Array(3).fill([alone, lanes]));
    const [other, otherLanes] = together[3] ?? [];
    expect(other).not.toBe(alone);
    for (const [lane, digest] of Object.entries(lanes)) expect(otherLanes?.[lane]).not.toBe(digest);
  });
});
