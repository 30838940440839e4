import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Air, DownlinkMessage, Network } from '#device-sim/network/index';
import { writeDownlink } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled } from '#shared/bytes/bytes';
import { seconds } from '#shared/runtime/span';

import { downlinkOf, openBench, uplinkOf } from './bench.ts';
import { firstProfile } from './scripted-card.ts';

/** An air in which what the network says is changed on its way down. */
const changing =
  (change: (message: DownlinkMessage) => DownlinkMessage) =>
  ({ air }: Network): Air => ({
    ...air,
    connect(cell, device) {
      const link = air.connect(cell, device);
      const changed = (octets: Bytes) => {
        const message = downlinkOf(octets);
        return message === undefined ? octets : writeDownlink(change(message));
      };
      return { ...link, send: async (octets) => (await link.send(octets)).map(changed) };
    },
  });

/** An air that answers by itself, whatever is sent. */
const saying =
  (answers: (sent: Bytes) => readonly Bytes[]) =>
  ({ air }: Network): Air => ({
    ...air,
    connect: (cell, device) => ({ ...air.connect(cell, device), send: async (octets) => answers(octets) }),
  });

type Bench = ReturnType<typeof openBench>;

const failures = ({ said }: Bench) =>
  said
    .map(({ octets, who }) => (who.includes('uplink') ? uplinkOf(octets) : undefined))
    .filter((message) => message?.message === 'authenticationFailure');

describe('keys that do not fit', () => {
  it.each([
    ['K', { ...firstProfile, k: filled(16, 1) }],
    ['OPc', { ...firstProfile, opc: filled(16, 1) }],
  ])('another %s in the network: the USIM finds the MAC wrong, and it is denied', async (_what, keys) => {
    const bench = openBench({ provision: false });
    bench.provision(keys);
    expect(await bench.registered()).toEqual({
      state: 'denied',
      iccid: firstProfile.iccid,
      plmn: '001/01',
      cause: 'macFailure',
    });
    expect(bench.aka).toEqual(['macFailure', 'rejected']);
    expect(failures(bench)).toEqual([{ message: 'authenticationFailure', cause: 20 }]);
    expect(bench.titles().at(-1)).toBe('device-1 downlink AUTHENTICATION REJECT');
    expect(bench.card.file('6FE3').slice(-2)).toBe('02');
  });

  it('are put right by provisioning the right ones and trying anew', async () => {
    const bench = openBench({ provision: false });
    bench.provision({ ...firstProfile, k: filled(16, 1) });
    await bench.registered();
    bench.provision();
    await bench.clock.run(() => bench.modem.register());
    expect(bench.modem.registration.state).toBe('home');
  });

  it('a response that the network finds wrong is denied by name', async () => {
    const bench = openBench();
    const transmit = bench.card.transmit.bind(bench.card);
    let answers = 0;
    bench.card.transmit = async (command) => {
      const answer = await transmit(command);
      if (command[1] === 0xc0 && answer[0] === 0xdb) {
        answers += 1;
        answer[2] = (answer[2] ?? 0) ^ 1;
      }
      return answer;
    };
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 'authenticationRejected' });
    expect(bench.aka).toEqual(['success', 'rejected']);
    expect(answers).toBe(1);
  });
});

describe('sequence numbers', () => {
  it('a network that was set back is put right by the USIM, once, and lets it in', async () => {
    const bench = openBench();
    await bench.registered();
    await bench.modem.stop();
    bench.network.provisioning.withdraw(firstProfile.imsi);
    bench.provision();
    bench.aka.length = 0;
    expect((await bench.registered()).state).toBe('home');
    expect(bench.aka).toEqual(['syncFailure', 'success']);
    expect(failures(bench)).toMatchObject([{ cause: 21 }]);
  });

  it('a challenge that is played again is no good: the USIM says synch failure, and its AUTS fits no challenge of the network', async () => {
    let first: DownlinkMessage | undefined;
    const replay = changing((message) => {
      if (message.message !== 'authenticationRequest') return message;
      first ??= message;
      return first;
    });
    const bench = openBench({ air: replay });
    expect((await bench.registered()).state).toBe('home');
    await bench.modem.stop();
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 'syncFailure' });
    expect(bench.aka).toEqual(['success', 'syncFailure', 'rejected']);
  });

  it('RAND of one challenge with AUTN of another is a MAC failure', async () => {
    const bench = openBench({
      air: changing((message) =>
        message.message === 'authenticationRequest' ? { ...message, rand: filled(16, 7) } : message,
      ),
    });
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 'macFailure' });
  });
});

