import { describe, expect, it } from 'vitest';

import { createCard, memoryCardStore } from '#device-sim/euicc/index';
import type { CardDescription } from '#device-sim/euicc/index';
import type { ConsentAnswer, ConsentQuestion } from '#device-sim/lpa/index';
import { fromHex } from '#shared/bytes/bytes';
import { parseEid } from '#shared/identifiers/eid';
import { testCi } from '#shared/pki/certificate-issuers';
import { euiccIdentity } from '#shared/pki/identities';
import type { PprIds } from '#shared/rsp/common';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant, minutes } from '#shared/runtime/span';

import type { Bench } from '../../support/bench.ts';
import { failureOf, openBench } from '../../support/bench.ts';

/** A person who answers one question after the other, and what was asked. */
function person(...answers: readonly ConsentAnswer[]) {
  const asked: ConsentQuestion[] = [];
  const host = {
    consent: async (question: ConsentQuestion): Promise<ConsentAnswer> => {
      asked.push(question);
      return answers[asked.length - 1] ?? 'accept';
    },
  };
  return { host, asked, about: () => asked.map(({ about }) => about) };
}

const anyOperator = { mccMnc: fromHex('EEEEEE'), gid1: fromHex(''), gid2: fromHex('') };

/** A card made to measure. */
async function storeOf(card: Partial<CardDescription>) {
  const store = memoryCardStore();
  const eid = parseEid('89049032000000000000000000000052');
  const clock = steppedClock(instant('2026-11-23T09:00:00Z'));
  const identity = euiccIdentity({ ci: testCi().nist, eid, clock, entropy: seededEntropy(1) });
  await createCard(store, { eid, identities: [identity], ...card });
  return store;
}

describe('a person who is asked for a profile', () => {
  it('sees whose it is, and gets it', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({
      serviceProviderName: 'An Operator',
      profileName: 'Travel 2 GB',
    });
    const { host, asked } = person('accept');
    await bench.device().download(activationCode, { host });
    expect(asked).toEqual([
      {
        about: 'profile',
        profile: {
          iccid: order.iccid,
          serviceProviderName: 'An Operator',
          profileName: 'Travel 2 GB',
          profileClass: 'operational',
        },
        smdpAddress: 'smdp.operator.test',
        profilePolicyRules: [],
      },
    ]);
  });

  it.each([
    ['reject', 'endUserRejection', 'OperationAborted', 'Error'],
    ['later', 'postponed', 'OperationAborted', 'Released'],
    ['timeout', 'timeout', 'TimeoutWaitingForUserConsent', 'Released'],
  ] as const)(
    'and answers %s: cancelled with %s, the order is as it should be',
    async (answer, reason, status, state) => {
      await using bench = await openBench();
      const { activationCode, order } = await bench.order();
      const { host } = person(answer);
      expect(await bench.failure(activationCode, { order, host })).toEqual({
        stage: 'consent',
        status,
        code: answer,
        cancelled: reason,
        order: state,
        profilesOnCard: [],
        operator: ['eligibilityAndRetryLimit: success', `bppInstallation: ${reason}`],
      });
      expect(bench.smdp.sessions()).toEqual([]);
      expect(bench.events('lpa.cancelled')).toEqual([{ device: 'device-1', reason, told: 'yes' }]);
    },
  );

  it('and puts it off gets it with the same code the next time', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    const { host } = person('later', 'timeout', 'accept');
    await bench.failure(activationCode, { order, host });
    await bench.failure(activationCode, { order, host });
    await bench.device().download(activationCode, { host });
    expect(await bench.state(order)).toBe('Installed');
  });

  it('and rejects it cannot have it any more, but where the server is lenient', async () => {
    for (const [cancelPolicy, again] of [
      ['strict', 'InvalidMatchingId'],
      ['lenient', undefined],
    ] as const) {
      await using bench = await openBench({ smdp: { settings: { cancelPolicy } } });
      const { activationCode, order } = await bench.order();
      await bench.failure(activationCode, { order, host: person('reject').host });
      if (again === undefined) await bench.device().download(activationCode);
      else expect((await failureOf(bench.device().download(activationCode))).status).toBe(again);
      expect(await bench.state(order)).toBe(again === undefined ? 'Installed' : 'Error');
    }
  });

  it('and thinks for nine minutes is waited for', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    const consent = async () => {
      await bench.clock.sleep(minutes(9));
      return 'accept' as const;
    };
    await bench.device().download(activationCode, { host: { consent } });
    expect(await bench.state(order)).toBe('Installed');
  });
});

