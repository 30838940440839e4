import { describe, expect, it } from 'vitest';

import type { EmmCause, NetworkOptions, NetworkRefusal } from '#device-sim/network/index';
import { hours, minutes, seconds } from '#shared/runtime/span';

import { cell, openBench } from './bench.ts';
import { firstProfile } from './scripted-card.ts';

const { iccid, imsi } = firstProfile;

/** A modem in two cells of home, whose network turns everyone away. */
async function refused(refusal: NetworkRefusal, network: Partial<NetworkOptions> = {}) {
  const bench = openBench({ network: { cells: [cell('001/01', 1), cell('001/01', 2)], ...network } });
  bench.network.refuse('everyone', refusal);
  await bench.registered();
  const requests = () => bench.titles().filter((title) => title.endsWith('ATTACH REQUEST')).length;
  const pass = (span: ReturnType<typeof seconds>) => bench.clock.run(() => bench.clock.advance(span));
  return { ...bench, requests, pass };
}

describe('every EMM cause of network.md §4 in an ATTACH REJECT', () => {
  /** Cause, where it leads, attach requests in the two cells, and the timer after which the next one comes. */
  const outcomes: readonly (readonly [EmmCause, 'denied' | 'searching', number, number | undefined])[] = [
    [2, 'searching', 1, seconds(10)],
    [3, 'denied', 1, undefined],
    [5, 'searching', 1, seconds(10)],
    [6, 'denied', 1, undefined],
    [7, 'denied', 1, undefined],
    [8, 'denied', 1, undefined],
    [9, 'searching', 2, seconds(10)],
    [10, 'searching', 2, seconds(10)],
    [11, 'denied', 1, undefined],
    [12, 'denied', 2, hours(12)],
    [13, 'denied', 2, hours(12)],
    [14, 'denied', 1, undefined],
    [15, 'denied', 2, hours(12)],
    [17, 'searching', 1, seconds(10)],
    [22, 'searching', 1, seconds(10)],
    [25, 'denied', 2, hours(12)],
    [35, 'denied', 1, undefined],
    [42, 'searching', 1, hours(2)],
    [95, 'searching', 1, minutes(12)],
    [96, 'searching', 1, minutes(12)],
    [97, 'searching', 1, minutes(12)],
    [111, 'searching', 1, minutes(12)],
  ];

  it.each(outcomes)('cause %i: %s after %i requests, the next one after %s ms', async (...row) => {
    const [cause, state, requests, wait] = row;
    const bench = await refused(cause);
    expect(bench.modem.registration).toEqual({ state, iccid, plmn: '001/01', cause });
    expect(bench.requests()).toBe(requests);
    bench.network.refuse('everyone', undefined);
    if (wait === undefined) {
      await bench.pass(hours(24));
      expect(bench.modem.registration).toMatchObject({ state, cause });
    } else {
      await bench.pass(seconds(wait / 1_000 - 1));
      expect(bench.modem.registration).toMatchObject({ state, cause });
      await bench.pass(seconds(4));
      expect(bench.modem.registration.state).toBe('home');
    }
    expect(bench.faults).toEqual([]);
  });

  it('leads home by flight mode, whatever it was', async () => {
    for (const [cause] of outcomes) {
      const bench = await refused(cause);
      bench.network.refuse('everyone', undefined);
      await bench.clock.run(() => bench.modem.register());
      expect([cause, bench.modem.registration.state]).toEqual([cause, 'home']);
    }
  });

  it('leads home by switching off and on, whatever it was', async () => {
    for (const [cause] of outcomes) {
      const bench = await refused(cause);
      bench.network.refuse('everyone', undefined);
      await bench.clock.run(async () => {
        await bench.modem.power('off');
        expect(bench.modem.registration).toEqual({ state: 'deregistered', iccid });
        await bench.modem.power('on');
        await bench.modem.register();
      });
      expect([cause, bench.modem.registration.state]).toEqual([cause, 'home']);
    }
  });
});

