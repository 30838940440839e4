import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A portal under development: plain http on a free port of this machine. */
export interface OwnPortal extends AsyncDisposable {
  /** `localhost:40123` */
  readonly host: string;
  /** How often a launch has come in. */
  readonly entered: number;
}

const page = `<!doctype html>
<title>A portal</title>
<script>
  const metaData = MobilePlans.createPurchaseMetaData();
  metaData.moDirectStatus = MobilePlansMoDirectStatus.none;
  metaData.planName = '';
  MobilePlans.notifyCancelledPurchase(metaData);
</script>`;

/** Opens a portal whose customer gives up at once. */
export async function openOwnPortal(): Promise<OwnPortal> {
  let entered = 0;
  const server = createServer((request, response) => {
    if (request.url?.includes('transactionId=') === true) entered += 1;
    response.setHeader('Content-Type', 'text/html').end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    get entered() {
      return entered;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
