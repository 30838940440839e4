import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import { hours, minutes, seconds } from '#shared/runtime/span';

import { cell, openBench } from './bench.ts';
import { firstProfile } from './scripted-card.ts';

const { iccid } = firstProfile;
const home = [parsePlmn('001/01')];
const german = parsePlmn('262/01');
const empty = 'FFFFFFFFFFFFFFFFFFFFFFFF';
const noted = '62F210FFFFFFFFFFFFFFFFFF';
const abroad = { cells: [cell('262/01'), cell('208/01')], home, roaming: [] };

type Bench = ReturnType<typeof openBench>;
const requests = (bench: Bench) => bench.titles().filter((title) => title.endsWith('ATTACH REQUEST')).length;
const pass = ({ clock }: Bench, span: ReturnType<typeof seconds>) => clock.run(() => clock.advance(span));

/** A modem on whose USIM 262/01 is forbidden. */
const keptOut = (network = {}) =>
  openBench({
    profile: { ...firstProfile, files: { '6F7B': fromHex(noted) } },
    network: { cells: [cell('262/01')], home, ...network },
  });

describe('the forbidden networks on the USIM', () => {
  it.each([11, 35] as const)(
    'cause %i puts a visited network on EF.FPLMN, and another one is tried',
    async (cause) => {
      const bench = openBench({ network: { ...abroad, roamingRefused: cause } });
      expect(await bench.registered()).toEqual({ state: 'denied', iccid, plmn: '208/01', cause });
      expect(bench.card.file('6F7B')).toBe('62F21002F810FFFFFFFFFFFF');
      expect(requests(bench)).toBe(2);
    },
  );

  it('outlive flight mode, switching off, and the day', async () => {
    const bench = openBench({ network: { ...abroad, cells: [cell('262/01')] } });
    await bench.registered();
    expect(requests(bench)).toBe(1);
    await bench.clock.run(() => bench.modem.register());
    await bench.clock.run(() => bench.modem.power('off'));
    await bench.registered();
    await pass(bench, hours(48));
    expect(bench.modem.registration).toMatchObject({ state: 'denied', cause: 11 });
    expect(requests(bench)).toBe(1);
    expect(bench.card.file('6F7B')).toBe(noted);
  });

  it('do not hold a person who chooses the network by hand; when it lets in it is taken off the list', async () => {
    const bench = keptOut();
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 11 });
    await bench.clock.run(() => bench.modem.register({ network: german }));
    expect(bench.modem.registration).toEqual({ state: 'roaming', iccid, plmn: german });
    expect(bench.card.file('6F7B')).toBe(empty);
    await bench.clock.run(() => bench.modem.power('off'));
    expect(await bench.registered()).toMatchObject({ state: 'roaming' });
  });

  it('keep a network that refuses who chose it by hand, once', async () => {
    const bench = keptOut({ roaming: [] });
    await bench.registered();
    await bench.clock.run(() => bench.modem.register({ network: german }));
    expect(bench.modem.registration).toMatchObject({ state: 'denied', plmn: german, cause: 11 });
    expect(bench.card.file('6F7B')).toBe(noted);
    expect(requests(bench)).toBe(1);
  });

  it('do not name home, even when it refuses: it is kept away from until the modem is switched off', async () => {
    const bench = openBench();
    bench.network.refuse('everyone', 11);
    await bench.registered();
    expect(bench.card.file('6F7B')).toBe(empty);
    await pass(bench, hours(48));
    expect(requests(bench)).toBe(1);
    bench.network.refuse('everyone', undefined);
    await bench.clock.run(() => bench.modem.power('off'));
    expect(await bench.registered()).toMatchObject({ state: 'home' });
  });
});

