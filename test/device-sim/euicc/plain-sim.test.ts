import { describe, expect, it } from 'vitest';

import { openPlainSim } from '#device-sim/euicc/index';
import type { PlainSim } from '#device-sim/euicc/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { makeIccid } from '#shared/identifiers/iccid';
import { steppedClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import { builtStock, start } from '../../smdp/bench.ts';

const iccid = makeIccid('890001234567890001');

function open(profilePackage = builtStock({ iccid }).upp): PlainSim {
  const clock = steppedClock(start);
  return openPlainSim(iccid, { name: 'device-1', clock, trace: new Trace(clock), profilePackage });
}

const ask = async (sim: PlainSim, command: string): Promise<string> =>
  toHex(await sim.transmit(fromHex(command)));

const selectIsdr = '00A4040010A0000005591010FFFFFFFF890000010000';

describe('a SIM of plastic', () => {
  it('has the files of its subscription', async () => {
    const sim = open();
    expect(await ask(sim, '00A40004023F00')).toMatch(/^61/);
    expect(await ask(sim, '00A40004022FE2')).toMatch(/^61/);
    expect(await ask(sim, '00B000000A')).toMatch(/^980010325476980010[0-9A-F]{2}9000$/);
  });

  it('has no ISD-R: SELECT finds none, and STORE DATA is no command of it', async () => {
    const sim = open();
    expect(await ask(sim, selectIsdr)).toBe('6A82');
    expect(await ask(sim, '80E2910003BF2000')).toBe('6D00');
  });

  it('tells in its answer to reset of no eUICC, and forgets what was selected', async () => {
    const sim = open();
    await ask(sim, '00A40004022FE2');
    const answer = await sim.reset();
    expect(toHex(answer)).toMatch(/^3B9F96801FC7/);
    expect(answer.slice(1).reduce((sum, octet) => sum ^ octet, 0)).toBe(0);
    expect(await ask(sim, '00B000000A')).toBe('6986');
  });

  it('is none where its package cannot be loaded', () => {
    expect(() => open(fromHex('A000'))).toThrow(
      new RegExp(`^the profile of the SIM ${iccid} cannot be loaded: `),
    );
  });
});