describe('a challenge that is not for E-UTRAN', () => {
  it('is refused with cause 26, and the USIM is not asked', async () => {
    const bench = openBench({
      air: changing((message) => {
        if (message.message !== 'authenticationRequest') return message;
        const autn = message.autn.slice();
        autn[6] = 0;
        return { ...message, autn };
      }),
    });
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 'nonEpsAuthentication' });
    expect(failures(bench)).toEqual([{ message: 'authenticationFailure', cause: 26 }]);
    expect(bench.card.commands.filter((command) => command.startsWith('0088'))).toEqual([]);
  });
});

describe('a network that makes no sense', () => {
  it('is left after four challenges in a row that fail', async () => {
    const challenge = writeDownlink({
      message: 'authenticationRequest',
      rand: filled(16, 1),
      autn: filled(16, 0x80),
    });
    const bench = openBench({ air: saying(() => [challenge]) });
    expect(await bench.registered()).toMatchObject({ state: 'searching', cause: 'macFailure' });
    expect(bench.aka).toEqual(['macFailure', 'macFailure', 'macFailure', 'macFailure']);
  });

  it('is left when it talks without end', async () => {
    const bench = openBench({
      air: saying(() => [writeDownlink({ message: 'identityRequest', wanted: 'imei' })]),
    });
    expect(await bench.registered()).toMatchObject({ state: 'searching', cause: 'noAnswer' });
  });

  it('is told so with EMM STATUS', async () => {
    const sent: string[] = [];
    const bench = openBench({
      air: saying((octets) => {
        const message = uplinkOf(octets);
        sent.push(message?.message === 'emmStatus' ? `status ${message.cause}` : (message?.message ?? '?'));
        return sent.length === 1 ? [Uint8Array.of(7, 0x52, 0), Uint8Array.of(7, 0x7f)] : [];
      }),
    });
    await bench.registered();
    expect(sent).toEqual(['attachRequest', 'status 96', 'status 97']);
  });

  it('whatever octets it says, the modem ends its attempt in some state and nothing is thrown', async () => {
    const types = fc.constantFrom(0x42, 0x44, 0x45, 0x46, 0x52, 0x54, 0x55, 0x60);
    const likely = fc
      .tuple(types, fc.uint8Array({ maxLength: 60 }))
      .map(([type, rest]) => concat(Uint8Array.of(7, type), rest));
    const octets = fc.oneof(likely, fc.uint8Array({ maxLength: 30 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(octets, { maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        async (script) => {
          let turn = 0;
          const bench = openBench({
            air: saying(() => script[turn++] ?? []),
          });
          await bench.registered();
          await bench.modem.stop();
          expect(bench.faults).toEqual([]);
          expect(bench.modem.registration.state).toBe('deregistered');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('messages it sends of its own accord are dealt with or dropped', async () => {
    const listeners: ((octets: Bytes) => void)[] = [];
    const bench = openBench({
      air: ({ air }) => ({
        ...air,
        connect(cell, device) {
          const link = air.connect(cell, device);
          return {
            ...link,
            onMessage(listener) {
              listeners.push(listener);
              return link.onMessage(listener);
            },
          };
        },
      }),
    });
    await bench.registered();
    for (const octets of [
      new Uint8Array(),
      Uint8Array.of(7),
      Uint8Array.of(7, 0x42),
      Uint8Array.of(2, 1, 0xc1),
    ]) {
      listeners[0]?.(octets);
    }
    await bench.clock.settled();
    expect(bench.modem.registration.state).toBe('home');
    listeners[0]?.(writeDownlink({ message: 'networkDetachRequest', reattach: true }));
    await bench.clock.run(() => bench.clock.advance(seconds(3)));
    expect(bench.modem.registration.state).toBe('home');
    listeners.at(-1)?.(writeDownlink({ message: 'networkDetachRequest', reattach: false }));
    await bench.clock.settled();
    expect(bench.modem.registration.state).toBe('deregistered');
    expect(bench.faults).toEqual([]);
  });
});
