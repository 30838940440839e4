import { describe, expect, it } from 'vitest';

import type { EmmCause } from '#device-sim/network/index';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';
import { hours, minutes, seconds } from '#shared/runtime/span';

import { cell, openBench, uplinkOf } from './bench.ts';
import { firstProfile, ScriptedCard, secondProfile } from './scripted-card.ts';

const iccid = firstProfile.iccid;
const never = 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF0000';

describe('a modem at home', () => {
  it('is home after an attach with authentication', async () => {
    const bench = openBench();
    expect(await bench.registered()).toEqual({ state: 'home', iccid, plmn: '001/01' });
    expect(bench.states.map(({ state }) => state)).toEqual(['deregistered', 'searching', 'home']);
    expect(bench.aka).toEqual(['success']);
    expect(bench.findings).toEqual([]);
    expect(bench.faults).toEqual([]);
    expect(bench.titles()).toEqual([
      'device-1 uplink ATTACH REQUEST',
      'device-1 downlink AUTHENTICATION REQUEST',
      'device-1 uplink AUTHENTICATION RESPONSE',
      'device-1 downlink ATTACH ACCEPT',
      'device-1 uplink ATTACH COMPLETE',
    ]);
  });

  it('says the same octets in another world of the same seed', async () => {
    const one = openBench();
    const other = openBench();
    await Promise.all([one.registered(), other.registered()]);
    expect(one.said).toEqual(other.said);
    expect(one.card.commands).toEqual(other.card.commands);
  });

  it('can be waited for inside another exchange: time goes on meanwhile', async () => {
    const bench = openBench();
    await bench.clock.run(async () => {
      await bench.modem.start();
      await bench.clock.exchange('a page that waits', () => bench.modem.register());
    });
    expect(bench.modem.registration.state).toBe('home');
  });

  it('takes the time of one search, 2 seconds', async () => {
    const bench = openBench();
    const begun = bench.clock.now();
    await bench.registered();
    expect(bench.clock.now() - begun).toBe(seconds(2));
  });

  it('keeps on the USIM where it is: EF.EPSLOCI and EF.LOCI', async () => {
    const bench = openBench();
    await bench.registered();
    expect(bench.card.file('6FE3')).toMatch(/^0BF600F110000101[0-9A-F]{8}00F110000100$/);
    expect(bench.card.file('6F7E')).toBe('FFFFFFFF00F110FFFEFF01');
  });

  it('comes back with the identity it was given', async () => {
    const bench = openBench();
    await bench.registered();
    await bench.modem.stop();
    bench.said.length = 0;
    expect((await bench.registered()).state).toBe('home');
    expect(uplinkOf(bench.said[0]!.octets)).toMatchObject({
      message: 'attachRequest',
      identity: { guti: { plmn: '001/01' } },
    });
  });

  it('gives the IMSI when the network does not know that identity any more', async () => {
    const strange = fromHex('0BF600F1108001050000000100F110000100');
    const bench = openBench({ profile: { ...firstProfile, files: { '6FE3': strange } } });
    expect((await bench.registered()).state).toBe('home');
    expect(bench.titles()).toContain('device-1 uplink IDENTITY RESPONSE');
  });

  it('goes home by EF.EHPLMN where the IMSI is of another network', async () => {
    const files = { '6FD9': fromHex('130014 FFFFFF') };
    const bench = openBench({
      profile: { ...firstProfile, files },
      network: { cells: [cell('310/410'), cell('001/01')] },
    });
    expect(await bench.registered()).toMatchObject({ state: 'home', plmn: '310/410' });
  });

  it('is off after it was stopped, having said so to the network', async () => {
    const bench = openBench();
    await bench.registered();
    await bench.modem.stop();
    expect(bench.modem.registration).toEqual({ state: 'deregistered', iccid });
    expect(bench.titles().at(-1)).toBe('device-1 uplink DETACH REQUEST');
    expect(uplinkOf(bench.said.at(-1)!.octets)).toMatchObject({ switchOff: true });
  });

  it('asked to register again there says nothing to the network', async () => {
    const bench = openBench();
    await bench.registered();
    const before = bench.said.length;
    await bench.clock.run(() => bench.modem.register());
    expect(bench.said).toHaveLength(before);
  });
});

