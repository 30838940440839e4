import { describe, expect, it } from 'vitest';

import { openBench } from './bench.ts';
import { firstProfile } from './scripted-card.ts';

const { imsi } = firstProfile;

describe('the data of a modem', () => {
  it('goes by the session it has while it is registered', async () => {
    const bench = openBench();
    const use = (octets: number, host = 'video.example') => bench.modem.use(host, octets);
    expect(await use(1)).toBe('noSession');
    await bench.registered();
    expect(await use(1_000_000)).toBe('carried');
    bench.network.provisioning.setBalance(imsi, { octets: 1_000 });
    expect(await use(600)).toBe('carried');
    expect(await use(600)).toBe('blocked');
    expect(await use(0)).toBe('blocked');
    expect(await use(1, 'www.msftconnecttest.com')).toBe('carried');
    expect(bench.network.provisioning.balanceOf(imsi)).toEqual({ octets: 0 });
    await bench.clock.run(() => bench.modem.power('off'));
    expect(await use(1)).toBe('noSession');
  });

  it('is nobody’s where the network has denied it', async () => {
    const bench = openBench({ provision: false });
    await bench.registered();
    expect(await bench.modem.use('video.example', 1)).toBe('noSession');
  });

  it('ends when the subscriber is barred', async () => {
    const bench = openBench();
    await bench.registered();
    bench.network.provisioning.bar(imsi, 8);
    await bench.clock.settled();
    expect(await bench.modem.use('video.example', 1)).toBe('noSession');
  });

  it.each([-1, 0.5, NaN, Infinity])('is a whole number of octets, not %s', async (octets) => {
    await expect(openBench().modem.use('video.example', octets)).rejects.toThrow(TypeError);
  });

  it('is told to the trace', async () => {
    const bench = openBench();
    await bench.registered();
    const events: unknown[] = [];
    bench.trace.on('network.data', (event) => events.push(event));
    await bench.modem.use('video.example', 42);
    expect(events).toEqual([
      { device: 'device-1', imsi, host: 'video.example', octets: 42, outcome: 'carried' },
    ]);
  });
});
