import { describe, expect, it } from 'vitest';

import { openBench } from '../../device-sim/euicc/bench.ts';
import { reset } from './bench.ts';

const rootDs = '810F6C70612E64732E67736D612E636F6D';
/** testsmdpplus1.example.com */
const address = '801974657374736D6470706C7573312E6578616D706C652E636F6D';

describe('SGP.23 §4.2, ES10a.GetEuiccConfiguredAddresses and SetDefaultDpAddress (SGP.22 §5.7.3, §5.7.4)', () => {
  it('C013 on a new card: 81 the root SM-DS is there, 80 is not', async () => {
    await using bench = await openBench();
    expect(await bench.es10('BF3C00')).toBe(`BF3C11${rootDs}`);
  });

  it('C014 SetDefaultDpAddress: BF3F 80 01 00, and the address comes back, after a reset too', async () => {
    await using bench = await openBench();
    expect(await bench.es10(`BF3F1B${address}`)).toBe('BF3F03800100');
    expect(await bench.es10('BF3C00')).toBe(`BF3C2C${address}${rootDs}`);
    await reset(bench);
    expect(await bench.es10('BF3C00')).toBe(`BF3C2C${address}${rootDs}`);
  });

  it('C015 SetDefaultDpAddress with nothing clears the address', async () => {
    await using bench = await openBench({ card: { defaultDpAddress: 'testsmdpplus1.example.com' } });
    expect(await bench.es10('BF3C00')).toBe(`BF3C2C${address}${rootDs}`);
    expect(await bench.es10('BF3F028000')).toBe('BF3F03800100');
    expect(await bench.es10('BF3C00')).toBe(`BF3C11${rootDs}`);
  });
});