describe('a modem abroad', () => {
  it('is roaming where a visited network lets it in', async () => {
    const bench = openBench({ network: { cells: [cell('310/410')], home: [cell('001/01').plmn] } });
    expect(await bench.registered()).toEqual({ state: 'roaming', iccid, plmn: '310/410' });
  });

  it('prefers home, then what the user prefers, then what the operator prefers', async () => {
    const cells = [cell('310/410'), cell('246/81'), cell('262/01'), cell('001/01')];
    const files = { '6F60': fromHex('62F2104000'), '6F61': fromHex('42F6184000') };
    const chosen = async (here: typeof cells) =>
      (
        await openBench({
          profile: { ...firstProfile, files },
          network: { cells: here, home: [cell('001/01').plmn] },
        }).registered()
      ).plmn;
    expect(await chosen(cells)).toBe('001/01');
    expect(await chosen(cells.slice(0, 3))).toBe('262/01');
    expect(await chosen(cells.slice(0, 2))).toBe('246/81');
    expect(await chosen(cells.slice(0, 1))).toBe('310/410');
  });

  it('goes where it was last, before all', async () => {
    const files = { '6FE3': fromHex('FFFFFFFFFFFFFFFFFFFFFFFF 130014000100') };
    const network = { cells: [cell('001/01'), cell('310/410')], home: [cell('001/01').plmn] };
    const bench = openBench({ profile: { ...firstProfile, files }, network });
    expect(await bench.registered()).toMatchObject({ state: 'roaming', plmn: '310/410' });
  });

  it('notes a network that forbids itself on the USIM, and goes to another', async () => {
    const network = {
      cells: [cell('310/410'), cell('246/81')],
      home: [cell('001/01').plmn],
      roaming: [cell('246/81').plmn],
    };
    const bench = openBench({ network });
    expect(await bench.registered()).toMatchObject({ state: 'roaming', plmn: '246/81' });
    expect(bench.card.file('6F7B')).toBe('130014FFFFFFFFFFFFFFFFFF');
  });

  it('does not try a network that is forbidden on the USIM', async () => {
    const files = { '6F7B': concat(fromHex('130014'), filled(9, 0xff)) };
    const network = { cells: [cell('310/410')], home: [cell('001/01').plmn] };
    const bench = openBench({ profile: { ...firstProfile, files }, network });
    expect(await bench.registered()).toEqual({ state: 'denied', iccid, plmn: '310/410', cause: 11 });
    expect(bench.said).toEqual([]);
  });

  it('drops the oldest of a full list of forbidden networks', async () => {
    const files = { '6F7B': fromHex('62F210 62F220 62F230 62F240') };
    const network = { cells: [cell('310/410')], home: [cell('001/01').plmn], roaming: [] };
    const bench = openBench({ profile: { ...firstProfile, files }, network });
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 11 });
    expect(bench.card.file('6F7B')).toBe('62F22062F23062F240130014');
  });

  it.each([12, 13, 15] as const)(
    'cause %i sends it to another tracking area of the same network',
    async (cause) => {
      const bench = openBench({ network: { cells: [cell('001/01', 1), cell('001/01', 2)] } });
      bench.network.provisioning.bar(firstProfile.imsi, cause);
      expect(await bench.registered()).toMatchObject({ state: 'denied', cause });
      expect(bench.titles().filter((title) => title.endsWith('ATTACH REQUEST'))).toHaveLength(2);
    },
  );

  it('cause 14 keeps it away from the network, but not on the USIM', async () => {
    const network = {
      cells: [cell('310/410', 1), cell('310/410', 2)],
      home: [cell('001/01').plmn],
      roaming: [],
      roamingRefused: 14 as const,
    };
    const bench = openBench({ network });
    expect(await bench.registered()).toMatchObject({ state: 'denied', plmn: '310/410', cause: 14 });
    expect(bench.titles().filter((title) => title.endsWith('ATTACH REQUEST'))).toHaveLength(1);
    expect(bench.card.file('6F7B')).toBe(toHex(filled(12, 0xff)));
  });
});

