import type { Launch } from '#device-sim/mobile-plans/index';
import { openDirectPage } from '#device-sim/mobile-plans/index';

import type { HandOver, PortalWindow } from './portal-window.ts';

/** What the script of a portal's page does, as far as the bridge is concerned. */
const script = `
  var heard = () => {}, operation;
  MobilePlansInlineOperations.registrationChangedScript = 'heard';
  MobilePlansInlineOperations.profileActivationCompleteScript = 'heard';
  var purchase = (planName, status) => Object.assign(MobilePlans.createPurchaseMetaData(), {
    userAccount: MobilePlansUserAccount.existing,
    purchaseInstrument: MobilePlansPurchaseInstrument.existing,
    line: MobilePlansLineType.new,
    moDirectStatus: status,
    planName,
  });
  var bought = (planName) => purchase(planName, MobilePlansMoDirectStatus.complete);
  var handOver = {
    now: (name, code) => MobilePlansInlineOperations.notifyProfileDownload(bought(name), code),
    delayed: (name, code, minutes) => {
      operation = MobilePlansInlineOperations.notifyProfileDownload(bought(name), code, minutes);
    },
    connectedLater: (name, code, minutes) =>
      MobilePlans.notifyPurchaseWithProfileDownload(bought(name), code, minutes),
  };
`;

const cancelPurchase = `MobilePlans.notifyCancelledPurchase(purchase('', MobilePlansMoDirectStatus.cancelled))`;
const cancelOperation = 'MobilePlansInlineOperations.notifyOperationCancel(operation)';

/** Shows a launch in a page without a browser, which calls the bridge as a portal does. */
export function openDirectWindow(launch: Launch): PortalWindow {
  const page = openDirectPage(launch);
  page.run(script);
  return {
    launch,
    kind: 'bridge',
    handOver({ code, planName, way }: HandOver) {
      const values = [planName, code, ...('minutes' in way ? [way.minutes] : [])];
      page.run(`handOver.${way.kind}(${values.map((value) => JSON.stringify(value)).join(', ')})`);
    },
    cancelPurchase() {
      page.run(cancelPurchase);
    },
    cancelOperation() {
      page.run(cancelOperation);
    },
    balanceAdded(iccid) {
      const values = iccid === undefined ? '' : `, ${JSON.stringify(iccid)}`;
      page.run(`MobilePlansInlineOperations.notifyBalanceAddition(bought('more data')${values})`);
    },
    close() {
      page.close();
    },
  };
}
