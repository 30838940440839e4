import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';

import { openBench } from './bench.ts';
import { firstProfile, secondProfile } from './scripted-card.ts';

const displayText = fromHex('D00B 8103 02 21 80 82028102 8D00');

describe('the boot of a card', () => {
  it('follows the sequence of a modem', async () => {
    const bench = openBench({ provision: false });
    await bench.registered();
    const { commands } = bench.card;
    expect(commands.slice(0, 3)).toEqual(['RESET', '8010000003010080', '00A40004023F0000']);
    const asked = commands
      .filter((command) => /^00(A40004|B0[89])/.test(command))
      .map((command) => (command.startsWith('00A4') ? command.slice(10, 14) : command.slice(4, 6)));
    expect(asked.slice(0, 5)).toEqual(['3F00', '82', '85', '85', '2F00']);
    // Twice: as many octets as there are (6Cxx). Behind it a file by SELECT: it is not there, or has no short identifier.
    expect(asked.slice(5, 26)).toEqual(
      '87 83 83 84 84 86 6F46 8B 8C 9E 88 93 93 91 6F61 8A 6F60 8D 8D 9D 6FD9'.split(' '),
    );
    expect(commands).toContain('00A404040CA0000000871002FF49FF058900');
  });

  it('a card without an enabled profile: none, without a finding, and the LPA still reaches it', async () => {
    const bench = openBench({ profile: null });
    expect(await bench.registered()).toEqual({ state: 'none', iccid: undefined });
    expect(bench.findings).toEqual([]);
    expect(toHex(await bench.modem.card.transmit(fromHex('81E2910003BF2D0000')))).toBe('BF2D02A0009000');
  });

  it.each([
    ['noUsim', { '2F00': fromHex('FFFFFFFF') }, 'EF.DIR names no USIM'],
    ['noUsim', { '2F00': new Uint8Array() }, 'EF.DIR names no USIM'],
    ['noUsim', { '6F07': fromHex('FFFFFFFFFFFFFFFFFF') }, 'EF.IMSI cannot be read or holds no IMSI'],
    ['noUsim', { '6F07': new Uint8Array() }, 'EF.IMSI cannot be read or holds no IMSI'],
  ])('%s: none, with a finding', async (cause, files, finding) => {
    const bench = openBench({ profile: { ...firstProfile, files } });
    expect(await bench.registered()).toEqual({ state: 'none', iccid: firstProfile.iccid, cause });
    expect(bench.findings).toEqual([finding]);
  });

  it.each(['6FAD', '6F38', '6F78', '6F46', '6F7E', '6F73', '6FE3', '6F08', '6F62', '6F7B', '2F05'])(
    'goes on without file %s',
    async (file) => {
      const bench = openBench({ profile: { ...firstProfile, files: { [file]: new Uint8Array() } } });
      expect((await bench.registered()).state).toBe('home');
      expect(bench.faults).toEqual([]);
    },
  );

  it('a card without short file identifiers is read by SELECT', async () => {
    const bench = openBench();
    bench.card.override = ([, ins = 0, p1 = 0]) =>
      ins === 0xb0 && (p1 & 0x80) !== 0 ? fromHex('6A82') : undefined;
    expect((await bench.registered()).state).toBe('home');
    expect(bench.card.commands).toContain('00A40004026F0700');
  });

  it('a file that fills an answer may be longer, and is read by SELECT', async () => {
    const bench = openBench({ profile: { ...firstProfile, files: { '6F60': filled(300, 0xff) } } });
    bench.card.override = (command) =>
      toHex(command) === '00B08A0000' ? concat(filled(256, 0xff), fromHex('9000')) : undefined;
    expect((await bench.registered()).state).toBe('home');
    expect(bench.card.commands).toContain('00B000FF2D');
  });

  it('a USIM whose PIN is enabled is left alone, with a finding', async () => {
    const bench = openBench({ profile: { ...firstProfile, pin: '1234' } });
    expect(await bench.registered()).toMatchObject({ state: 'none', cause: 'pinRequired' });
    expect(bench.findings).toEqual(['PIN 1 is enabled, and the modem has no PIN']);
    expect(bench.card.commands.filter((command) => command.startsWith('0020'))).toEqual([]);
  });

  it('the PIN of the modem opens it', async () => {
    const bench = openBench({ profile: { ...firstProfile, pin: '1234' }, modem: { pin: '1234' } });
    expect((await bench.registered()).state).toBe('home');
    expect(bench.card.commands).toContain('002000010831323334FFFFFFFF');
  });

  it('a wrong PIN is tried once', async () => {
    const bench = openBench({ profile: { ...firstProfile, pin: '1234' }, modem: { pin: '0000' } });
    expect(await bench.registered()).toMatchObject({ state: 'none', cause: 'pinWrong' });
    expect(bench.card.commands.filter((command) => command.startsWith('0020000108'))).toHaveLength(1);
    expect(() => openBench({ modem: { pin: '12' } })).toThrow(TypeError);
  });

  it.each([
    ['the last attempt', '63C1'],
    ['a PIN that is blocked', '6983'],
  ])('%s is left to the user', async (_, status) => {
    const bench = openBench({ profile: { ...firstProfile, pin: '1234' }, modem: { pin: '1234' } });
    bench.card.override = (command) => (toHex(command) === '0020000100' ? fromHex(status) : undefined);
    expect(await bench.registered()).toMatchObject({ state: 'none', cause: 'pinWrong' });
    expect(bench.card.commands.filter((command) => command.startsWith('0020000108'))).toEqual([]);
  });

  it('asks again with the length that the card says (6Cxx)', async () => {
    const bench = openBench();
    bench.card.override = (command) =>
      command[1] === 0x88 && command.at(-1) === 0 ? fromHex('6C2C') : undefined;
    expect((await bench.registered()).state).toBe('home');
    expect(bench.card.commands.filter((command) => /^0088.*2C$/.test(command))).toHaveLength(1);
  });

  it('a card that cannot be reset is none, with a finding', async () => {
    const bench = openBench();
    bench.card.reset = () => Promise.reject(new Error('the reader is gone'));
    expect(await bench.registered()).toEqual({ state: 'none', iccid: undefined, cause: 'cardError' });
    expect(bench.findings).toEqual(['the card cannot be read: the reader is gone']);
  });

  it('whatever a card answers, the modem comes to rest', async () => {
    const status = fc.constantFrom('9000', '6A82', '6982', '6C05', '6105', '9105', '9862', '', '90');
    const answer = fc
      .tuple(fc.uint8Array({ maxLength: 24 }), status)
      .map(([data, sw]) => fromHex(toHex(data) + sw));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(60), answer), { maxLength: 8 }), async (changes) => {
        const bench = openBench();
        const at = new Map(changes);
        let count = 0;
        bench.card.override = () => at.get(count++);
        await bench.registered();
        expect(bench.faults).toEqual([]);
        await bench.modem.stop();
      }),
      { numRuns: 200 },
    );
  });
});

