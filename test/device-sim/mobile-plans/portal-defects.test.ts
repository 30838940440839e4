import { describe, expect, it } from 'vitest';

import type { FindingName } from '#device-sim/mobile-plans/index';
import { findingTable } from '#device-sim/mobile-plans/index';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

interface Defect {
  readonly finding: FindingName;
  /** What the portal does. */
  readonly portal: string;
  /** What its downloads come to, if not to a Profile. */
  readonly fails?: ESimOperationStatusName;
  /** The callback by which it ends; none unless given. */
  readonly ends?: string;
}

const buy = `buy('${goodCode}')`;
const own = (members: string): string =>
  `MobilePlansInlineOperations.notifyProfileDownload(${members}, '${goodCode}')`;
const purchase = (change: string): string => `{ const purchase = bought(); ${change}; ${own('purchase')} }`;
const cancel = (change: string): string =>
  `{ const purchase = MobilePlans.createPurchaseMetaData(); purchase.moDirectStatus = MobilePlansMoDirectStatus.cancelled;
     ${change}; MobilePlans.notifyCancelledPurchase(purchase) }`;
const activationScript = (value: string): string =>
  `MobilePlansInlineOperations.profileActivationCompleteScript = ${value}`;

const balance = (iccid: string): string =>
  `MobilePlansInlineOperations.notifyBalanceAddition(bought(), ${iccid})`;

