import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DownlinkMessage, EmmCause, NetworkOptions, UplinkMessage } from '#device-sim/network/index';
import { emmCauses, openNetwork, readDownlink, writeUplink } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { milenage } from '#shared/crypto/milenage';
import { xor } from '#shared/crypto/xor-into';
import { parsePlmn } from '#shared/identifiers/plmn';
import { virtualClock } from '#shared/runtime/clock';
import { scriptedEntropy, seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';

const imsi = '001010123456789';
const keys = { k: fromHex('000102030405060708090A0B0C0D0E0F'), opc: new Uint8Array(16) };
const subscriber = { imsi, ...keys, algorithm: 'milenage' } as const;
const functions = milenage(keys);
const attachRequest: UplinkMessage = {
  message: 'attachRequest',
  identity: { imsi },
  connectivity: { transaction: 1 },
};
const home = { plmn: parsePlmn('001/01'), tac: 1, accessTechnology: 'E-UTRAN' } as const;
const visited = { ...home, plmn: parsePlmn('310/410') };

function openBench(options: Partial<NetworkOptions> = {}) {
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
  return { network, connect, wire, clock };
}

function read(octets: Bytes): DownlinkMessage {
  const reading = readDownlink(octets);
  if (!('read' in reading)) throw new Error(reading.unread);
  return reading.read;
}

function challengeIn(answers: readonly DownlinkMessage[]) {
  const [answer] = answers;
  if (answer?.message !== 'authenticationRequest') throw new Error(`no challenge: ${answer?.message ?? ''}`);
  return answer;
}

const sqnIn = ({ rand, autn }: { rand: Bytes; autn: Bytes }) =>
  toHex(xor(autn.slice(0, 6), functions.f2345(rand).ak));

/** What a USIM whose highest SQN is this says to a challenge. */
function synchFailure(rand: Bytes, sqn: string, usim = functions): UplinkMessage {
  const hidden = xor(fromHex(sqn), usim.f5Star(rand));
  const auts = concat(hidden, usim.f1Star(rand, fromHex(sqn), new Uint8Array(2)));
  return { message: 'authenticationFailure', cause: 21, auts };
}

const responseTo = ({ rand }: { rand: Bytes }): UplinkMessage => ({
  message: 'authenticationResponse',
  res: functions.f2345(rand).res,
});

type Bench = ReturnType<typeof openBench>;

async function attached(bench: Bench, device = 'device-1') {
  const { say, link } = bench.connect(home, device);
  const challenge = challengeIn(await say(attachRequest));
  const [accept] = await say(responseTo(challenge));
  if (accept?.message !== 'attachAccept') throw new Error('not accepted');
  await say({ message: 'attachComplete', bearer: accept.bearer.bearer });
  return { say, link, accept };
}

describe('the challenge of a subscriber', () => {
  it('is Milenage with the first sequence number, as computed elsewhere (network.md §3)', async () => {
    const bench = openBench({ entropy: scriptedEntropy({ rand: '11'.repeat(16), mTmsi: 'C0FFEE01' }) });
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    expect(await say(attachRequest)).toEqual([
      {
        message: 'authenticationRequest',
        rand: filled(16, 0x11),
        autn: fromHex('B0B64E3CF808800037BDAF47982B40C3'),
      },
    ]);
    const [accept] = await say({ message: 'authenticationResponse', res: fromHex('8D82D13F7E9F878F') });
    expect(accept).toMatchObject({
      message: 'attachAccept',
      trackingAreas: [{ plmn: '001/01', tac: 1 }],
      bearer: { bearer: 5, accessPointName: 'internet', address: Uint8Array.of(10, 0x34, 0xbf, 0x15) },
      guti: { plmn: '001/01', mTmsi: fromHex('C0FFEE01') },
    });
  });

  it('is that of the test algorithm for who has it (saip.md §8)', async () => {
    const bench = openBench({ entropy: scriptedEntropy({ rand: '11'.repeat(16), mTmsi: 'C0FFEE01' }) });
    bench.network.provisioning.provision({ ...subscriber, algorithm: 'xor' });
    const { say } = bench.connect();
    const { autn } = challengeIn(await say(attachRequest));
    expect(toHex(autn)).toBe('12151417163980001110131215349716');
    expect(await say({ message: 'authenticationResponse', res: fromHex('1110131215141716') })).toMatchObject([
      { message: 'attachAccept' },
    ]);
  });

  it('has a sequence number higher by one step of 32 each time', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    const numbers = [];
    for (let count = 0; count < 3; count += 1) numbers.push(sqnIn(challengeIn(await say(attachRequest))));
    expect(numbers).toEqual(['000000000020', '000000000040', '000000000060']);
  });

  it('goes on after the same keys came again, and starts anew with other keys', async () => {
    const bench = openBench();
    const { provisioning } = bench.network;
    const { say } = bench.connect();
    provisioning.provision(subscriber);
    await say(attachRequest);
    provisioning.provision(subscriber);
    expect(sqnIn(challengeIn(await say(attachRequest)))).toBe('000000000040');
    provisioning.provision({ ...subscriber, opc: filled(16, 1) });
    const { rand, autn } = challengeIn(await say(attachRequest));
    const { ak } = milenage({ ...keys, opc: filled(16, 1) }).f2345(rand);
    expect(toHex(xor(autn.slice(0, 6), ak))).toBe('000000000020');
  });

  it('is drawn for the subscriber: the same seed gives the same, whoever else attaches', async () => {
    const one = openBench();
    const other = openBench();
    one.network.provisioning.provision(subscriber);
    other.network.provisioning.provision(subscriber);
    other.network.provisioning.provision({ ...subscriber, imsi: '001010123456790' });
    const someone = { ...attachRequest, identity: { imsi: '001010123456790' } };
    await other.connect(home, 'device-2').say(someone);
    expect(challengeIn(await one.connect().say(attachRequest)).rand).toEqual(
      challengeIn(await other.connect().say(attachRequest)).rand,
    );
  });

  it('is nothing without a key of the right size', () => {
    const { provisioning } = openBench().network;
    expect(() => {
      provisioning.provision({ ...subscriber, k: new Uint8Array(15) });
    }).toThrow(TypeError);
    expect(() => {
      provisioning.provision({ ...subscriber, imsi: '12' });
    }).toThrow(TypeError);
    expect(provisioning.has(imsi)).toBe(false);
  });

  it('never carries the key over the air', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    await attached(bench);
    expect(bench.wire.join()).not.toContain(toHex(keys.k));
  });
});

