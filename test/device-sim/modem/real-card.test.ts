import { describe, expect, it } from 'vitest';

import { openEuicc } from '#device-sim/euicc/index';
import type { Modem } from '#device-sim/modem/index';
import { openModem } from '#device-sim/modem/index';
import { openNetwork } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { parseImei } from '#shared/identifiers/imei';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { Trace } from '#shared/runtime/trace';
import { buildProfile } from '#shared/saip/index';

import { testNow } from '../../support/crafted-server.ts';
import { metadata, openBench as openCardBench, profileValues } from '../euicc/bench.ts';

const first = profileValues();
const second = profileValues({
  iccid: '89000123456789012358',
  imsi: '001010123456790',
  k: filled(16, 0x5a),
  opc: filled(16, 0xa5),
});

/** The simulated eUICC with two profiles, behind a modem, at a network that knows both. */
async function openBench() {
  const made = await openCardBench();
  for (const values of [first, second]) {
    const iccid = iccidToBytes(parseIccid(values.iccid));
    await made.download({ profilePackage: buildProfile(values), metadata: metadata({ iccid }) });
  }
  const clock = virtualClock(testNow);
  const entropy = seededEntropy('real card');
  const trace = new Trace(clock);
  const network = openNetwork({ clock, entropy, trace });
  for (const { imsi, k, opc } of [first, second]) {
    network.provisioning.provision({ imsi, k, opc, algorithm: 'milenage' });
  }
  const faults: unknown[] = [];
  const aka: string[] = [];
  const findings: string[] = [];
  trace.on('fault', ({ error }) => faults.push(error));
  trace.on('modem.aka', ({ result }) => aka.push(result));
  trace.on('finding', ({ what }) => findings.push(what));
  const card = await openEuicc({ name: 'device-1', store: made.store, clock, entropy, trace });
  const imei = parseImei('356938035643809');
  const modem = openModem({ name: 'device-1', imei, card, air: network.air, clock, trace });
  return { clock, network, modem, faults, aka, findings };
}

/** EnableProfile or DisableProfile with a REFRESH, by a logical channel of its own, as an LPA does it. */
async function change({ card }: Modem, what: 'BF31' | 'BF32', iccid: string): Promise<string> {
  const send = async (command: string) => toHex(await card.transmit(fromHex(command)));
  const channel = (await send('0070000001')).slice(0, 2);
  const selected = await send(`${channel}A4040010A0000005591010FFFFFFFF8900000100`);
  await send(`${channel}C00000${selected.slice(2, 4)}`);
  const content: Bytes = concat(fromHex('A00C 5A0A'), iccidToBytes(parseIccid(iccid)), fromHex('8101FF'));
  const command = toHex(concat(fromHex(`${what}11`), content));
  const answer = await send(`8${channel.slice(1)}E2910014${command}`);
  return answer.startsWith('61') ? send(`${channel}C00000${answer.slice(2, 4)}`) : answer;
}

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