describe('the other ends of an attach', () => {
  it('AUTHENTICATION REJECT: the answer is right and is refused all the same; the USIM counts as invalid', async () => {
    const bench = await refused('authentication');
    expect(bench.modem.registration).toEqual({
      state: 'denied',
      iccid,
      plmn: '001/01',
      cause: 'authenticationRejected',
    });
    expect(bench.aka).toEqual(['success', 'rejected']);
    bench.network.refuse('everyone', undefined);
    await bench.pass(hours(24));
    expect(bench.modem.registration.state).toBe('denied');
  });

  it('no answer: T3410, then T3411', async () => {
    const bench = await refused('noAnswer');
    expect(bench.modem.registration).toEqual({
      state: 'searching',
      iccid,
      plmn: '001/01',
      cause: 'noAnswer',
    });
    expect(bench.titles()).toEqual(['device-1 uplink ATTACH REQUEST']);
    bench.network.refuse('everyone', undefined);
    await bench.pass(seconds(13));
    expect(bench.modem.registration.state).toBe('home');
  });

  it('what is said of one IMSI is not said of another, and goes before what is said of everyone', async () => {
    const bench = openBench();
    bench.network.refuse('001010000000000', 3);
    expect(await bench.registered()).toMatchObject({ state: 'home' });
    await bench.modem.stop();
    bench.network.refuse('everyone', 11);
    bench.network.refuse(imsi, 15);
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 15 });
  });

  it('who is attached stays so when the network begins to refuse', async () => {
    const bench = openBench();
    await bench.registered();
    bench.network.refuse(imsi, 3);
    await bench.clock.run(() => bench.clock.advance(minutes(1)));
    expect(bench.modem.registration.state).toBe('home');
  });
});

describe('a congested network', () => {
  it('says how long to keep away (T3346), and lets in who comes after that', async () => {
    const bench = await refused({ congestion: minutes(10) });
    expect(bench.modem.registration).toEqual({ state: 'searching', iccid, plmn: '001/01', cause: 22 });
    await bench.pass(minutes(9));
    expect(bench.requests()).toBe(1);
    await bench.pass(seconds(64));
    expect(bench.modem.registration.state).toBe('home');
    expect(bench.requests()).toBe(2);
  });

  it('does not fill the attempt counter: T3346 sets it back', async () => {
    const bench = await refused(17);
    for (let attempt = 0; attempt < 3; attempt += 1) await bench.pass(seconds(12));
    expect(bench.requests()).toBe(4);
    bench.network.refuse('everyone', { congestion: minutes(1) });
    await bench.pass(seconds(12));
    bench.network.refuse('everyone', 17);
    await bench.pass(seconds(51));
    expect(bench.requests()).toBe(6);
    await bench.pass(seconds(12));
    expect(bench.requests()).toBe(7);
  });

  it('is over at once for who tries anew', async () => {
    const bench = await refused({ congestion: minutes(10) });
    bench.network.refuse('everyone', undefined);
    await bench.clock.run(() => bench.modem.register());
    expect(bench.modem.registration.state).toBe('home');
  });
});

describe('every registration state of network.md §5', () => {
  const abroad = { cells: [cell('262/01')], home: [cell('001/01').plmn] };
  const preferring = { ...firstProfile, files: { '6F61': Uint8Array.of(0x62, 0xf2, 0x10, 0x40, 0x00) } };

  it('none: no profile is enabled', async () => {
    const bench = openBench({ profile: null });
    expect(await bench.registered()).toEqual({ state: 'none', iccid: undefined });
  });

  it('deregistered: a profile is enabled, and the radio is off', async () => {
    const bench = openBench();
    await bench.registered();
    await bench.clock.run(() => bench.modem.power('off'));
    expect(bench.modem.registration).toEqual({ state: 'deregistered', iccid });
  });

  it('searching, home, roaming, partner, denied', async () => {
    const states = async (bench: ReturnType<typeof openBench>) => {
      await bench.registered();
      return bench.states.map(({ state }) => state);
    };
    expect(await states(openBench())).toEqual(['deregistered', 'searching', 'home']);
    expect(await states(openBench({ network: abroad }))).toEqual(['deregistered', 'searching', 'roaming']);
    expect(await states(openBench({ network: abroad, profile: preferring }))).toEqual([
      'deregistered',
      'searching',
      'partner',
    ]);
    expect(await states(openBench({ provision: false }))).toEqual(['deregistered', 'searching', 'denied']);
  });

  it('a network that the USIM names as preferred by its user is no partner', async () => {
    const profile = { ...firstProfile, files: { '6F60': Uint8Array.of(0x62, 0xf2, 0x10, 0x40, 0x00) } };
    expect(await openBench({ network: abroad, profile }).registered()).toMatchObject({ state: 'roaming' });
  });

  it('partners let in where no other visited network does', async () => {
    const network = { ...abroad, roaming: [], partners: [cell('262/01').plmn] };
    expect(await openBench({ network, profile: preferring }).registered()).toMatchObject({
      state: 'partner',
    });
    expect(await openBench({ network: { ...abroad, roaming: [] } }).registered()).toMatchObject({
      state: 'denied',
      cause: 11,
    });
  });
});
