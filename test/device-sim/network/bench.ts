import type { DownlinkMessage, NetworkOptions, UplinkMessage } from '#device-sim/network/index';
import { openNetwork, readDownlink, writeUplink } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { milenage } from '#shared/crypto/milenage';
import { xor } from '#shared/crypto/xor-into';
import { parsePlmn } from '#shared/identifiers/plmn';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';

export const imsi = '001010123456789';
export const keys = { k: fromHex('000102030405060708090A0B0C0D0E0F'), opc: new Uint8Array(16) };
export const subscriber = { imsi, ...keys, algorithm: 'milenage' } as const;
export const functions = milenage(keys);
export const attachRequest = {
  message: 'attachRequest',
  identity: { imsi },
  connectivity: { transaction: 1 },
} satisfies UplinkMessage;
export const home = { plmn: parsePlmn('001/01'), tac: 1, accessTechnology: 'E-UTRAN' } as const;
export const visited = { ...home, plmn: parsePlmn('310/410') };

export function openBench(options: Partial<NetworkOptions> = {}) {
  const clock = virtualClock(instant('2026-11-23T09:00:00Z'));
  const trace = new Trace(clock);
  const wire: string[] = [];
  trace.on('wire', ({ direction, octets }) => wire.push(`${direction} ${toHex(octets)}`));
  const network = openNetwork({ clock, trace, entropy: seededEntropy('network'), ...options });
  const connect = (cell: typeof visited = home, device = 'device-1') => {
    const link = network.air.connect(cell, device);
    const octets = async (message: Bytes) => (await link.send(message)).map(read);
    return { link, octets, say: (message: UplinkMessage) => octets(writeUplink(message)) };
  };
  return { network, connect, wire, clock, trace };
}

export function read(octets: Bytes): DownlinkMessage {
  const reading = readDownlink(octets);
  if (!('read' in reading)) throw new Error(reading.unread);
  return reading.read;
}

export function challengeIn(answers: readonly DownlinkMessage[]) {
  const [answer] = answers;
  if (answer?.message !== 'authenticationRequest') throw new Error(`no challenge: ${answer?.message ?? ''}`);
  return answer;
}

export const sqnIn = ({ rand, autn }: { rand: Bytes; autn: Bytes }) =>
  toHex(xor(autn.slice(0, 6), functions.f2345(rand).ak));

/** What a USIM whose highest SQN is this says to a challenge. */
export function synchFailure(rand: Bytes, sqn: string, usim = functions): UplinkMessage {
  const hidden = xor(fromHex(sqn), usim.f5Star(rand));
  const auts = concat(hidden, usim.f1Star(rand, fromHex(sqn), new Uint8Array(2)));
  return { message: 'authenticationFailure', cause: 21, auts };
}

export const responseTo = ({ rand }: { rand: Bytes }): UplinkMessage => ({
  message: 'authenticationResponse',
  res: functions.f2345(rand).res,
});

export type Bench = ReturnType<typeof openBench>;

export async function attached(bench: Bench, device = 'device-1') {
  const { say, link } = bench.connect(home, device);
  const challenge = challengeIn(await say(attachRequest));
  const [accept] = await say(responseTo(challenge));
  if (accept?.message !== 'attachAccept') throw new Error('not accepted');
  await say({ message: 'attachComplete', bearer: accept.bearer.bearer });
  return { say, link, accept };
}