describe('a profile with Profile Policy Rules', () => {
  const orderWith = async (bench: Bench, ...profilePolicyRules: PprIds) =>
    bench.order({ profilePolicyRules });

  it.each([[['ppr1']], [['ppr2']], [['ppr1', 'ppr2']]] as const)(
    'is asked for a second time because of its rules: %s',
    async (rules) => {
      await using bench = await openBench();
      const { activationCode, order } = await orderWith(bench, ...rules);
      const { host, asked, about } = person('accept', 'accept');
      await bench.device().download(activationCode, { host });
      expect(about()).toEqual(['profile', 'profilePolicyRules']);
      expect(asked.at(-1)?.profilePolicyRules).toEqual(rules);
      expect(await bench.state(order)).toBe('Installed');
    },
  );

  it('is asked for once where the rules are accepted beforehand', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await orderWith(bench, 'ppr1', 'ppr2');
    const { host, about } = person('accept');
    await bench.device().download(activationCode, { host, acceptPpr: true });
    expect(about()).toEqual(['profile']);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('is rejected with its rules, and the order is in Error', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await orderWith(bench, 'ppr1');
    const { host } = person('accept', 'reject');
    expect(await bench.failure(activationCode, { order, host })).toMatchObject({
      stage: 'consent',
      status: 'OperationAborted',
      cancelled: 'endUserRejection',
      order: 'Error',
      profilesOnCard: [],
    });
  });

  it('can be neither disabled (ppr1) nor deleted (ppr2) once it is there', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await orderWith(bench, 'ppr1', 'ppr2');
    await bench.device().download(activationCode, { acceptPpr: true });
    const { lpa } = bench.device();
    await expect(lpa.disable(order.iccid)).rejects.toMatchObject({ name: 'EuiccError', code: 3 });
    await expect(lpa.delete(order.iccid)).rejects.toMatchObject({ name: 'EuiccError' });
    expect(await bench.profiles()).toEqual([`${order.iccid} enabled`]);
  });

  it.each([
    ['no operator is allowed any rule', [], ['ppr1']],
    [
      'another rule is allowed',
      [{ pprIds: ['ppr1'], allowedOperators: [anyOperator], pprFlags: ['consentRequired'] }],
      ['ppr2'],
    ],
  ] as const)(
    'ends with pprNotAllowed and the order in Error, and nobody is asked, where %s',
    async (_what, rat, rules) => {
      const store = await storeOf({ rat });
      await using bench = await openBench({ devices: [{ name: 'device-1', store }] });
      const { activationCode, order } = await orderWith(bench, ...rules);
      const { host, about } = person();
      expect(await bench.failure(activationCode, { order, host, acceptPpr: true })).toEqual({
        stage: 'consent',
        status: 'PolicyViolation',
        code: 'pprNotAllowed',
        cancelled: 'pprNotAllowed',
        order: 'Error',
        profilesOnCard: [],
        operator: ['eligibilityAndRetryLimit: success', 'bppInstallation: pprNotAllowed'],
      });
      expect(about()).toEqual([]);
    },
  );

  it('is not offered with 8.2.5/4.3 to an eUICC that forbids its rules', async () => {
    const store = await storeOf({ forbiddenProfilePolicyRules: ['ppr1'] });
    await using bench = await openBench({ devices: [{ name: 'device-1', store }] });
    const { activationCode, order } = await orderWith(bench, 'ppr1');
    expect(await bench.failure(activationCode, { order })).toMatchObject({
      stage: 'authenticateClient',
      status: 'NoEligibleProfileForThisDevice',
      code: '8.2.5/4.3',
      order: 'Released',
      profilesOnCard: [],
    });
  });
});
