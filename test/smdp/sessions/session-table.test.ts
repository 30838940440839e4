import { describe, expect, it } from 'vitest';
import { filled } from '#shared/bytes/bytes';
import { minutes, seconds } from '#shared/runtime/span';
import type { SessionState } from '#smdp/index';
import type { Opened, SessionFunction } from '#smdp/sessions/session';
import { accepts, mayBecome } from '#smdp/sessions/session';
import { SessionTable } from '#smdp/sessions/session-table';

import type { BegunSession } from '../../support/crafted-device.ts';
import type { Bench } from '../bench.ts';
import { openBench } from '../bench.ts';

/** Brings a session of the protocol into a state. */
async function sessionIn(bench: Bench, state: SessionState): Promise<BegunSession> {
  const { device } = bench;
  const opened = await device.initiate();
  if (state === 'opened') return opened;
  const authenticated = await device.authenticate(opened, { matchingId: 'M-1' });
  if (state === 'authenticated') return authenticated;
  const { prepared } = await device.prepare(authenticated);
  if (state === 'bound') return prepared;
  await device.cancel(prepared, 'postponed');
  return prepared;
}

/** Calls a function with a message that is right as far as the state allows. */
async function callIn(bench: Bench, called: SessionFunction, session: BegunSession): Promise<string> {
  const { device } = bench;
  if (called === 'authenticateClient') {
    return (await device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome;
  }
  if (called === 'cancelSession') return (await device.cancel(session, 'postponed')).outcome;
  const whole = {
    metadata: new Uint8Array(),
    smdpSigned2: {
      value: { transactionId: session.transactionId, ccRequiredFlag: false },
      der: filled(1, 0),
    },
    smdpSignature2: filled(64, 1),
    smdpCertificate: session.serverCertificate,
    ...session,
  };
  return (await device.tryPrepare(whole)).outcome;
}

const states = Object.keys(mayBecome) as SessionState[];
const functions = Object.keys(accepts) as SessionFunction[];
const walk = states.flatMap((state) => functions.map((called) => [called, state] as const));

describe('each function in each state of a session', () => {
  it.each(walk)('%s in a session that is %s', async (called, state) => {
    await using bench = await openBench();
    await bench.place();
    const session = await sessionIn(bench, state);
    const before = bench.smdp.sessions().map((each) => each.state);
    const accepted: readonly SessionState[] = accepts[called];
    const outcome = await callIn(bench, called, session);
    expect(outcome).toBe(accepted.includes(state) ? 'Executed-Success' : '8.10.1/3.9');
    const after = bench.smdp.sessions().map((each) => each.state);
    if (!accepted.includes(state)) expect(after).toEqual(before);
  });

  it.each(states)('a notification is taken in a session that is %s', async (state) => {
    await using bench = await openBench();
    await bench.place();
    const session = await sessionIn(bench, state);
    const answer = await bench.device.notify(bench.device.installationResult(session, 'success'));
    expect(answer).toMatchObject({ status: 204, text: '' });
  });

  it('initiateAuthentication begins a session whatever others there are', async () => {
    await using bench = await openBench();
    await bench.place();
    for (const state of states) await sessionIn(bench, state);
    expect(bench.smdp.sessions().map((each) => each.state)).toEqual(['opened', 'authenticated', 'bound']);
  });

  it('a second authenticateClient does not end the first', async () => {
    await using bench = await openBench();
    await bench.place();
    const opened = await bench.device.initiate();
    const authenticated = await bench.device.authenticate(opened, { matchingId: 'M-1' });
    expect((await bench.device.tryAuthenticate(opened, { matchingId: 'M-1' })).outcome).toBe('8.10.1/3.9');
    expect((await bench.device.tryPrepare(authenticated)).outcome).toBe('Executed-Success');
  });

  it('of two at the same time, one is answered', async () => {
    await using bench = await openBench();
    await bench.place();
    const opened = await bench.device.initiate();
    const both = [1, 2].map(() => bench.device.tryAuthenticate(opened, { matchingId: 'M-1' }));
    const outcomes = (await Promise.all(both)).map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['8.10.1/3.9', 'Executed-Success']);
    expect((await bench.smdp.orders.list())[0]?.attempts.download).toBe(1);
  });
});

