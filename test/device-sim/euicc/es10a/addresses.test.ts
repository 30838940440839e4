import { describe, expect, it } from 'vitest';

import { toHex, toUtf8 } from '#shared/bytes/bytes';

import { openBench } from '../bench.ts';

const rootDs = '810F6C70612E64732E67736D612E636F6D';
const setAddress = (address: string): string => {
  const text = toHex(toUtf8(address));
  const length = (octets: number): string => octets.toString(16).padStart(2, '0');
  return `BF3F${length(text.length / 2 + 2)}80${length(text.length / 2)}${text}`;
};

describe('the configured addresses (es10.md §2)', () => {
  it('are those of the factory, octet by octet', async () => {
    await using bench = await openBench({ card: { defaultDpAddress: 'smdp.example.com' } });
    expect(await bench.es10('BF3C00')).toBe(`BF3C238010736D64702E6578616D706C652E636F6D${rootDs}`);
  });

  it('leave out the default when there is none', async () => {
    await using bench = await openBench();
    expect(await bench.es10('BF3C00')).toBe(`BF3C11${rootDs}`);
  });

  it('the default can be set, survives a loss of power and can be cleared', async () => {
    await using bench = await openBench({ card: { defaultDpAddress: 'smdp.example.com' } });
    expect(await bench.es10(setAddress('a.test'))).toBe('BF3F03800100');
    await bench.powerCycle();
    expect(await bench.es10('BF3C00')).toBe(`BF3C198006612E74657374${rootDs}`);
    expect(await bench.es10('BF3F028000')).toBe('BF3F03800100');
    expect(await bench.es10('BF3C00')).toBe(`BF3C11${rootDs}`);
  });

  it("a memory reset returns to the factory's", async () => {
    await using bench = await openBench({ card: { defaultDpAddress: 'smdp.example.com' } });
    await bench.es10(setAddress('a.test'));
    expect(await bench.es10('BF340482020520')).toBe('BF3403800100');
    expect(await bench.es10('BF3C00')).toContain('8010736D64702E6578616D706C652E636F6D');
    expect(await bench.es10('BF340482020520')).toBe('BF3403800101');
  });
});
