import { describe, expect, it } from 'vitest';

import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { milenage } from '#shared/crypto/milenage';
import { xor } from '#shared/crypto/xor-into';
import { scriptedEntropy } from '#shared/runtime/entropy';

import {
  attached,
  imsi,
  keys,
  subscriber,
  attachRequest,
  home,
  openBench,
  challengeIn,
  sqnIn,
  synchFailure,
  responseTo,
} from './bench.ts';

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
