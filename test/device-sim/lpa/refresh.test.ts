import { describe, expect, it } from 'vitest';

import type { LpaOptions } from '#device-sim/lpa/index';
import { openLpa } from '#device-sim/lpa/index';
import type { Card, Lpa } from '#device-sim/lpa/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import { openBench } from '../uicc/bench.ts';
import { result, ScriptedCard, status } from './scripted-card.ts';
import { ScriptedServer } from './scripted-server.ts';

const iccid = parseIccid('89000123456789012341');
const further = parseIccid('89000123456789012342');

function lpaOf(card: Card, options: LpaOptions): Lpa {
  const clock = systemClock();
  const http = () => new ScriptedServer().client();
  return openLpa({ name: 'device-1', card, http, clock, trace: new Trace(clock), options });
}

const scripted = (): ScriptedCard =>
  new ScriptedCard()
    .on(0xbf31, result(0xbf31, 0))
    .on(0xbf32, result(0xbf32, 0))
    .on(0xbf2d, fromHex('BF2D02A000'));

/** Is reset as soon as a function is called: from then on the channel answers that, until a new one is opened. */
function lostOnce(card: ScriptedCard, ins: number, sw: number): ScriptedCard {
  let lost = false;
  let over = false;
  card.intercept = (apdu) => {
    if (apdu[1] === 0x70 && apdu[2] === 0x00 && lost) over = true;
    if (apdu[1] === ins && !over) lost = true;
    return apdu[1] === ins && lost && !over ? status(sw) : undefined;
  };
  return card;
}

describe('refreshFlag', () => {
  it.each([
    ['left out', {}, '00'],
    ['false', { refreshFlag: false }, '00'],
    ['true', { refreshFlag: true }, 'FF'],
  ])('%s is what EnableProfile and DisableProfile carry', async (_, options, octet) => {
    const card = scripted();
    const lpa = lpaOf(card, options);
    await lpa.enable(iccid, { deliver: false });
    await lpa.disable(iccid, { deliver: false });
    expect(card.commands).toEqual([
      `BF3111A00C5A0A980010325476981032148101${octet}`,
      `BF3211A00C5A0A980010325476981032148101${octet}`,
    ]);
  });
});

describe('a channel that a reset has taken away', () => {
  it.each([
    ['is closed', 0xe2, 0x6881],
    ['has no ISD-R on it', 0xe2, 0x6d00],
    ['has no answer waiting', 0xc0, 0x6985],
  ])('%s: it is opened anew and the function called again', async (_, ins, sw) => {
    const card = lostOnce(scripted(), ins, sw);
    expect(await lpaOf(card, { refreshFlag: true }).profiles()).toEqual([]);
    const opened = card.apdus.filter((apdu) => apdu === '0070000001');
    expect(opened).toHaveLength(2);
    expect(card.apdus.filter((apdu) => apdu.includes('BF2D00'))).toHaveLength(2);
  });

  it('is taken away before the ISD-R is selected on it: another one is opened, and nothing closed', async () => {
    const card = lostOnce(scripted(), 0xa4, 0x6881);
    expect(await lpaOf(card, { refreshFlag: true }).profiles()).toEqual([]);
    const managed = card.apdus.filter((apdu) => apdu.startsWith('0070'));
    expect(managed.map((apdu) => apdu.slice(4, 6))).toEqual(['00', '00', '80']);
  });

  it('that is lost again at once is given up', async () => {
    const card = scripted();
    card.intercept = (apdu) => (apdu[1] === 0xe2 ? status(0x6881) : undefined);
    const lpa = lpaOf(card, { refreshFlag: true });
    await expect(lpa.profiles()).rejects.toMatchObject({ name: 'CardError', sw: 0x6881 });
    expect(card.apdus.filter((apdu) => apdu === '0070000001')).toHaveLength(2);
  });

  it('is a failure where no REFRESH is asked for', async () => {
    const card = lostOnce(scripted(), 0xe2, 0x6881);
    await expect(lpaOf(card, {}).profiles()).rejects.toMatchObject({ name: 'CardError', sw: 0x6881 });
    expect(card.apdus.filter((apdu) => apdu === '0070000001')).toHaveLength(1);
  });

  it('other status words are no loss of it', async () => {
    const card = scripted();
    card.intercept = (apdu) => (apdu[1] === 0xe2 ? status(0x6985) : undefined);
    await expect(lpaOf(card, { refreshFlag: true }).profiles()).rejects.toMatchObject({ sw: 0x6985 });
    expect(card.apdus.filter((apdu) => apdu === '0070000001')).toHaveLength(1);
  });
});

describe('with our card and a terminal that does REFRESH', () => {
  it('the LPA goes on over the reset, and the new profile is read then', async () => {
    await using bench = await openBench();
    await bench.install({ values: { iccid: further } });
    await bench.reset();
    await bench.apdu('8010000003010080');
    const fetched: string[] = [];
    const terminal: Card = {
      async transmit(command: Bytes) {
        const answer = await bench.card.euicc.transmit(command);
        if (answer.at(-2) !== 0x91) return answer;
        fetched.push(await bench.apdu('801200000B'));
        await bench.reset();
        return answer;
      },
    };
    const lpa = lpaOf(terminal, { refreshFlag: true });
    await lpa.enable(further);
    expect(fetched.map((answer) => answer.slice(0, 4))).toEqual(['D009']);
    expect((await lpa.profiles()).map(({ state }) => state)).toEqual(['disabled', 'enabled']);
    expect(await bench.read('2FE2')).toBe('98001032547698103224');
  });
});
