import { describe, expect, it } from 'vitest';

import { negated, withoutCause } from '#scenarios/language/index';
import { playScenario } from '#scenarios/steps/index';

import { play, sayingOf, scenarioOf, shared } from './playing.ts';

const released = `
  - order: { available: after 10m }
  - download
  - expect: { download: { refusal: profileNotReleased }, order: Confirmed }
  - wait: 10m
  - download
  - expect: { download: ok, profile: enabled, order: Installed, registration: home }
`;

const parts = { seed: 1, web: { shared } };

describe('a scenario that is played', () => {
  it('passes with all of its expectations, and says what happened in which minute', async () => {
    const played = await play(released);
    expect(played).toMatchObject({
      outcome: 'passed',
      evaluated: 6,
      refusals: ['0m authenticateClient profileNotReleased', '0m device-1 failed in authenticateClient'],
      profileStates: ['10m line enabled', '10m line installed'],
      registrations: [
        '10m line device-1 deregistered',
        '10m line device-1 searching',
        '10m line device-1 home 001/01',
      ],
      orderHistory: [
        '0m line Available',
        '0m line Allocated',
        '0m line Confirmed',
        '10m line Released',
        '10m line Downloaded',
        '10m line Installed',
      ],
      virtualSeconds: 602,
    });
    expect(played.failure).toBeUndefined();
    expect(new Set(played.messages.map(({ lane }) => lane))).toEqual(
      new Set(['ES2+', 'ES9+', 'device-1/ES10', 'device-1/ES9+', 'network']),
    );
  });

  it('leaves the same octets with the same seed, side by side or alone, and others with another', async () => {
    const [one, other, another] = await Promise.all([
      play(released),
      play(released),
      play(released, '', { seed: 2 }),
    ]);
    expect(other).toEqual(one);
    expect(another.traceHash).not.toBe(one.traceHash);
    expect(another.orderHistory).toEqual(one.orderHistory);
  });

  it.each([
    ['{ order: Error, profile: absent, within: 0s }', 'order: line is Released, not Error'],
    ['{ registration: home, order: Error, within: 0s }', 'registration: none, not home'],
  ])('looks at the members of an expect in the order of the file: %s', async (members, message) => {
    const { failure } = await play(`\n  - order\n  - expect: ${members}\n`);
    expect(failure).toMatchObject({ byExpectation: true, message });
  });

  it('fails at each expectation that is turned round', async () => {
    const scenario = scenarioOf(released);
    const said = await Promise.all(
      scenario.expectations().map(async ({ index }) => {
        const played = await playScenario(negated(scenario, index), parts);
        expect(played.failure?.byExpectation).toBe(true);
        return sayingOf(played);
      }),
    );
    const { turned = [], outcome } = await playScenario(negated(scenario, 'each'), parts);
    expect(outcome).toBe('passed');
    expect(turned.map(({ position, message }) => `${position.line}: ${message}`)).toEqual(said);
    expect(said).toEqual([
      '7: download: holds, and was expected not to',
      '7: order: holds, and was expected not to',
      '10: download: holds, and was expected not to',
      '10: profile: holds, and was expected not to',
      '10: order: holds, and was expected not to',
      '10: registration: holds, and was expected not to',
    ]);
  });

  it('without its cause fails by an expectation', async () => {
    const scenario = scenarioOf(released, '', 'steps[0].order.available');
    const played = await playScenario(withoutCause(scenario), parts);
    expect(sayingOf(played)).toBe('7: download: refusal is none, not profileNotReleased');
    expect(played.failure?.byExpectation).toBe(true);
  });

  it('fails where an expectation was never looked at', async () => {
    const played = await play(`
  - download: { code: '1$smdp.operator.test$NOBODY', user: { does: accepts, meanwhile: [{ expect: { profile: absent } }] } }
  - expect: { download: { refusal: matchingIdRefused } }
`);
    expect(sayingOf(played)).toBe('5: the expectation "profile" was never evaluated');
    expect(played).toMatchObject({ outcome: 'failed', evaluated: 1, failure: { byExpectation: false } });
  });

  it('fails where misbehaviour was ordered that never happened', async () => {
    expect(sayingOf(await play('  - misbehave: { at: cancelSession, delay: 1s }'))).toBe(
      '1: ordered and never happened: cancelSession: delay 1s',
    );
  });

  it('fails at a step that cannot be taken', async () => {
    expect(sayingOf(await play('  - release'))).toBe('5: nothing was ordered yet');
    expect(sayingOf(await play('  - order: { tacs: ["1"] }'))).toBe('5: not a TAC (8 digits): "1"');
    expect(sayingOf(await play('  - toast: accept'))).toBe(
      '5: there is no such toast that waits for an answer',
    );
  });

  it('waits for an expectation as long as it says, and no longer', async () => {
    const later = '  - order: { available: after 10m }\n';
    expect(sayingOf(await play(`${later}  - expect: { order: Released, within: 10m }`))).toBe('passed');
    const early = await play(`${later}  - expect: { order: Released, within: 9m }`);
    expect(sayingOf(early)).toBe('6: order: line is Confirmed, not Released');
    expect(early.virtualSeconds).toBe(540);
    expect((await play(`${later}  - expect: { order: Released, within: 0s }`)).virtualSeconds).toBe(0);
  });

  it('begins when its file says', async () => {
    const { messages } = await play('  - order', 'world: { start: 2030-05-01T08:00:00Z }');
    expect(new Date(messages[0]?.at ?? 0).toISOString()).toBe('2030-05-01T08:00:00.000Z');
  });
});
