import { describe, expect, it } from 'vitest';

import type { ActivationError } from '#device-sim/mobile-plans/index';
import { openDirectPage } from '#device-sim/mobile-plans/index';
import type { DevicePart, World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import { minutes } from '#shared/runtime/span';

import { Bench, failure, goodCode, portalScript } from './bench.ts';

const device = (more: Partial<DevicePart> = {}): DevicePart => ({
  name: 'device-1',
  mobilePlans: { portalUrl: 'https://portal.operator.test/' },
  ...more,
});

/** What the portal of a world does with the code of an order. */
interface Purchase {
  readonly part?: DevicePart;
  /** The call, given a code. */
  readonly call: (world: World) => Promise<string>;
}

const ordered =
  (terms: Parameters<World['desk']['order']>[0]): Purchase['call'] =>
  async (world) =>
    `buy('${(await world.desk.order(terms)).activationCode}')`;

/** Results that a portal comes to by real signatures, octets and refusals. */
const inAWorld: Readonly<Partial<Record<ActivationError, Purchase>>> = {
  success: { call: ordered({}) },
  invalidMatchingId: { call: () => Promise.resolve(`buy('1$smdp.operator.test$UNKNOWN')`) },
  serverNotReachable: { call: () => Promise.resolve(`buy('1$nobody.operator.test$AB-12')`) },
  eidMismatch: { call: ordered({ eid: '89049032123451234512345678901235' }) },
  profileNotReleasedByOperator: { call: ordered({ released: false }) },
  confirmationCodeMissing: { call: ordered({ confirmationCode: '1234' }) },
  insufficientSpaceOnCard: { part: device({ card: { memory: 1_000 } }), call: ordered({}) },
  noEligibleProfileForThisDevice: {
    part: device({ card: { forbiddenProfilePolicyRules: ['ppr1'] } }),
    call: ordered({ profilePolicyRules: ['ppr1'] }),
  },
  policyViolation: {
    part: device({ card: { rat: [] } }),
    call: ordered({ profilePolicyRules: ['ppr1'] }),
  },
  profileNotPresent: {
    call: async (world) => {
      const { iccid } = (await world.desk.order({})).order;
      return `MobilePlansInlineOperations.notifyBalanceAddition(bought(), '${iccid}')`;
    },
  },
  invalidActivationCode: { call: () => Promise.resolve(`buy('nonsense')`) },
  invalidJson: {
    call: () => Promise.resolve(`MobilePlansInlineOperations.notifyProfileDownload('{', '${goodCode}')`),
  },
  invalidIccid: {
    call: () => Promise.resolve(`MobilePlansInlineOperations.notifyBalanceAddition(bought(), '1')`),
  },
};

describe('a portal of a world', () => {
  it.each(Object.entries(inAWorld))('is told %s', async (result, { part = device(), call }) => {
    await using world = await openWorld({ seed: 1, devices: [part] });
    const page = openDirectPage(await world.device().mobilePlans.launch());
    page.run(portalScript);
    page.run(await call(world));
    expect((await page.callback('activated'))['activationResult']).toBe(result);
  });
});

/** Results that want a device of which something is missing, or a server that is slow to give up. */
const onTheBench: Readonly<Partial<Record<ActivationError, (bench: Bench) => string>>> = {
  modemNotFound: (bench) => {
    bench.device.modem = undefined;
    return `buy('${goodCode}')`;
  },
  lpaInitializationError: (bench) => {
    bench.device.eid = undefined;
    return `buy('${goodCode}')`;
  },
  localSettingsAccessFailed: () => `buyForLater('${goodCode}', 10)`,
  unknownError: (bench) => {
    bench.device.outcome = () => Promise.reject(new RangeError('ours'));
    return `buy('${goodCode}')`;
  },
  cardBusy: () => `buy('${goodCode}'); buy('${goodCode}')`,
};

/** Statuses of the LPA with a name of their own, which only a card, a server or a person of another kind gives. */
const byStatus = {
  notAuthorized: 'NotAuthorized',
  notFound: 'NotFound',
  serverFailure: 'ServerFailure',
  timeoutWaitingForUserConsent: 'TimeoutWaitingForUserConsent',
  incorrectConfirmationCode: 'IncorrectConfirmationCode',
  confirmationCodeMaxRetriesExceeded: 'ConfirmationCodeMaxRetriesExceeded',
  cardRemoved: 'CardRemoved',
  other: 'Other',
  cardGeneralFailure: 'CardGeneralFailure',
  operationAborted: 'OperationAborted',
  operationProhibitedByProfileClass: 'OperationProhibitedByProfileClass',
  profileNotAvailableForNewBinding: 'ProfileNotAvailableForNewBinding',
  noCorrespondingRequest: 'NoCorrespondingRequest',
} as const satisfies Partial<Record<ActivationError, ESimOperationStatusName>>;

/** Local settings on a disk that is full. */
const full = { kept: { downloads: [], searches: [] }, keep: () => Promise.reject(new Error('full')) };

describe('a portal on the bench', () => {
  it.each(Object.entries(onTheBench))('is told %s', async (result, call) => {
    const bench = new Bench({}, full);
    const script = call(bench);
    const { page } = await bench.portal();
    page.run(script);
    expect((await page.callback('activated'))['activationResult']).toBe(result);
  });

  it.each(Object.entries(byStatus))('is told %s of the status %s', async (result, status) => {
    const bench = new Bench();
    bench.device.outcome = () => Promise.reject(failure(status));
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    await bench.clock.advance(minutes(1));
    expect((await page.callback('activated'))['activationResult']).toBe(result);
  });
});

it('every member of MobilePlansActivationError is reached above', async () => {
  const { page } = await new Bench().portal();
  const all = page.run('Object.values(MobilePlansActivationError).sort().join()');
  const reached = [inAWorld, onTheBench, byStatus].flatMap((table) => Object.keys(table));
  expect(reached.sort().join()).toBe(all);
});
