import { describe, expect, it } from 'vitest';

import type { Cell } from '#device-sim/network/index';
import { parsePlmn } from '#shared/identifiers/plmn';
import { fromHex } from '#shared/bytes/bytes';
import { hours, minutes, seconds } from '#shared/runtime/span';

import { cell, openBench } from './bench.ts';
import { firstProfile } from './scripted-card.ts';

const { iccid, imsi } = firstProfile;
const at = (country: string, plmn: string, tac = 1): Cell => ({ ...cell(plmn, tac), country });
const home = at('US', '001/01');
const german = at('DE', '262/01');
const french = at('FR', '208/01');
const cells = [home, german, french];

const opened = (network: Parameters<typeof openBench>[0] = {}) =>
  openBench({ ...network, network: { cells, ...network.network } });
type Bench = ReturnType<typeof opened>;

/** Takes the device somewhere, and lets it look around. */
async function moved({ network, clock, modem }: Bench, country: string, span = seconds(5)) {
  network.move('device-1', country);
  await clock.run(() => clock.advance(span));
  return modem.registration;
}

describe('a device that is taken to another country', () => {
  it('is roaming there, and home again when it comes back', async () => {
    const bench = opened();
    expect(await bench.registered()).toMatchObject({ state: 'home', plmn: '001/01' });
    expect(await moved(bench, 'DE')).toEqual({ state: 'roaming', iccid, plmn: '262/01' });
    expect(await moved(bench, 'fr')).toEqual({ state: 'roaming', iccid, plmn: '208/01' });
    expect(await moved(bench, 'US')).toEqual({ state: 'home', iccid, plmn: '001/01' });
    expect(bench.states.map(({ state, plmn }) => `${state} ${plmn ?? ''}`.trim())).toEqual([
      'deregistered',
      'searching',
      'home 001/01',
      'searching',
      'roaming 262/01',
      'searching',
      'roaming 208/01',
      'searching',
      'home 001/01',
    ]);
    expect(bench.faults).toEqual([]);
  });

  it('begins in the country of the first cell that has one; what was asked for is kept in capitals', async () => {
    const { network } = opened({ network: { cells: [cell('310/410'), { ...german, country: 'de' }] } });
    expect(network.countryOf('device-1')).toBe('DE');
    network.move('device-1', 'fr');
    expect(network.countryOf('device-1')).toBe('FR');
    expect(network.countryOf('device-2')).toBe('DE');
    expect(opened({ network: { cells: [cell('001/01')] } }).network.countryOf('device-1')).toBeUndefined();
  });

  it('meets nothing where there is no cell, and searches until it is back', async () => {
    const bench = opened();
    await bench.registered();
    expect(await moved(bench, 'JP', minutes(5))).toEqual({ state: 'searching', iccid, cause: 'noCell' });
    expect(await moved(bench, 'US')).toMatchObject({ state: 'home' });
  });

  it('stays where it is registered when that cell is found everywhere', async () => {
    const bench = opened({ network: { cells: [cell('001/01'), german] } });
    await bench.registered();
    const before = bench.said.length;
    expect(await moved(bench, 'FR')).toMatchObject({ state: 'home' });
    expect(bench.said).toHaveLength(before);
  });

  it('does nothing when it is there already', async () => {
    const bench = opened();
    await bench.registered();
    const before = bench.states.length;
    await moved(bench, 'US');
    expect(bench.states).toHaveLength(before);
  });

  it('is denied by a country whose networks are all on the list of the USIM, and home when it comes back', async () => {
    const bench = opened({ network: { roaming: [] } });
    await bench.registered();
    expect(await moved(bench, 'DE')).toMatchObject({ state: 'denied', plmn: '262/01', cause: 11 });
    expect(bench.card.file('6F7B')).toBe('62F210FFFFFFFFFFFFFFFFFF');
    expect(await moved(bench, 'FR')).toMatchObject({ state: 'denied', plmn: '208/01', cause: 11 });
    expect(bench.card.file('6F7B')).toBe('62F21002F810FFFFFFFFFFFF');
    expect(await moved(bench, 'US')).toMatchObject({ state: 'home' });
  });

  it('does not try anew with a USIM that was called invalid', async () => {
    const bench = opened();
    bench.network.refuse(imsi, 8);
    await bench.registered();
    bench.network.refuse(imsi, undefined);
    expect(await moved(bench, 'DE', hours(1))).toMatchObject({ state: 'denied', cause: 8 });
  });

  it('does not wait for timers of the network it has left', async () => {
    const bench = opened();
    bench.network.refuse(imsi, { congestion: hours(1) });
    await bench.registered();
    bench.network.refuse(imsi, undefined);
    expect(await moved(bench, 'DE')).toMatchObject({ state: 'roaming', plmn: '262/01' });
  });

  it('while it searches meets the cells of where it is then', async () => {
    const bench = opened();
    await bench.clock.run(async () => {
      await bench.modem.start();
      bench.network.move('device-1', 'DE');
      await bench.modem.register();
    });
    expect(bench.modem.registration).toMatchObject({ state: 'roaming', plmn: '262/01' });
    expect(bench.titles().filter((title) => title.endsWith('ATTACH REQUEST'))).toHaveLength(1);
  });

  it('while a network says nothing searches anew when T3410 is over', async () => {
    const bench = opened();
    bench.network.refuse('everyone', 'noAnswer');
    await bench.clock.run(async () => {
      await bench.modem.start();
      await bench.clock.sleep(seconds(5));
      bench.network.refuse('everyone', undefined);
      bench.network.move('device-1', 'DE');
      await bench.clock.advance(seconds(15));
    });
    expect(bench.modem.registration).toMatchObject({ state: 'roaming', plmn: '262/01' });
  });

  it('that is switched off searches where it is switched on', async () => {
    const bench = opened();
    await bench.registered();
    await bench.clock.run(() => bench.modem.power('off'));
    expect(await moved(bench, 'DE')).toMatchObject({ state: 'deregistered' });
    expect(await bench.registered()).toMatchObject({ state: 'roaming', plmn: '262/01' });
  });

  it('takes no other device along', async () => {
    const bench = opened();
    await bench.registered();
    bench.network.move('device-2', 'DE');
    await bench.clock.settled();
    expect(bench.modem.registration.state).toBe('home');
  });

  it('tells the trace where it is', async () => {
    const bench = opened();
    const events: unknown[] = [];
    bench.trace.on('network.moved', (event) => events.push(event));
    await bench.registered();
    await moved(bench, 'de');
    expect(events).toEqual([{ device: 'device-1', country: 'DE' }]);
  });

  it.each(['', 'D', 'DEU', 'D1', '49'])('a country is two letters, not "%s"', (country) => {
    expect(() => {
      opened().network.move('device-1', country);
    }).toThrow(TypeError);
    expect(() => opened({ network: { cells: [{ ...home, country }] } })).toThrow(TypeError);
  });
});