describe('an LPA behind the modem', () => {
  it('gets 9000 for 91xx, and what the card asks for is refused as beyond the terminal', async () => {
    const bench = openBench();
    await bench.registered();
    bench.card.ask(displayText);
    expect(toHex(await bench.modem.card.transmit(fromHex('81E2910003BF2D0000')))).toBe('BF2D02A0009000');
    await bench.clock.settled();
    expect(bench.card.commands.slice(-2)).toEqual(['801200000D', '801400000C810302218082028281830130']);
    expect(bench.card.resets).toBe(1);
    expect(bench.modem.registration.state).toBe('home');
  });

  it.each([0x04, 0x05, 0x09])(
    'REFRESH of mode %i resets the card; ICCID and IMSI are read anew',
    async (mode) => {
      const bench = openBench();
      bench.provision(secondProfile);
      await bench.registered();
      bench.card.refreshTo(secondProfile, mode);
      bench.states.length = 0;
      await bench.clock.run(async () => {
        await bench.modem.card.transmit(fromHex('81E2910003BF310000'));
        await bench.modem.register();
      });
      const { iccid } = secondProfile;
      expect(bench.card.resets).toBe(2);
      expect(bench.states).toEqual([
        { state: 'deregistered', iccid },
        { state: 'searching', iccid },
        { state: 'home', iccid, plmn: '001/01' },
      ]);
      expect(bench.card.commands.filter((command) => command.startsWith('8014'))).toEqual([]);
      expect(bench.titles().filter((title) => title.endsWith('DETACH REQUEST'))).toHaveLength(1);
      expect(bench.faults).toEqual([]);
    },
  );

  it('other modes of REFRESH are answered, and the files read anew without a reset', async () => {
    const bench = openBench();
    await bench.registered();
    bench.card.refreshTo(firstProfile, 0x01);
    await bench.modem.card.transmit(fromHex('81E2910003BF310000'));
    await bench.clock.run(() => bench.modem.register());
    expect(bench.card.commands).toContain('801400000C810301010182028281830100');
    expect(bench.card.resets).toBe(1);
    expect(bench.modem.registration.state).toBe('home');
  });

  it('to a card without a profile the modem is none', async () => {
    const bench = openBench();
    await bench.registered();
    bench.card.refreshTo(undefined);
    await bench.modem.card.transmit(fromHex('81E2910003BF320000'));
    await bench.clock.settled();
    expect(bench.modem.registration).toEqual({ state: 'none', iccid: undefined });
  });

  it('its commands wait for the end of the reset, not of the registration', async () => {
    const bench = openBench();
    bench.provision(secondProfile);
    await bench.registered();
    bench.card.refreshTo(secondProfile);
    const enable = bench.modem.card.transmit(fromHex('81E2910003BF310000'));
    const list = bench.modem.card.transmit(fromHex('81E2910003BF2D0000'));
    await enable;
    expect(bench.card.resets).toBe(1);
    await list;
    expect(bench.card.resets).toBe(2);
    expect(bench.card.commands.at(-1)).toBe('81E2910003BF2D0000');
    expect(bench.card.commands.filter((command) => command.startsWith('0088'))).toHaveLength(1);
    expect(bench.modem.registration).toMatchObject({ iccid: secondProfile.iccid });
    await bench.clock.settled();
  });

  it('a profile change in the middle of an attach: the challenge of the old one never reaches the new one', async () => {
    const bench = openBench({
      air: ({ air }) => ({
        ...air,
        connect(cell, device) {
          const link = air.connect(cell, device);
          return {
            ...link,
            async send(octets) {
              const answers = await link.send(octets);
              if (bench.card.resets === 1 && octets[1] === 0x41) {
                bench.card.refreshTo(secondProfile);
                await bench.modem.card.transmit(fromHex('81E2910003BF310000'));
              }
              return answers;
            },
          };
        },
      }),
    });
    bench.provision(secondProfile);
    await bench.clock.run(async () => {
      await bench.modem.start();
      await bench.modem.register();
      await bench.modem.register();
    });
    expect(bench.modem.registration).toMatchObject({ state: 'home', iccid: secondProfile.iccid });
    expect(bench.aka).toEqual(['success']);
    expect(bench.faults).toEqual([]);
  });

  it('a REFRESH waits until the LPA has read its answer', async () => {
    const bench = openBench();
    bench.provision(secondProfile);
    await bench.registered();
    const enabled = fromHex('BF3103800100');
    bench.card.override = ([cla, ins]) => {
      if (cla === 0x81 && ins === 0xe2) return Uint8Array.of(0x61, enabled.length);
      return cla === 0x01 && ins === 0xc0 ? concat(enabled, fromHex('9000')) : undefined;
    };
    await bench.modem.card.transmit(fromHex('81E2910003BF310000'));
    bench.card.refreshTo(secondProfile);
    bench.network.provisioning.bar(firstProfile.imsi, 11);
    await bench.clock.settled();
    expect(bench.card.resets).toBe(1);
    expect(toHex(await bench.modem.card.transmit(fromHex('01C0000006')))).toBe('BF31038001009000');
    await bench.clock.run(() => bench.modem.register());
    expect(bench.card.resets).toBe(2);
    expect(bench.modem.registration).toMatchObject({ state: 'home', iccid: secondProfile.iccid });
  });

  it('a card that asks without end is left alone', async () => {
    const bench = openBench();
    await bench.registered();
    bench.card.override = (command) => (command[1] === 0x12 ? undefined : fromHex('910D'));
    for (let count = 0; count < 100; count += 1) bench.card.ask(displayText);
    await bench.modem.card.transmit(fromHex('81E2910003BF2D0000'));
    await bench.clock.settled();
    expect(bench.card.proactive.length).toBeGreaterThan(70);
  });

  it('a proactive command that is none is a finding', async () => {
    const bench = openBench();
    await bench.registered();
    bench.card.ask(fromHex('D0'));
    await bench.modem.card.transmit(fromHex('81E2910003BF2D0000'));
    await bench.clock.settled();
    expect(bench.findings).toEqual(['a proactive command was lost: a proactive command that is none']);
    expect(bench.modem.registration.state).toBe('home');
  });

  it('reaches the card also while the modem is off; a profile that it enables is read, not registered', async () => {
    const bench = openBench();
    bench.card.refreshTo(secondProfile);
    await bench.modem.card.transmit(fromHex('81E2910003BF310000'));
    await bench.clock.settled();
    expect(bench.modem.registration).toEqual({ state: 'deregistered', iccid: secondProfile.iccid });
    expect(bench.said).toEqual([]);
  });
});

describe('listeners', () => {
  it('are told each change once, until they go', async () => {
    const bench = openBench();
    const told: string[] = [];
    const leave = bench.modem.onRegistration(({ state }) => told.push(state));
    await bench.registered();
    leave();
    await bench.modem.stop();
    expect(told).toEqual(['deregistered', 'searching', 'home']);
  });

  it('one that throws harms neither the modem nor the others', async () => {
    const bench = openBench();
    const told: string[] = [];
    bench.modem.onRegistration(() => {
      throw new Error('a page that is gone');
    });
    bench.modem.onRegistration(({ state }) => told.push(state));
    expect((await bench.registered()).state).toBe('home');
    expect(told).toEqual(['deregistered', 'searching', 'home']);
    expect(bench.faults).toHaveLength(3);
  });
});
