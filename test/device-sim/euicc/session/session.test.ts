import { describe, expect, it } from 'vitest';

import { filled, toHex } from '#shared/bytes/bytes';
import type { SessionState } from '#device-sim/euicc/index';
import { accepts, mayBecome } from '#device-sim/euicc/index';

import { said } from '../../../support/crafted-server.ts';
import type { Bench } from '../bench.ts';
import { openBench } from '../bench.ts';

const states = Object.keys(mayBecome) as readonly SessionState[];
const tid = toHex(said.transactionId);

/** What each function that belongs to a session answers where it does not belong, and the state after. */
const outOfPlace: Readonly<
  Record<keyof typeof accepts, { call: (bench: Bench) => Promise<string>; answer: string; keeps: boolean }>
> = {
  AuthenticateServer: {
    call: async (bench) => bench.es10(bench.server.authenticateServer(filled(16, 0))),
    answer: `BF3817A1158010${tid}020104`,
    keeps: false,
  },
  PrepareDownload: {
    call: async (bench) => bench.es10(bench.server.prepareDownload(filled(64, 0))),
    answer: `BF2117A1158010${tid}020104`,
    keeps: false,
  },
  LoadBoundProfilePackage: {
    call: async (bench) => (await bench.send('BF3600')).sw,
    answer: '6985',
    keeps: true,
  },
  CancelSession: {
    call: async (bench) => bench.es10(`BF41158010${tid}810100`),
    answer: 'BF4103810105',
    keeps: false,
  },
};

describe.each(states)('in session state %s', (state) => {
  it.each(Object.keys(accepts) as (keyof typeof accepts)[])('%s', async (name) => {
    await using bench = await openBench();
    await bench.bringInto(state);
    const { call, answer, keeps } = outOfPlace[name];
    const belongs = (accepts[name] as readonly SessionState[]).includes(state);
    const given = await call(bench);
    expect(given === answer).toBe(!belongs);
    const after = bench.session;
    expect(after).toBe(belongs || keeps ? after : 'none');
    expect(belongs || !keeps ? state : after).toBe(state);
  });

  it('GetEUICCChallenge begins another session', async () => {
    await using bench = await openBench();
    await bench.bringInto(state);
    await bench.challenge();
    expect(bench.session).toBe('challenged');
  });

  it.each([
    ['GetEID', 'BF3E035C015A', /^BF3E12/],
    ['GetEUICCInfo1', 'BF2000', /^BF20/],
    ['GetEUICCInfo2', 'BF2200', /^BF22/],
    ['GetRAT', 'BF4300', /^BF43/],
    ['GetEuiccConfiguredAddresses', 'BF3C00', /^BF3C/],
    ['SetDefaultDpAddress', 'BF3F028000', /^BF3F03800100$/],
    ['ListNotification', 'BF2800', /^BF2802A000$/],
    ['RetrieveNotificationsList', 'BF2B00', /^BF2B03810101$/],
    ['RemoveNotificationFromList', 'BF3003800101', /^BF3003800101$/],
    ['GetProfilesInfo', 'BF2D00', /^BF2D02A000$/],
    ['EnableProfile', 'BF3111A00C5A0A980010325476981032148101FF', /^BF3103800101$/],
    ['DisableProfile', 'BF3211A00C5A0A980010325476981032148101FF', /^BF3203800101$/],
    ['DeleteProfile', 'BF330C5A0A98001032547698103214', /^BF3303800101$/],
    ['SetNickname', 'BF29125A0A980010325476981032149004576F726B', /^BF2903800101$/],
    ['LoadCRL', 'BF3502A000', /^BF350381017F$/],
    ['LpaeActivation', 'BF4200', /^BF4203800101$/],
  ])('%s works and leaves the session alone', async (_, command, answer) => {
    await using bench = await openBench();
    await bench.bringInto(state);
    expect(await bench.es10(command)).toMatch(answer);
    expect(bench.session).toBe(state);
  });

  it('eUICCMemoryReset ends the session', async () => {
    await using bench = await openBench();
    await bench.bringInto(state);
    expect(await bench.es10('BF3404820205E0')).toBe('BF3403800101');
    expect(bench.session).toBe('none');
  });

  it('a reset ends the session', async () => {
    await using bench = await openBench();
    await bench.bringInto(state);
    await bench.euicc.reset();
    await bench.select();
    expect(await bench.es10(`BF41158010${tid}810100`)).toBe('BF4103810105');
  });
});

it('every move of the table happens, and no other', async () => {
  await using bench = await openBench();
  const seen = new Set<string>();
  bench.trace.on('card.session', ({ from, to }) => seen.add(`${from} > ${to}`));
  for (const from of states) {
    await bench.bringInto(from);
    await bench.challenge();
    await bench.bringInto(from);
    await bench.es10(`BF41158010${tid}810100`);
  }
  const table = states.flatMap((from) => mayBecome[from].map((to) => `${from} > ${to}`));
  expect([...seen].sort()).toEqual(table.sort());
});