describe('a network that is chosen by hand', () => {
  const cells = [cell('001/01'), cell('262/01')];

  it('is the only one that is tried, until the choice is taken back', async () => {
    const bench = openBench({ network: { cells, home } });
    expect(await bench.registered()).toMatchObject({ state: 'home' });
    await bench.clock.run(() => bench.modem.register({ network: german }));
    expect(bench.modem.registration).toMatchObject({ state: 'roaming', plmn: german });
    await bench.clock.run(() => bench.modem.register({ network: parsePlmn('001/01') }));
    expect(bench.modem.registration).toMatchObject({ state: 'home' });
  });

  it('is searched for where it is not found, though another one is there', async () => {
    const bench = openBench({ network: { cells: [cell('001/01')] } });
    await bench.registered();
    await bench.clock.run(() => bench.modem.register({ network: german }));
    expect(bench.modem.registration).toEqual({ state: 'searching', iccid, cause: 'noCell' });
    await pass(bench, minutes(10));
    expect(bench.modem.registration).toMatchObject({ state: 'searching', cause: 'noCell' });
    await bench.clock.run(() => bench.modem.register());
    expect(bench.modem.registration).toMatchObject({ state: 'home' });
  });

  it('may be chosen while another one is being tried', async () => {
    const bench = openBench({ network: { cells, home } });
    await bench.clock.run(async () => {
      await bench.modem.start();
      await bench.modem.register({ network: german });
    });
    expect(bench.modem.registration).toMatchObject({ state: 'roaming', plmn: german });
  });
});

describe('what is forbidden until the modem is switched off', () => {
  it('a tracking area is forgotten after 12 hours too, and tried again', async () => {
    const bench = openBench();
    bench.network.refuse('everyone', 15);
    await bench.registered();
    await pass(bench, hours(13));
    expect(requests(bench)).toBe(2);
    expect(bench.modem.registration).toMatchObject({ state: 'denied', cause: 15 });
  });

  it('cause 12 does not send it to another network: it stays in limited service of that one', async () => {
    const bench = openBench({ network: { cells: [cell('262/01'), cell('208/01')], home } });
    bench.network.refuse('everyone', 12);
    expect(await bench.registered()).toMatchObject({ state: 'denied', plmn: '262/01', cause: 12 });
    expect(requests(bench)).toBe(1);
  });

  it.each([13, 15] as const)('cause %i does, when no area of that one is left', async (cause) => {
    const bench = openBench({
      network: { cells: [cell('262/01', 1), cell('262/01', 2), cell('208/01')], home },
    });
    bench.network.refuse('everyone', cause);
    expect(await bench.registered()).toMatchObject({ state: 'denied', plmn: '208/01', cause });
    expect(requests(bench)).toBe(3);
  });

  it('cause 14 keeps a visited network away, and nothing is written', async () => {
    const bench = openBench({ network: { ...abroad, roamingRefused: 14 } });
    await bench.registered();
    await pass(bench, hours(48));
    expect(requests(bench)).toBe(2);
    expect(bench.card.file('6F7B')).toBe(empty);
    await bench.clock.run(() => bench.modem.power('off'));
    await bench.registered();
    expect(requests(bench)).toBe(4);
  });

  it('cause 42 keeps a network away for two hours, and another one is tried meanwhile', async () => {
    const bench = openBench({ network: { cells: [cell('262/01')], home } });
    bench.network.refuse('everyone', 42);
    await bench.registered();
    bench.network.refuse('everyone', undefined);
    await pass(bench, minutes(119));
    expect(bench.modem.registration).toMatchObject({ state: 'searching', cause: 42 });
    await pass(bench, minutes(2));
    expect(bench.modem.registration).toMatchObject({ state: 'roaming' });
  });
});

describe('a subscriber that is barred while it is registered', () => {
  it('looks for another network where the cause says so, and finds it', async () => {
    const bench = openBench({ network: { cells: [cell('262/01'), cell('208/01')], home } });
    await bench.registered();
    bench.network.provisioning.bar(firstProfile.imsi, 11);
    await bench.clock.run(() => bench.clock.advance(seconds(1)));
    bench.network.provisioning.unbar(firstProfile.imsi);
    await pass(bench, seconds(5));
    expect(bench.modem.registration).toMatchObject({ state: 'roaming', plmn: '208/01' });
    expect(bench.card.file('6F7B')).toBe(noted);
  });

  it('is denied with that cause where there is none', async () => {
    const bench = openBench();
    await bench.registered();
    bench.network.provisioning.bar(firstProfile.imsi, 13);
    await pass(bench, seconds(5));
    expect(bench.modem.registration).toEqual({ state: 'denied', iccid, plmn: '001/01', cause: 13 });
  });
});