/** One portal for each finding; numbers are those of the table. */
const defects: readonly Defect[] = [
  { finding: 'codePrefix', portal: `buy('LPA:${goodCode}')`, ends: 'success' },
  { finding: 'codeBlanks', portal: `buy(' ${goodCode}\\n')`, ends: 'success' },
  { finding: 'codeBlanks', portal: `buy('1$smdp.operator.test$AB 12')`, ends: 'invalidActivationCode' },
  { finding: 'codeEmpty', portal: `buy('')`, ends: 'invalidActivationCode' },
  { finding: 'codeMalformed', portal: `buy('nonsense')`, ends: 'invalidActivationCode' },
  { finding: 'codeMalformed', portal: `buy(4711)`, ends: 'invalidActivationCode' },
  { finding: 'codeMalformed', portal: `buy()`, ends: 'invalidActivationCode' },
  { finding: 'codeWithoutMatchingId', portal: `buy('smdp.operator.test')`, ends: 'success' },
  { finding: 'codeWantsConfirmation', portal: `buy('${goodCode}$$1')`, ends: 'success' },
  {
    finding: 'confirmationUnannounced',
    portal: buy,
    fails: 'ConfirmationCodeMissing',
    ends: 'confirmationCodeMissing',
  },
  {
    finding: 'codeNotValidYet',
    portal: buy,
    fails: 'ProfileNotReleasedByOperator',
    ends: 'profileNotReleasedByOperator',
  },
  {
    finding: 'moDirectStatusMissing',
    portal: purchase('purchase.moDirectStatus = undefined'),
    ends: 'success',
  },
  { finding: 'planNameEmpty', portal: purchase("purchase.planName = ''"), ends: 'success' },
  { finding: 'planNameOnCancel', portal: cancel("purchase.planName = '2 GB'") },
  { finding: 'moDirectStatusMissing', portal: cancel('purchase.moDirectStatus = undefined') },
  { finding: 'completeOnCancel', portal: cancel("purchase.moDirectStatus = 'Complete'") },
  { finding: 'enumerationUnknown', portal: purchase("purchase.userAccount = 'Young'"), ends: 'success' },
  { finding: 'enumerationUnknown', portal: purchase("purchase.moDirectStatus = 'Fine'"), ends: 'success' },
  { finding: 'enumerationCase', portal: purchase("purchase.moDirectStatus = 'complete'"), ends: 'success' },
  {
    finding: 'ownMetadata',
    portal: own("{ moDirectStatus: 'Complete', planName: '2 GB' }"),
    ends: 'success',
  },
  { finding: 'ownMetadata', portal: own('{ ...bought() }'), ends: 'success' },
  { finding: 'ownMetadata', portal: own('JSON.stringify(bought())'), ends: 'success' },
  {
    finding: 'failureWithDownload',
    portal: purchase('purchase.moDirectStatus = MobilePlansMoDirectStatus.billingError'),
    ends: 'success',
  },
  {
    finding: 'memberSpelling',
    portal: purchase('purchase.lineType = MobilePlansLineType.existing'),
    ends: 'success',
  },
  {
    finding: 'memberSpelling',
    portal: purchase('purchase.modirectStatus = MobilePlansMoDirectStatus.complete'),
    ends: 'success',
  },
  { finding: 'memberUnknown', portal: purchase("purchase.plan = '2 GB'"), ends: 'success' },
  { finding: 'memberType', portal: purchase('purchase.planName = 2'), ends: 'success' },
  { finding: 'metadataUnreadable', portal: own("'{not JSON'"), ends: 'invalidJson' },
  { finding: 'metadataUnreadable', portal: own('undefined'), ends: 'invalidJson' },
  { finding: 'metadataUnreadable', portal: purchase('purchase.planName = 1n'), ends: 'invalidJson' },
  { finding: 'metadataUnreadable', portal: 'MobilePlans.notifyCancelledPurchase()' },
  { finding: 'callbackUnknown', portal: `${activationScript("'onActivation'")}; ${buy}` },
  { finding: 'callbackUnknown', portal: `${activationScript("'inModule'")}; { const inModule = 1; ${buy} }` },
  { finding: 'callbackIsFunction', portal: activationScript('activated') },
  { finding: 'callbackNameUnusable', portal: activationScript("'activated()'") },
  { finding: 'callbackNameUnusable', portal: activationScript('{ name: 1 }') },
  {
    finding: 'callbackDotted',
    portal: `var my = { activated }; ${activationScript("'my.activated'")}; ${buy}`,
  },
  { finding: 'callbackNotSet', portal: `${activationScript('undefined')}; ${buy}` },
  {
    finding: 'callbackSetAfterCall',
    portal: `${activationScript('undefined')}; ${buy}; ${activationScript("'activated'")}`,
    ends: 'success',
  },
  { finding: 'callbackThrew', portal: `activated = () => { throw new Error('no') }; ${buy}` },
  { finding: 'callbackNotParsed', portal: `activated = (it) => { heard.push(it.activationResult) }; ${buy}` },
  { finding: 'notifiedTwice', portal: `${buy}; ${buy}`, ends: 'cardBusy' },
  { finding: 'delayMalformed', portal: `buy = (code) => {}; ${own('bought()').replace(/\)$/, ', -5)')}` },
  { finding: 'delayMalformed', portal: own('bought()').replace(/\)$/, ", 'ten')"), ends: 'operationAborted' },
  { finding: 'delayMalformed', portal: `networkLater('${goodCode}', 1.5)`, ends: 'operationAborted' },
  { finding: 'delayMalformed', portal: `buyForLater('${goodCode}', 1e9)`, ends: 'operationAborted' },
  { finding: 'delayUnit', portal: `buyForLater('${goodCode}', 86400)` },
  { finding: 'delayUnit', portal: `networkLater('${goodCode}', 86400)` },
  {
    finding: 'cancelWithId',
    portal: `MobilePlansInlineOperations.notifyOperationCancel(buyForLater('${goodCode}', 60).Id)`,
  },
  {
    finding: 'cancelOfNothing',
    portal: `MobilePlansInlineOperations.notifyOperationCancel(${buy})`,
    ends: 'success',
  },
  { finding: 'cancelOfNothing', portal: "MobilePlansInlineOperations.notifyOperationCancel({ Id: 'x' })" },
  { finding: 'cancelOfNothing', portal: 'MobilePlansInlineOperations.notifyOperationCancel()' },
  { finding: 'balanceForNobody', portal: balance("'8901091000000000009'"), ends: 'profileNotPresent' },
  { finding: 'iccidFiller', portal: balance(`'${newIccid}F'`), ends: 'success' },
  { finding: 'iccidMalformed', portal: balance("'4711'"), ends: 'invalidIccid' },
  { finding: 'iccidMalformed', portal: balance('4711'), ends: 'invalidIccid' },
  {
    finding: 'propertyUnknown',
    portal: "MobilePlansInlineOperations.activationCompleteScript = 'activated'",
  },
  { finding: 'bridgeOverwritten', portal: 'window.MobilePlans = {}' },
];

