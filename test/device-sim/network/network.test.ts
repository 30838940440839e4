import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DownlinkMessage, EmmCause, UplinkMessage } from '#device-sim/network/index';
import { emmCauses, writeUplink } from '#device-sim/network/index';
import { concat, fromHex } from '#shared/bytes/bytes';

import {
  attached,
  imsi,
  subscriber,
  attachRequest,
  home,
  visited,
  openBench,
  read,
  challengeIn,
  responseTo,
} from './bench.ts';
import type { Bench } from './bench.ts';

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
