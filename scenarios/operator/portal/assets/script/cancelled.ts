/** Tells Mobile Plans once that the customer gave up, and what it need not download any more; it closes the window then. */
export const cancelledScript = `'use strict';

const view = document.querySelector('[data-cancelled]');

function notifyCancelled() {
  const { operation } = view.dataset;
  if (operation) MobilePlansInlineOperations.notifyOperationCancel({ Id: operation });
  const metaData = MobilePlans.createPurchaseMetaData();
  metaData.userAccount = MobilePlansUserAccount[view.dataset.account];
  metaData.purchaseInstrument = MobilePlansPurchaseInstrument.bailed;
  metaData.line = MobilePlansLineType.bailed;
  metaData.moDirectStatus = MobilePlansMoDirectStatus.cancelled ?? MobilePlansMoDirectStatus.none;
  metaData.planName = '';
  MobilePlans.notifyCancelledPurchase(metaData);
}

if (document.documentElement.dataset.window === 'inside') {
  const told = sessionStorage.getItem('cancelled') === view.dataset.purchase;
  sessionStorage.setItem('cancelled', view.dataset.purchase);
  if (!told) notifyCancelled();
}
`;