describe('a partner network', () => {
  const files = { '6F61': fromHex('62F2104000 FFFFFF0000') };
  const partners = [parsePlmn('262/01')];

  it('is the one that EF.OPLMNwAcT of the USIM names; others abroad are roaming', async () => {
    const bench = opened({ profile: { ...firstProfile, files }, network: { cells, partners } });
    await bench.registered();
    expect(await moved(bench, 'DE')).toEqual({ state: 'partner', iccid, plmn: '262/01' });
    expect(await moved(bench, 'FR')).toEqual({ state: 'roaming', iccid, plmn: '208/01' });
    expect(bench.network.partners).toEqual(partners);
  });

  it('lets in where roaming is for nobody else', async () => {
    const bench = opened({
      profile: { ...firstProfile, files },
      network: { cells, partners, roaming: [] },
    });
    await bench.registered();
    expect(await moved(bench, 'FR')).toMatchObject({ state: 'denied', cause: 11 });
    expect(await moved(bench, 'DE')).toMatchObject({ state: 'partner' });
  });

  it('goes before other networks abroad', async () => {
    const abroad = [at('US', '001/01'), at('DE', '262/02'), at('DE', '262/01')];
    const bench = opened({ profile: { ...firstProfile, files }, network: { cells: abroad, partners } });
    await bench.registered();
    expect(await moved(bench, 'DE')).toMatchObject({ state: 'partner', plmn: '262/01' });
  });
});
