import { describe, expect, it } from 'vitest';

import { filled } from '#shared/bytes/bytes';
import type { ProfileValues } from '#shared/saip/index';

import { profileValues } from '../euicc/bench.ts';
import { change, openRealCard } from './real-card-bench.ts';

const profiles: readonly (readonly [string, ProfileValues])[] = [
  ['Milenage', profileValues()],
  [
    'TUAK with K of 16 octets',
    profileValues({ algorithm: 'tuak', k: filled(16, 0x5a), opc: filled(32, 0xa5) }),
  ],
  [
    'TUAK with K of 32 octets',
    profileValues({ algorithm: 'tuak', k: filled(32, 0x5a), opc: filled(32, 0xa5) }),
  ],
  ['the XOR test algorithm', profileValues({ algorithm: 'xor', k: filled(16, 0x5a) })],
];

async function home(profile: ProfileValues) {
  const bench = await openRealCard([profile]);
  await bench.clock.run(async () => {
    await bench.modem.start();
    await change(bench.modem, 'BF31', profile.iccid);
    await bench.modem.register();
  });
  return bench;
}

describe.each(profiles)('a USIM with %s', (_name, profile) => {
  it('authenticates a network that has its key, and is home', async () => {
    const bench = await home(profile);
    expect(bench.modem.registration).toMatchObject({ state: 'home' });
    expect(bench.aka).toEqual(['success']);
    expect(bench.faults).toEqual([]);
  });

  it('puts the sequence number of a network right that was set back', async () => {
    const bench = await home(profile);
    const { modem, network, clock } = bench;
    network.provisioning.setSequenceNumber(profile.imsi, new Uint8Array(6));
    await clock.run(async () => {
      await modem.power('off');
      await modem.power('on');
      await modem.register();
    });
    expect(modem.registration).toMatchObject({ state: 'home' });
    expect(bench.aka).toEqual(['success', 'syncFailure', 'success']);
  });

  it('finds a network out that has another key', async () => {
    const bench = await openRealCard([profile]);
    const { imsi, k, opc, algorithm } = profile;
    bench.network.provisioning.provision({ imsi, k: filled(k.length, 1), opc, algorithm });
    await bench.clock.run(async () => {
      await bench.modem.start();
      await change(bench.modem, 'BF31', profile.iccid);
      await bench.modem.register();
    });
    expect(bench.modem.registration).toMatchObject({ state: 'denied', cause: 'macFailure' });
  });
});

describe('a network', () => {
  it.each([
    ['K of 15 octets', { k: filled(15, 0), opc: filled(32, 0) }],
    ['TOPc of 16 octets', { k: filled(16, 0), opc: filled(16, 0) }],
  ])('takes no TUAK subscriber with %s', async (_what, keys) => {
    const { network } = await openRealCard([]);
    expect(() => {
      network.provisioning.provision({ imsi: '001010123456789', algorithm: 'tuak', ...keys });
    }).toThrow(TypeError);
  });
});
