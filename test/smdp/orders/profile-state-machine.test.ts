import { describe, expect, it } from 'vitest';

import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { minutes } from '#shared/runtime/span';
import type { ProfileCause, ProfileState, ProfileStep } from '#smdp/index';
import { profileStateMachine } from '#smdp/index';

import type { PreparedSession } from '../../support/crafted-device.ts';
import { someEid, stock } from '../bench.ts';
import type { OperatorBench } from '../es2plus/crafted-operator.ts';
import { openOperatorBench, us } from '../es2plus/crafted-operator.ts';
import { waysTo } from '../es2plus/profile-ways.ts';

const { states, steps } = profileStateMachine;
const names = Object.keys(states) as ProfileState[];
const code = { confirmationCode: '1' };

/** A Profile that is about to take a step. */
interface Walk {
  readonly server: OperatorBench;
  readonly iccid: string;
  readonly to: ProfileState;
  /** The session in which it was handed out, if it was. */
  readonly prepared: PreparedSession | undefined;
}

const asksAgain = async ({ bench: { device } }: OperatorBench) =>
  device.authenticate(await device.initiate(), { matchingId: 'M-1' });

/** What makes a Profile take a step, by the cause that the table names. */
const causes: Readonly<Record<ProfileCause, (walk: Walk) => Promise<unknown>>> = {
  downloadOrder: ({ server, iccid, to }) =>
    server.us.call('downloadOrder', { iccid, ...(to === 'Linked' ? { eid: someEid } : {}) }),
  confirmOrder: ({ server, iccid, to }) =>
    server.us.call('confirmOrder', { iccid, releaseFlag: to === 'Released' }),
  releaseProfile: ({ server, iccid }) => server.us.call('releaseProfile', { iccid }),
  cancelOrder: ({ server, iccid, to }) =>
    server.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: to }),
  availability: ({ server }) => server.bench.clock.advance(minutes(10)),
  authenticateClient: async ({ server: { bench } }) => {
    const { device } = bench;
    for (let times = 0; times < 4; times += 1)
      await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
  },
  getBoundProfilePackage: async ({ server, to }) => {
    if (to === 'Downloaded') await server.bench.device.download('M-1', code);
    else
      for (let times = 0; times < 2; times += 1)
        await server.bench.device.tryPrepare(await asksAgain(server), { confirmationCode: '2' });
  },
  handleNotification: async ({ server, iccid, to, prepared }) => {
    const { device } = server.bench;
    const result = to === 'Installed' ? 'success' : 'installFailedDueToPEProcessingError';
    const about = { iccid: iccidToBytes(parseIccid(iccid)) };
    await device.notify(device.installationResult(prepared!, result, about));
  },
  cancelSession: async ({ server }) =>
    server.bench.device.cancel(await asksAgain(server), 'endUserRejection'),
  stock: ({ server, iccid }) => server.bench.smdp.stock.remove(parseIccid(iccid)),
};

/** Brings a Profile to where a step begins. */
async function begin(server: OperatorBench, { from, to, by }: ProfileStep): Promise<Walk> {
  const waits =
    by === 'availability' ? { available: { after: minutes(10), from: 'confirmation' } as const } : {};
  await server.bench.smdp.stock.add({ profile: stock(), profileType: 'A', owner: us, terms: waits });
  const iccid = (await server.bench.smdp.orders.list())[0]!.iccid;
  if (by === 'availability') {
    await server.us.call('downloadOrder', { iccid });
    await server.us.call('confirmOrder', { iccid, releaseFlag: true });
    return { server, iccid, to, prepared: undefined };
  }
  const wasHandedOut = from === 'Downloaded' || from === 'Error';
  await waysTo[wasHandedOut ? 'Released' : from](server, iccid);
  if (!wasHandedOut) return { server, iccid, to, prepared: undefined };
  const { prepared } = await server.bench.device.download('M-1', code);
  const walk = { server, iccid, to, prepared };
  if (from === 'Error') await causes.cancelSession(walk);
  return walk;
}

const openWalk = () => openOperatorBench({ settings: { downloadAttempts: 3, confirmationCodeAttempts: 2 } });

describe('the state machine of a Profile', () => {
  it.each(steps.map((step) => [`${step.from} becomes ${step.to} by ${step.by}`, step] as const))(
    '%s, and its history says so',
    async (_name, step) => {
      await using it = await openWalk();
      const walk = await begin(it, step);
      expect(await it.stateOf(walk.iccid)).toBe(step.from);
      await causes[step.by](walk);
      expect(await it.stateOf(walk.iccid)).toBe(step.to);
      const { history } = (await it.bench.smdp.orders.list())[0]!;
      expect(history.slice(-2).map(({ state }) => state)).toEqual([step.from, step.to]);
      const pairs = history.slice(1).map(({ state }, index) => `${history[index]!.state} ${state}`);
      const known = steps.map(({ from, to }) => `${from} ${to}`);
      expect(known).toEqual(expect.arrayContaining(pairs));
    },
  );

  it('has a step into and out of each state, but for the first and the last ones', () => {
    const last = names.filter((state) => !steps.some(({ from }) => from === state));
    expect(last).toEqual(['Installed', 'Unavailable']);
    expect(names.filter((state) => !steps.some(({ to }) => to === state))).toEqual([]);
    expect(new Set(steps.map(({ from, to, by }) => `${from} ${to} ${by}`)).size).toBe(steps.length);
  });

  it('has a sentence for each state, to be shown to people', () => {
    for (const { means } of Object.values(states)) expect(means).toMatch(/^[a-z][^.]+$/);
  });
});