describe('sessions', () => {
  it('tell of every step', async () => {
    await using bench = await openBench();
    await bench.place();
    await sessionIn(bench, 'ended');
    expect(bench.events('session.moved').map(({ from, to }) => [from, to])).toEqual([
      [undefined, 'opened'],
      ['opened', 'authenticated'],
      ['authenticated', 'bound'],
      ['bound', 'ended'],
    ]);
  });

  it('end when they lie idle, by the Clock; each call counts anew', async () => {
    await using bench = await openBench({ settings: { sessionLifetime: minutes(10) } });
    await bench.place();
    const opened = await bench.device.initiate();
    await bench.clock.advance(minutes(9));
    const authenticated = await bench.device.authenticate(opened, { matchingId: 'M-1' });
    await bench.clock.advance(minutes(9));
    expect(bench.smdp.sessions()).toHaveLength(1);
    await bench.clock.advance(minutes(1));
    expect((await bench.device.tryPrepare(authenticated)).outcome).toBe('8.10.1/3.9');
    expect(bench.smdp.sessions()).toEqual([]);
    expect(bench.events('session.moved').at(-1)).toMatchObject({ to: 'ended', why: 'idle for too long' });
    expect(await bench.state()).toBe('Released');
  });

  it.each(functions)('that lay idle for too long are unknown to %s', async (called) => {
    await using bench = await openBench({ settings: { sessionLifetime: minutes(10) } });
    await bench.place();
    for (const state of accepts[called]) {
      const session = await sessionIn(bench, state);
      await bench.clock.advance(minutes(10));
      expect(await callIn(bench, called, session)).toBe('8.10.1/3.9');
    }
    expect(['Released', 'Downloaded']).toContain(await bench.state());
  });

  it('that lay idle for too long still have their result heard', async () => {
    await using bench = await openBench({ settings: { sessionLifetime: minutes(10) } });
    await bench.place();
    const session = await sessionIn(bench, 'bound');
    await bench.clock.advance(minutes(11));
    await bench.device.notify(bench.device.installationResult(session, 'success'));
    expect(await bench.state()).toBe('Installed');
  });

  it('are bounded in number: the one idle longest makes room', async () => {
    await using bench = await openBench({ settings: { maximumSessions: 2 } });
    await bench.place();
    const first = await bench.device.initiate();
    await bench.clock.advance(seconds(1));
    const second = await bench.device.initiate();
    await bench.device.authenticate(first, { matchingId: 'M-1' });
    await bench.device.initiate();
    expect(bench.smdp.sessions()).toHaveLength(2);
    expect((await bench.device.tryAuthenticate(second, { matchingId: 'M-1' })).outcome).toBe('8.10.1/3.9');
  });

  it('never take a step that the table does not have', async () => {
    await using bench = await openBench();
    const table = new SessionTable(bench.clock, bench.trace, {
      sessionLifetime: minutes(1),
      maximumSessions: 1,
    });
    await bench.device.initiate();
    const [session] = bench.smdp.sessions();
    const { transactionId, address, identity, entropy } = session!;
    const ended = { state: 'ended', transactionId, address, identity, entropy } as const;
    expect(() => {
      table.move(ended, session!, 'a test');
    }).toThrow('ended cannot be opened');
  });

  it('end once, however often they are ended', async () => {
    await using bench = await openBench();
    await bench.device.initiate();
    const [session] = bench.smdp.sessions();
    const table = new SessionTable(bench.clock, bench.trace, bench.smdp.settings);
    table.open(session as Opened);
    table.end(session!, 'a test');
    table.end(session!, 'a second time');
    expect(table.list()).toEqual([]);
    const ends = bench.events('session.moved').filter(({ to }) => to === 'ended');
    expect(ends.map(({ why }) => why)).toEqual(['a test']);
  });

  it('are one at least: the newest is kept, however few may be', async () => {
    await using bench = await openBench({ settings: { maximumSessions: 0 } });
    await bench.device.initiate();
    const second = await bench.device.initiate();
    expect(bench.smdp.sessions().map(({ transactionId }) => transactionId)).toEqual([second.transactionId]);
  });
});
