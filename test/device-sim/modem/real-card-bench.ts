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
import type { ProfileValues } from '#shared/saip/index';
import { buildProfile } from '#shared/saip/index';

import { testNow } from '../../support/crafted-server.ts';
import { metadata, openBench as openCardBench, profileValues } from '../euicc/bench.ts';

export const first = profileValues();
export const second = profileValues({
  iccid: '89000123456789012358',
  imsi: '001010123456790',
  k: filled(16, 0x5a),
  opc: filled(16, 0xa5),
});

/** The simulated eUICC with profiles, two unless given, behind a modem, at a network that knows all of them. */
export async function openRealCard(profiles: readonly ProfileValues[] = [first, second]) {
  const made = await openCardBench();
  for (const values of profiles) {
    const iccid = iccidToBytes(parseIccid(values.iccid));
    await made.download({ profilePackage: buildProfile(values), metadata: metadata({ iccid }) });
  }
  const clock = virtualClock(testNow);
  const entropy = seededEntropy('real card');
  const trace = new Trace(clock);
  const network = openNetwork({ clock, entropy, trace });
  for (const { imsi, k, opc, algorithm } of profiles) {
    network.provisioning.provision({ imsi, k, opc, algorithm });
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
  return { clock, trace, network, card, modem, faults, aka, findings };
}

/** EnableProfile or DisableProfile with a REFRESH, by a logical channel of its own, as an LPA does it. */
export async function change({ card }: Modem, what: 'BF31' | 'BF32', iccid: string): Promise<string> {
  const send = async (command: string) => toHex(await card.transmit(fromHex(command)));
  const channel = (await send('0070000001')).slice(0, 2);
  const selected = await send(`${channel}A4040010A0000005591010FFFFFFFF8900000100`);
  await send(`${channel}C00000${selected.slice(2, 4)}`);
  const content: Bytes = concat(fromHex('A00C 5A0A'), iccidToBytes(parseIccid(iccid)), fromHex('8101FF'));
  const command = toHex(concat(fromHex(`${what}11`), content));
  const answer = await send(`8${channel.slice(1)}E2910014${command}`);
  return answer.startsWith('61') ? send(`${channel}C00000${answer.slice(2, 4)}`) : answer;
}