describe('a modem that is refused', () => {
  it.each([3, 6, 7, 8] as const)(
    'cause %i makes the USIM invalid: denied, and nothing more',
    async (cause) => {
      const bench = openBench();
      bench.network.provisioning.bar(firstProfile.imsi, cause);
      expect(await bench.registered()).toEqual({ state: 'denied', iccid, plmn: '001/01', cause });
      expect(bench.card.file('6FE3')).toBe(`${never}02`);
      const before = bench.said.length;
      await bench.clock.run(() => bench.clock.advance(minutes(60)));
      expect(bench.said).toHaveLength(before);
    },
  );

  it('an IMSI that is not provisioned is denied with cause 8, and home after it was and it tries anew', async () => {
    const bench = openBench({ provision: false });
    expect(await bench.registered()).toMatchObject({ state: 'denied', cause: 8 });
    bench.provision();
    await bench.clock.run(() => bench.modem.register());
    expect(bench.modem.registration).toEqual({ state: 'home', iccid, plmn: '001/01' });
  });

  it.each([11, 12, 13, 14, 15, 25, 35] as const)(
    'cause %i without another network is denied',
    async (cause) => {
      const bench = openBench();
      bench.network.provisioning.bar(firstProfile.imsi, cause);
      expect(await bench.registered()).toMatchObject({ state: 'denied', cause });
      expect(bench.card.file('6FE3')).toBe(`${never}02`);
      expect(bench.card.file('6F7B')).toBe(toHex(filled(12, 0xff)));
    },
  );

  it.each([9, 10] as const)(
    'cause %i is tried again at once by IMSI, and later if that does not help',
    async (cause) => {
      const bench = openBench();
      bench.network.provisioning.bar(firstProfile.imsi, cause);
      expect(await bench.registered()).toMatchObject({ state: 'searching', cause });
      expect(bench.titles().filter((title) => title.endsWith('ATTACH REQUEST'))).toHaveLength(2);
    },
  );

  it.each([2, 5, 17, 19, 22] as const)(
    'cause %i is searching, and tried again after T3411',
    async (cause) => {
      const bench = openBench();
      bench.network.provisioning.bar(firstProfile.imsi, cause);
      expect(await bench.registered()).toMatchObject({ state: 'searching', plmn: '001/01', cause });
      bench.network.provisioning.unbar(firstProfile.imsi);
      await bench.clock.run(() => bench.clock.advance(seconds(9)));
      expect(bench.modem.registration.state).toBe('searching');
      await bench.clock.run(() => bench.clock.advance(seconds(4)));
      expect(bench.modem.registration.state).toBe('home');
    },
  );

  it('goes on with T3411 five times, then with T3402', async () => {
    const bench = openBench();
    bench.network.provisioning.bar(firstProfile.imsi, 17);
    const attempts: number[] = [];
    const begun = bench.clock.now();
    bench.trace.on('wire', ({ what }) => {
      if (what === 'ATTACH REQUEST') attempts.push((bench.clock.now() - begun) / 1_000);
    });
    await bench.registered();
    await bench.clock.run(() => bench.clock.advance(minutes(15)));
    expect(attempts).toEqual([2, 14, 26, 38, 50, 772, 784, 796, 808, 820]);
  });

  it('does not keep a run alive by its retries alone', async () => {
    const bench = openBench({
      network: { cells: [] },
      modem: { timing: { searchAgain: hours(24) } },
    });
    await bench.registered();
    const stuck = bench.clock.run(() => bench.clock.until('a page', new Promise<never>(() => undefined)));
    await expect(stuck).rejects.toThrow('nothing can happen any more: waiting for a page');
  });

  it('waits as long as a congested network asks for', async () => {
    const bench = openBench({
      air: ({ air }) => ({
        ...air,
        connect: (where, device) => {
          const link = air.connect(where, device);
          return { ...link, send: async () => [fromHex('0744 16 5F 01 25')] };
        },
      }),
    });
    await bench.registered();
    expect(bench.modem.registration).toMatchObject({ state: 'searching', cause: 22 });
    let again = 0;
    bench.modem.onRegistration(({ cause }) => {
      if (cause === 22) again += 1;
    });
    await bench.clock.run(() => bench.clock.advance(minutes(4)));
    expect(again).toBe(0);
    await bench.clock.run(() => bench.clock.advance(minutes(2)));
    expect(again).toBe(1);
  });

  it('a network that forgets or bars a subscriber while it is registered is believed', async () => {
    const bench = openBench();
    await bench.registered();
    bench.network.provisioning.bar(firstProfile.imsi, 3);
    await bench.clock.settled();
    expect(bench.modem.registration).toEqual({ state: 'denied', iccid, plmn: '001/01', cause: 3 });
    expect(bench.titles().slice(-2)).toEqual([
      'device-1 downlink DETACH REQUEST',
      'device-1 uplink DETACH ACCEPT',
    ]);
    bench.network.provisioning.unbar(firstProfile.imsi);
    await bench.clock.run(() => bench.modem.register());
    expect(bench.modem.registration.state).toBe('home');
    bench.network.provisioning.withdraw(firstProfile.imsi);
    await bench.clock.settled();
    expect(bench.modem.registration).toMatchObject({ state: 'denied', cause: 8 });
  });

  it('where there is no cell it goes on searching', async () => {
    const bench = openBench({ network: { cells: [] } });
    expect(await bench.registered()).toEqual({ state: 'searching', iccid, cause: 'noCell' });
  });

  it('a network that says nothing is given T3410, then tried again', async () => {
    const bench = openBench({
      air: ({ air }) => ({
        ...air,
        connect: (where, device) => ({ ...air.connect(where, device), send: async () => [] }),
      }),
    });
    const begun = bench.clock.now();
    expect(await bench.registered()).toMatchObject({ state: 'searching', cause: 'noAnswer' });
    expect(bench.clock.now() - begun).toBe(seconds(17));
  });
});

describe('two modems at one network at once', () => {
  it('are both home, each with its own identity', async () => {
    const bench = openBench();
    bench.provision(secondProfile);
    const card = new ScriptedCard(secondProfile);
    const other = bench.device('device-2', card);
    await bench.clock.run(async () => {
      await Promise.all([bench.modem.start(), other.start()]);
      await Promise.all([bench.modem.register(), other.register()]);
    });
    expect(bench.modem.registration).toMatchObject({ state: 'home', iccid });
    expect(other.registration).toMatchObject({ state: 'home', iccid: secondProfile.iccid });
    expect(card.file('6FE3')).not.toBe(bench.card.file('6FE3'));
    expect(bench.faults).toEqual([]);
  });

  it('do not see what befalls the other', async () => {
    const bench = openBench();
    const other = bench.device('device-2', new ScriptedCard(secondProfile));
    await bench.clock.run(async () => {
      await Promise.all([bench.modem.start(), other.start()]);
      await Promise.all([bench.modem.register(), other.register()]);
    });
    expect(bench.modem.registration.state).toBe('home');
    expect(other.registration).toMatchObject({ state: 'denied', cause: 8 satisfies EmmCause });
  });
});