describe('authentication', () => {
  it('a wrong response is rejected', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    await say(attachRequest);
    expect(await say({ message: 'authenticationResponse', res: new Uint8Array(8) })).toEqual([
      { message: 'authenticationReject' },
    ]);
    expect(await say({ message: 'authenticationResponse', res: new Uint8Array(8) })).toEqual([
      { message: 'emmStatus', cause: 98 },
    ]);
  });

  it('a USIM that is ahead is believed once: its sequence number is taken over', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    const first = challengeIn(await say(attachRequest));
    const second = challengeIn(await say(synchFailure(first.rand, '000000000400')));
    expect(sqnIn(second)).toBe('000000000420');
    expect(second.rand).not.toEqual(first.rand);
    expect(await say(responseTo(second))).toMatchObject([{ message: 'attachAccept' }]);
  });

  it('a second synchronisation failure ends it', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    const first = challengeIn(await say(attachRequest));
    const second = challengeIn(await say(synchFailure(first.rand, '000000000400')));
    expect(await say(synchFailure(second.rand, '000000000800'))).toEqual([
      { message: 'authenticationReject' },
    ]);
  });

  it('AUTS of another key is not believed, and leaves the sequence number as it was', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    const { rand } = challengeIn(await say(attachRequest));
    const other = milenage({ ...keys, k: new Uint8Array(16) });
    expect(await say(synchFailure(rand, '000000000400', other))).toEqual([
      { message: 'authenticationReject' },
    ]);
    expect(sqnIn(challengeIn(await say(attachRequest)))).toBe('000000000040');
  });

  it('AUTS of the worked example is understood', async () => {
    const bench = openBench({ entropy: scriptedEntropy({ rand: ['11'.repeat(16), '22'.repeat(16)] }) });
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    await say(attachRequest);
    const auts = fromHex('7B95846F80B80B59AE61B615710E');
    const answers = await say({ message: 'authenticationFailure', cause: 21, auts });
    expect(sqnIn(challengeIn(answers))).toBe('000000000060');
  });

  it.each([20, 26] as const)('failure %i of the USIM ends it', async (cause) => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    await say(attachRequest);
    expect(await say({ message: 'authenticationFailure', cause })).toEqual([
      { message: 'authenticationReject' },
    ]);
  });
});

