import { describe, expect, it } from 'vitest';

import { concat, fromHex, toHex } from '#shared/bytes/bytes';

import { openBench } from './bench.ts';
import { change, first, openRealCard, second } from './real-card-bench.ts';
import { firstProfile } from './scripted-card.ts';

const done = { enable: 'BF31038001009000', disable: 'BF32038001009000' };

async function openHome() {
  const bench = await openRealCard();
  const run = bench.clock.run.bind(bench.clock);
  await run(async () => {
    await bench.modem.start();
    await change(bench.modem, 'BF31', first.iccid);
    await bench.modem.register();
  });
  return { ...bench, run };
}

describe('a modem that cannot do the REFRESH of a switch', () => {
  it('leaves the profile enabled that was: the card takes the switch back, and the registration goes on', async () => {
    const { modem, run, trace, aka, findings } = await openHome();
    const states: string[] = [];
    trace.on('modem.registration', ({ state }) => states.push(state));
    modem.refuseRefresh();
    await run(async () => {
      expect(await change(modem, 'BF31', second.iccid)).toBe(done.enable);
      await modem.register();
    });
    expect(modem.registration).toMatchObject({ state: 'home', iccid: first.iccid });
    expect(states).toEqual([]);
    expect(aka).toEqual(['success']);
    expect(findings).toEqual([expect.stringContaining('the Profile enabled before is enabled again')]);
    await run(async () => {
      await modem.power('off');
      await modem.power('on');
      await modem.register();
    });
    expect(modem.registration).toMatchObject({ state: 'home', iccid: first.iccid });
  });

  it('does it the next time', async () => {
    const { modem, run, faults } = await openHome();
    modem.refuseRefresh();
    await run(async () => {
      await change(modem, 'BF31', second.iccid);
      expect(await change(modem, 'BF31', second.iccid)).toBe(done.enable);
      await modem.register();
    });
    expect(modem.registration).toMatchObject({ state: 'home', iccid: second.iccid });
    expect(faults).toEqual([]);
  });

  it('keeps a profile enabled that was to be disabled', async () => {
    const { modem, run } = await openHome();
    modem.refuseRefresh();
    await run(async () => {
      expect(await change(modem, 'BF32', first.iccid)).toBe(done.disable);
      await modem.register();
    });
    expect(modem.registration).toMatchObject({ state: 'home', iccid: first.iccid });
    await run(async () => {
      expect(await change(modem, 'BF32', first.iccid)).toBe(done.disable);
      await modem.register();
    });
    expect(modem.registration).toEqual({ state: 'none', iccid: undefined });
  });

  it('has no profile enabled where none was', async () => {
    const { modem, clock } = await openRealCard();
    modem.refuseRefresh();
    await clock.run(async () => {
      await modem.start();
      await change(modem, 'BF31', first.iccid);
      await modem.register();
    });
    expect(modem.registration).toEqual({ state: 'none', iccid: undefined });
  });

  it('answers with result 20, once, and resets nothing', async () => {
    const bench = openBench();
    await bench.registered();
    const { resets } = bench.card;
    bench.modem.refuseRefresh();
    bench.card.refreshTo(firstProfile);
    const send = () => bench.clock.run(() => bench.modem.card.transmit(fromHex('00B0000000')));
    await send();
    await bench.clock.settled();
    bench.card.refreshTo(firstProfile);
    await send();
    await bench.clock.settled();
    const responses = bench.card.commands.filter((command) => command.startsWith('8014'));
    expect(responses).toEqual([toHex(concat(fromHex('801400000C 8103010104 82028281'), fromHex('830120')))]);
    expect(bench.card.resets).toBe(resets + 1);
  });
});
