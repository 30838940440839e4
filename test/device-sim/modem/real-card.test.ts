import { describe, expect, it } from 'vitest';

import { filled } from '#shared/bytes/bytes';

import { change, first, openRealCard as openBench, second } from './real-card-bench.ts';

describe('the simulated eUICC behind the modem', () => {
  it('boots, authenticates and registers the profile that is enabled; changes with it, and ends with none', async () => {
    const bench = await openBench();
    const { modem, clock } = bench;
    await clock.run(async () => {
      await modem.start();
      await modem.register();
      expect(modem.registration).toEqual({ state: 'none', iccid: undefined });

      expect(await change(modem, 'BF31', first.iccid)).toBe('BF31038001009000');
      await modem.register();
      expect(modem.registration).toEqual({ state: 'home', iccid: first.iccid, plmn: '001/01' });

      expect(await change(modem, 'BF31', second.iccid)).toBe('BF31038001009000');
      await modem.register();
      expect(modem.registration).toEqual({ state: 'home', iccid: second.iccid, plmn: '001/01' });

      expect(await change(modem, 'BF32', second.iccid)).toBe('BF32038001009000');
      await modem.register();
      expect(modem.registration).toEqual({ state: 'none', iccid: undefined });
    });
    expect(bench.aka).toEqual(['success', 'success']);
    expect(bench.findings).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('remembers its sequence number over a reset: a network that was set back is put right', async () => {
    const bench = await openBench();
    const { modem, clock, network } = bench;
    await clock.run(async () => {
      await modem.start();
      await change(modem, 'BF31', first.iccid);
      await modem.register();
      await modem.stop();
      network.provisioning.withdraw(first.imsi);
      network.provisioning.provision({ ...first, algorithm: 'milenage' });
      await modem.start();
      await modem.register();
    });
    expect(modem.registration.state).toBe('home');
    expect(bench.aka).toEqual(['success', 'syncFailure', 'success']);
    expect(bench.faults).toEqual([]);
  });

  it('finds a network with another key out', async () => {
    const bench = await openBench();
    const { modem, clock, network } = bench;
    network.provisioning.provision({
      imsi: first.imsi,
      k: filled(16, 1),
      opc: first.opc,
      algorithm: 'milenage',
    });
    await clock.run(async () => {
      await modem.start();
      await change(modem, 'BF31', first.iccid);
      await modem.register();
    });
    expect(modem.registration).toMatchObject({ state: 'denied', cause: 'macFailure' });
    expect(bench.faults).toEqual([]);
  });
});