describe('who is not let in', () => {
  it.each([undefined, 2, 3] as const)(
    'an unknown IMSI is told cause 8, or what was asked for: %s',
    async (cause) => {
      const bench = openBench(cause === undefined ? {} : { unknownSubscriber: cause });
      expect(await bench.connect().say(attachRequest)).toEqual([
        { message: 'attachReject', cause: cause ?? 8 },
      ]);
    },
  );

  it.each(Object.keys(emmCauses).map((cause) => Number(cause) as EmmCause))(
    'a barred subscriber is told its cause %i, until it is unbarred',
    async (cause) => {
      const bench = openBench();
      const { provisioning } = bench.network;
      provisioning.provision(subscriber);
      provisioning.bar(imsi, cause);
      const { say } = bench.connect();
      expect(await say(attachRequest)).toEqual([{ message: 'attachReject', cause }]);
      provisioning.unbar(imsi);
      expect(await say(attachRequest)).toMatchObject([{ message: 'authenticationRequest' }]);
    },
  );

  it('a subscriber that is barred while it authenticates is rejected', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    const challenge = challengeIn(await say(attachRequest));
    bench.network.provisioning.bar(imsi, 7);
    expect(await say(responseTo(challenge))).toEqual([{ message: 'attachReject', cause: 7 }]);
  });

  it('a visited network lets in who may roam there, and tells the others its cause', async () => {
    const cells = [home, visited];
    const everywhere = openBench({ cells });
    const nowhere = openBench({ cells, roaming: [], roamingRefused: 13 });
    const there = openBench({ cells, roaming: [visited.plmn] });
    for (const { network } of [everywhere, nowhere, there]) network.provisioning.provision(subscriber);
    expect(await everywhere.connect(visited).say(attachRequest)).toMatchObject([
      { message: 'authenticationRequest' },
    ]);
    expect(await there.connect(visited).say(attachRequest)).toMatchObject([
      { message: 'authenticationRequest' },
    ]);
    expect(await nowhere.connect(visited).say(attachRequest)).toEqual([
      { message: 'attachReject', cause: 13 },
    ]);
    expect(await nowhere.connect(home).say(attachRequest)).toMatchObject([
      { message: 'authenticationRequest' },
    ]);
  });
});

describe('identities', () => {
  it('a UE comes back with the GUTI it was given', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say, accept } = await attached(bench);
    const { guti } = accept;
    if (guti === undefined) throw new Error('no GUTI');
    expect(await say({ ...attachRequest, identity: { guti } })).toMatchObject([
      { message: 'authenticationRequest' },
    ]);
  });

  it('who comes with a GUTI that is unknown is asked for the IMSI', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = bench.connect();
    const guti = { plmn: home.plmn, mmeGroup: 1, mmeCode: 1, mTmsi: new Uint8Array(4) };
    expect(await say({ ...attachRequest, identity: { guti } })).toEqual([
      { message: 'identityRequest', wanted: 'imsi' },
    ]);
    expect(await say({ message: 'identityResponse', identity: { imsi } })).toMatchObject([
      { message: 'authenticationRequest' },
    ]);
    await say({ ...attachRequest, identity: { guti } });
    expect(await say({ message: 'identityResponse', identity: { imei: '356938035643809' } })).toEqual([
      { message: 'attachReject', cause: 9 },
    ]);
  });
});