/** What is shown where it belongs: in other suites, or below. */
const shownElsewhere: readonly FindingName[] = [
  'portalOverHttp',
  'portalPort',
  'newCodeAfterError',
  'legacyName',
  'purchaseResultUnreadable',
  'transactionIdNotEchoed',
  'callbackLost',
  'callbackUnanswered',
  'callFromFrame',
  'callFromForeignHost',
  'callReplayed',
  'callAfterEnd',
  'messageMalformed',
];

async function played({ portal, fails }: Pick<Defect, 'portal' | 'fails'>): Promise<Bench> {
  const bench = new Bench();
  bench.device.installed = [{ iccid: newIccid }];
  const { page } = await bench.portal();
  if (fails !== undefined) bench.device.outcome = () => Promise.reject(failure(fails));
  page.run(portal);
  await bench.clock.advance(60_000 as never);
  return bench;
}

function results(bench: Bench): readonly string[] {
  return bench.records.flatMap(({ name, event }) =>
    name === 'host.callback' && 'argument' in event && 'outcome' in event && event.outcome === 'delivered'
      ? [(JSON.parse(event.argument) as { readonly activationResult: string }).activationResult]
      : [],
  );
}

describe('a portal with one defect', () => {
  it.each(defects)(
    '$finding, and nothing else, is found in $portal',
    async ({ finding, ends, ...defect }) => {
      const bench = await played(defect);
      expect(bench.findings).toEqual([finding]);
      expect(bench.faults).toEqual([]);
      if (ends !== undefined) expect(results(bench)[0]).toBe(ends);
    },
  );

  it('every finding is shown', () => {
    const shown = new Set([...defects.map(({ finding }) => finding), ...shownElsewhere]);
    expect([...shown].sort()).toEqual(Object.keys(findingTable).sort());
  });

  it('another code after a failure that the first would have survived is found at the next launch', async () => {
    const bench = await played({ portal: buy, fails: 'ServerNotReachable' });
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}3')`);
    expect(bench.findings).toEqual(['newCodeAfterError']);
  });
});

describe('a portal without a defect', () => {
  it.each([
    ['buys', buy],
    ['buys with a delay of 0', own('bought()').replace(/\)$/, ', 0)')],
    ['buys with an undefined delay', own('bought()').replace(/\)$/, ', undefined)')],
    ['cancels', cancel('')],
    ['cancels with an empty name of a plan', cancel("purchase.planName = ''")],
    ['buys for later', `buyForLater('${goodCode}', 60)`],
    ['buys with a network for later', `networkLater('${goodCode}', 15)`],
    ['buys with a network at once', `networkLater('${goodCode}', 0)`],
    [
      'takes back what was bought for later',
      `MobilePlansInlineOperations.notifyOperationCancel(buyForLater('${goodCode}', 60))`,
    ],
    ['adds balance', balance('undefined')],
    ['adds balance to a profile', balance(`'${newIccid}'`)],
    ['takes its callbacks back', `${activationScript("''")}; ${activationScript("'activated'")}; ${buy}`],
  ])('%s, and nothing is found', async (_what, portal) => {
    const bench = await played({ portal });
    expect(bench.findings).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it.each(['ServerNotReachable', 'ServerFailure'] as const)(
    'tries the same code again after %s, and nothing is found',
    async (status) => {
      const bench = await played({ portal: buy, fails: status });
      const { page } = await bench.portal();
      page.run(buy);
      await bench.clock.settled();
      expect(bench.findings).toEqual([]);
    },
  );
});
