import { describe, expect, it } from 'vitest';

import { minutes, seconds } from '#shared/runtime/span';

import {
  attachRequest,
  attached,
  challengeIn,
  home,
  imsi,
  openBench,
  responseTo,
  sqnIn,
  subscriber,
  synchFailure,
  visited,
} from './bench.ts';

function openKnowing(options: Parameters<typeof openBench>[0] = {}) {
  const bench = openBench(options);
  bench.network.provisioning.provision(subscriber);
  return bench;
}

describe('a network that turns away', () => {
  it('with a cause says so before anybody is challenged, until it is taken back', async () => {
    const { network, connect } = openKnowing();
    const { say } = connect();
    network.refuse('everyone', 15);
    expect(await say(attachRequest)).toEqual([{ message: 'attachReject', cause: 15 }]);
    network.refuse('everyone', undefined);
    expect(await say(attachRequest)).toMatchObject([{ message: 'authenticationRequest' }]);
  });

  it('whoever, also who is not in the register', async () => {
    const { network, connect } = openBench();
    network.refuse('everyone', 'authentication');
    expect(await connect().say(attachRequest)).toEqual([{ message: 'authenticationReject' }]);
    network.refuse(imsi, 17);
    expect(await connect().say(attachRequest)).toEqual([{ message: 'attachReject', cause: 17 }]);
  });

  it('for the answer to its challenge rejects the right one', async () => {
    const { network, connect } = openKnowing();
    network.refuse(imsi, 'authentication');
    const { say } = connect();
    const challenge = challengeIn(await say(attachRequest));
    expect(await say(responseTo(challenge))).toEqual([{ message: 'authenticationReject' }]);
  });

  it('by saying nothing says nothing', async () => {
    const { network, connect } = openKnowing();
    network.refuse(imsi, 'noAnswer');
    expect(await connect().say(attachRequest)).toEqual([]);
  });

  it('while somebody authenticates turns it away then', async () => {
    const { network, connect } = openKnowing();
    const { say } = connect();
    const challenge = challengeIn(await say(attachRequest));
    network.refuse(imsi, 14);
    expect(await say(responseTo(challenge))).toEqual([{ message: 'attachReject', cause: 14 }]);
    expect(await say(responseTo(challenge))).toEqual([{ message: 'emmStatus', cause: 98 }]);
  });

  it('with a cause for a while lets them in after that, and tells of it meanwhile', async () => {
    const { network, connect, clock } = openKnowing();
    const { say } = connect();
    network.refuse('everyone', 15, minutes(10));
    network.refuse(imsi, 11, minutes(5));
    expect(network.refusals()).toEqual([
      { who: 'everyone', how: 15, until: clock.now() + minutes(10) },
      { who: imsi, how: 11, until: clock.now() + minutes(5) },
    ]);
    expect(await say(attachRequest)).toEqual([{ message: 'attachReject', cause: 11 }]);
    await clock.run(() => clock.advance(minutes(5)));
    expect(await say(attachRequest)).toEqual([{ message: 'attachReject', cause: 15 }]);
    await clock.run(() => clock.advance(minutes(5)));
    expect(await say(attachRequest)).toMatchObject([{ message: 'authenticationRequest' }]);
    expect(network.refusals()).toEqual([]);
  });

  it('for it is congested says for how long still, and no longer after that', async () => {
    const { network, connect, clock } = openKnowing();
    const { say } = connect();
    network.refuse('everyone', { congestion: minutes(10) });
    expect(await say(attachRequest)).toEqual([{ message: 'attachReject', cause: 22, t3346: minutes(10) }]);
    await clock.run(() => clock.advance(seconds(570)));
    expect(await say(attachRequest)).toEqual([{ message: 'attachReject', cause: 22, t3346: seconds(30) }]);
    await clock.run(() => clock.advance(seconds(30)));
    expect(await say(attachRequest)).toMatchObject([{ message: 'authenticationRequest' }]);
  });
});

describe('partners of a network', () => {
  it('let in its subscribers whatever the others do', async () => {
    const cells = [home, visited];
    const { connect } = openKnowing({ cells, roaming: [], partners: [visited.plmn] });
    expect(await connect(visited).say(attachRequest)).toMatchObject([{ message: 'authenticationRequest' }]);
  });
});

describe('the sequence number of a subscriber', () => {
  it('is that of the last challenge, and may be put elsewhere', async () => {
    const { network, connect } = openKnowing();
    const { provisioning } = network;
    const { say } = connect();
    expect(provisioning.sequenceNumberOf(imsi)).toEqual(new Uint8Array(6));
    await say(attachRequest);
    expect(provisioning.sequenceNumberOf(imsi)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0x20));
    provisioning.setSequenceNumber(imsi, Uint8Array.of(0, 0, 0, 0, 1, 0));
    expect(sqnIn(challengeIn(await say(attachRequest)))).toBe('000000000120');
  });

  it('follows the USIM after a synch failure', async () => {
    const { network, connect } = openKnowing();
    const { say } = connect();
    const { rand } = challengeIn(await say(attachRequest));
    await say(synchFailure(rand, '000000001000'));
    expect(network.provisioning.sequenceNumberOf(imsi)).toEqual(Uint8Array.of(0, 0, 0, 0, 0x10, 0x20));
  });

  it('is nobody else’s to know or to set', () => {
    const { provisioning } = openBench().network;
    expect(provisioning.sequenceNumberOf(imsi)).toBeUndefined();
    expect(() => {
      provisioning.setSequenceNumber(imsi, new Uint8Array(6));
    }).toThrow('there is no subscriber');
    expect(() => {
      openKnowing().network.provisioning.setSequenceNumber(imsi, new Uint8Array(5));
    }).toThrow(TypeError);
  });
});

describe('a link', () => {
  it('is open until either end lets go of it; a device that moves away loses those to cells out of reach', async () => {
    const bench = openKnowing({ cells: [{ ...home, country: 'US' }, visited] });
    const there = bench.connect({ ...home, country: 'US' } as typeof home).link;
    const everywhere = bench.connect(visited).link;
    const { link } = await attached(bench);
    bench.network.move('device-1', 'DE');
    expect([there.isOpen(), everywhere.isOpen(), link.isOpen()]).toEqual([false, true, true]);
    link.release();
    expect(link.isOpen()).toBe(false);
  });
});
