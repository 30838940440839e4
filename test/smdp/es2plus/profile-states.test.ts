import { describe, expect, it } from 'vitest';

import type { ProfileState } from '#smdp/index';
import { profileStateMachine } from '#smdp/index';

import { readinessOf } from '../../../smdp/orders/profile-states.ts';
import { openOperatorBench } from './crafted-operator.ts';
import { waysTo } from './profile-ways.ts';

const states = Object.keys(profileStateMachine.states) as ProfileState[];

const functions = [
  ['downloadOrder', {}],
  ['confirmOrder', { matchingId: 'M-1', confirmationCode: '1', releaseFlag: false }],
  ['releaseProfile', {}],
  ['cancelOrder', { finalProfileStatusIndicator: 'Available' }],
  ['cancelOrder', { finalProfileStatusIndicator: 'Unavailable' }],
] as const;

/** What the functions come to in a state: outcome and the state after. */
async function outcomesIn(state: ProfileState): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (const [name, members] of functions) {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await waysTo[state](it, iccid);
    expect(await it.stateOf(iccid)).toBe(state);
    const outcome = await it.us.outcome(name, { iccid, ...members });
    const after = await it.stateOf(iccid);
    outcomes.push(outcome === 'Executed-Success' ? `-> ${after}` : outcome);
    if (outcome !== 'Executed-Success') expect(after).toBe(state);
  }
  return outcomes;
}

/** es2plus.md §3: each function in each state. */
describe('the functions of ES2+', () => {
  const [not, no] = ['8.2.1/3.3', '8.2.1/3.5'];
  it.each<[ProfileState, readonly string[]]>([
    ['Available', ['-> Allocated', not, no, not, not]],
    ['Allocated', [not, '-> Confirmed', no, '-> Available', '-> Unavailable']],
    ['Linked', [not, '-> Confirmed', no, '-> Available', '-> Unavailable']],
    ['Confirmed', [not, '-> Confirmed', '-> Released', '-> Available', '-> Unavailable']],
    ['Released', [not, '-> Released', no, '-> Available', '-> Unavailable']],
    ['Downloaded', [not, not, no, not, '-> Unavailable']],
    ['Installed', [not, not, no, not, not]],
    ['Error', [not, not, no, not, '-> Unavailable']],
    ['Unavailable', [not, not, no, not, not]],
  ])('in the state %s', async (state, outcomes) => {
    expect(await outcomesIn(state)).toEqual(outcomes);
  });
});

/** es2plus.md §3, "download-ready conditions". */
describe('a device that asks', () => {
  it('finds the three kinds of states as the table has them', () => {
    const kinds = { ready: 'Executed-Success', notYet: '8.2/1.2', none: '8.2.6/3.8' };
    expect(states.map((state) => [state, kinds[readinessOf(state)]])).toEqual([
      ['Available', '8.2.6/3.8'],
      ['Allocated', '8.2/1.2'],
      ['Linked', '8.2/1.2'],
      ['Confirmed', '8.2/1.2'],
      ['Released', 'Executed-Success'],
      ['Downloaded', 'Executed-Success'],
      ['Installed', '8.2.6/3.8'],
      ['Error', '8.2.6/3.8'],
      ['Unavailable', '8.2.6/3.8'],
    ]);
  });

  it.each<[ProfileState, string]>([
    ['Available', '8.2.6/3.8'],
    ['Allocated', '8.2.6/3.8'], // nothing names it yet
    ['Linked', '8.2.6/3.8'],
    ['Confirmed', '8.2/1.2'],
    ['Released', 'Executed-Success'],
    ['Downloaded', 'Executed-Success'],
    ['Installed', '8.2.6/3.8'],
    ['Error', '8.2.6/3.8'],
    ['Unavailable', '8.2.6/3.8'],
  ])('by MatchingID for a Profile that is %s is answered %s', async (state, outcome) => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await waysTo[state](it, iccid);
    const { device } = it.bench;
    const answer = await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    expect(answer.outcome).toBe(outcome);
    expect(await it.stateOf(iccid)).toBe(state);
  });

  it('by EID for a Profile that is Linked is told that it is not released yet', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    const iccid = await it.addStock();
    await waysTo.Linked(it, iccid);
    const asked = async (): Promise<string> =>
      (await device.tryAuthenticate(await device.initiate(), {})).outcome;
    expect(await asked()).toBe('8.2/1.2');
    await it.us.call('confirmOrder', { iccid, matchingId: '', releaseFlag: false });
    expect(await asked()).toBe('8.2/1.2');
    await it.us.call('releaseProfile', { iccid });
    expect(await asked()).toBe('Executed-Success');
  });

  it('by EID for a Profile that went back into stock is told that there is none', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    const iccid = await it.addStock();
    await waysTo.Linked(it, iccid);
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Available' });
    expect((await device.tryAuthenticate(await device.initiate(), {})).outcome).toBe('8.2.6/3.8');
  });
});
