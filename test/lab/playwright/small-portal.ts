import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const page = `<!doctype html><title>Small portal</title>
<button onclick="buy()">Buy</button> <button onclick="buy(30)">Buy for later</button>
<button onclick="networkLater()">Network later</button> <button onclick="leave()">Leave</button>
<p id="activation"></p><p id="registration"></p>
<script>
  function said(where, word, text) { document.getElementById(where).textContent = JSON.parse(text)[word]; }
  function onActivation(text) { said('activation', 'activationResult', text); }
  function onRegistration(text) { said('registration', 'networkRegistrationState', text); }
  function purchase(kind, status, planName) {
    const metaData = MobilePlans.createPurchaseMetaData();
    metaData.userAccount = MobilePlansUserAccount[kind];
    metaData.purchaseInstrument = MobilePlansPurchaseInstrument[kind];
    metaData.line = MobilePlansLineType[kind];
    metaData.moDirectStatus = MobilePlansMoDirectStatus[status];
    metaData.planName = planName;
    return metaData;
  }
  async function buy(delay = 0) {
    const code = await (await fetch('/code')).text();
    MobilePlansInlineOperations.profileActivationCompleteScript = 'onActivation';
    MobilePlansInlineOperations.registrationChangedScript = 'onRegistration';
    MobilePlansInlineOperations.notifyProfileDownload(purchase('new', 'complete', 'Plan'), code, delay);
  }
  async function networkLater() {
    const code = await (await fetch('/code')).text();
    MobilePlans.notifyPurchaseWithProfileDownload(purchase('new', 'complete', 'Plan'), code, 15);
  }
  function leave() {
    MobilePlans.notifyCancelledPurchase(purchase('bailed', 'none', ''));
  }
</script>`;

/** A team's own portal on this machine. Its code is one that no SM-DP+ knows, unless a test answers in its place. */
export async function openSmallPortal(): Promise<{ readonly url: string } & Disposable> {
  const server = createServer(({ url }, response) => {
    const code = url === '/code';
    response.setHeader('Content-Type', code ? 'text/plain' : 'text/html; charset=utf-8');
    response.end(code ? '1$smdp.operator.test$NOBODY-KNOWS' : page);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/shop`, [Symbol.dispose]: () => server.close() };
}