describe('being attached', () => {
  it('ends with a DETACH REQUEST, which is answered unless the UE is switched off', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { say } = await attached(bench);
    const detach: UplinkMessage = { message: 'detachRequest', switchOff: false, identity: { imsi } };
    expect(await say(detach)).toEqual([{ message: 'detachAccept' }]);
    expect(await say({ ...detach, switchOff: true })).toEqual([]);
  });

  it.each([
    [
      'withdrawn',
      8,
      ({ network }: Bench) => {
        network.provisioning.withdraw(imsi);
      },
    ],
    [
      'barred',
      3,
      ({ network }: Bench) => {
        network.provisioning.bar(imsi, 3);
      },
    ],
  ])('ends when the subscriber is %s: the network says why', async (_what, cause, act) => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { link } = await attached(bench);
    const told: DownlinkMessage[] = [];
    link.onMessage((octets) => told.push(read(octets)));
    act(bench);
    act(bench);
    expect(told).toEqual([{ message: 'networkDetachRequest', reattach: false, cause }]);
  });

  it('on one link at a time: the newer one counts', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const first = await attached(bench);
    const second = await attached(bench, 'device-2');
    const told: string[] = [];
    first.link.onMessage(() => told.push('first'));
    second.link.onMessage(() => told.push('second'));
    bench.network.provisioning.withdraw(imsi);
    expect(told).toEqual(['second']);
  });

  it('ends with the link, and the network closes with all of them', async () => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    const { link, say } = await attached(bench);
    const told: string[] = [];
    link.onMessage(() => told.push('told'));
    await bench.network.close();
    bench.network.provisioning.withdraw(imsi);
    expect(told).toEqual([]);
    expect(await say(attachRequest)).toEqual([]);
  });
});

describe('what makes no sense', () => {
  it.each([
    ['a message that is cut off', '0741 71 08 0910', 96],
    ['a message of an unknown type', '077F', 97],
    ['a message of the other direction', '0752 00', 97],
    ['a response to nothing', '0753 08 8D82D13F7E9F878F', 98],
    ['a failure of nothing', '075C 14', 98],
    ['an identity nobody asked for', '0756 08 3A65390853468390', 98],
    ['a completion of nothing', '0743 0003 5200C2', 98],
  ])('%s is answered with EMM STATUS', async (_what, octets, cause) => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    expect(await bench.connect().octets(fromHex(octets))).toEqual([{ message: 'emmStatus', cause }]);
  });

  it.each([
    ['nothing', ''],
    ['half a header', '07'],
    ['a protected message', '17 00000000 00 0741'],
    ['a message of session management', '0201D011'],
    ['EMM STATUS', '0760 60'],
  ])('%s is not answered', async (_what, octets) => {
    const bench = openBench();
    bench.network.provisioning.provision(subscriber);
    expect(await bench.connect().octets(fromHex(octets))).toEqual([]);
  });

  it('any octets in any order leave the network well', async () => {
    const types = fc.constantFrom(0x41, 0x43, 0x45, 0x46, 0x53, 0x56, 0x5c, 0x60);
    const likely = fc
      .tuple(types, fc.uint8Array({ maxLength: 60 }))
      .map(([type, rest]) => concat(Uint8Array.of(7, type), rest));
    const good = fc.constantFrom(
      writeUplink(attachRequest),
      fromHex('0743 0003 5200C2'),
      fromHex('0753 08 8D82D13F7E9F878F'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(good, likely, fc.uint8Array({ maxLength: 40 })), { maxLength: 12 }),
        async (all) => {
          const bench = openBench();
          bench.network.provisioning.provision(subscriber);
          const { link, say } = bench.connect();
          for (const octets of all) (await link.send(octets)).map(read);
          expect(await say(attachRequest)).toMatchObject([{ message: 'authenticationRequest' }]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
