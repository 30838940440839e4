import { describe, expect, it } from 'vitest';

import { Bench, goodCode, newIccid } from './bench.ts';

/** Portals as the documentation's pages teach them, with the contradictions between those pages (windows §5). */
describe('a portal that follows the documentation', () => {
  it('and fills lineType, as most examples do, is understood and found fault with for that alone', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`
      var purchase = MobilePlans.createPurchaseMetaData();
      purchase.userAccount = MobilePlansUserAccount.new;
      purchase.purchaseInstrument = MobilePlansPurchaseInstrument.new;
      purchase.lineType = MobilePlansLineType.new;
      purchase.modirectStatus = MobilePlansMoDirectStatus.complete;
      purchase.planName = "My eSIM 2GB for 30 days";
      MobilePlansInlineOperations.notifyProfileDownload(purchase, '${goodCode}');`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    expect(bench.findings).toEqual(['memberSpelling', 'memberSpelling']);
  });

  it('and sets its callbacks on the legacy object is told, and found fault with for that alone', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`
      function onActivated() {}
      MobilePlansInlineProfileDownload.registrationChangedScript = 'registered';
      MobilePlansInlineProfileDownload.profileActivationCompleteScript = 'onActivated';
      MobilePlansInlineProfileDownload.notifyInlineProfileDownload(bought(), '${goodCode}');`);
    expect(await page.callback('onActivated')).toEqual({ activationResult: 'success', iccid: newIccid });
    expect(bench.findings).toEqual(['legacyName', 'legacyName', 'legacyName']);
  });

  it('and cancels with .cancelled is understood without a finding', async () => {
    const bench = new Bench();
    const { launch, page } = await bench.portal();
    page.run(`
      var purchase = MobilePlans.createPurchaseMetaData();
      purchase.userAccount = MobilePlansUserAccount.bailed;
      purchase.purchaseInstrument = MobilePlansPurchaseInstrument.none;
      purchase.line = MobilePlansLineType.none;
      purchase.moDirectStatus = MobilePlansMoDirectStatus.cancelled;
      purchase.planName = '';
      MobilePlans.notifyCancelledPurchase(purchase);`);
    expect(await launch.ended).toEqual({
      why: 'cancelled',
      purchase: {
        userAccount: 'Bailed',
        purchaseInstrument: 'None',
        line: 'None',
        moDirectStatus: 'Cancelled',
        planName: '',
      },
    });
    expect(bench.findings).toEqual([]);
  });

  it.each([
    [`{ PlanName: '2 GB', MODirectStatus: 'COMPLETE', LineTYPE: 'new' }`, 3],
    [`{ planName: '2 GB', moDirectStatus: 'Complete', puchaseInstrument: 'New' }`, 0],
  ])('and spells members with other capitals is understood: %s', async (metaData, spellings) => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`MobilePlansInlineOperations.notifyProfileDownload(${metaData}, '${goodCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    expect(bench.findings.filter((name) => name === 'memberSpelling')).toHaveLength(spellings);
    expect(bench.findings.filter((name) => name === 'memberUnknown')).toHaveLength(spellings === 0 ? 1 : 0);
  });
});
