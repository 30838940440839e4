/** The floor of a device as a process of its own. */
import type { Sizes } from '../floor.ts';
import { deviceFloor, makeSigners, newSigner } from '../floor.ts';
import { askFloor, openClient } from './drive.ts';
import { inFlight } from './in-flight.ts';
import { serveMeasuring } from './measured-process.ts';

const { sizes } = JSON.parse(process.argv[2] ?? '{}') as { readonly sizes: Sizes };

const own = newSigner().privateKey;
const ci = newSigner();
let servers: ReturnType<typeof makeSigners> = [];

serveMeasuring({
  prepare: (count: number) => {
    servers = makeSigners(ci.privateKey, 2 * count);
  },
  download: () => {
    for (let i = 0; i + 1 < servers.length; i += 2) {
      const [dpAuth, dpPb] = servers.slice(i, i + 2);
      if (dpAuth !== undefined && dpPb !== undefined) deviceFloor(own, ci.publicKey, [dpAuth, dpPb], sizes);
    }
  },
  /** The requests of as many devices, each on a connection of its own. */
  request: async ({ url, downloads }: { readonly url: string; readonly downloads: number }) => {
    await inFlight(
      Array.from({ length: downloads }, (_, index) => index),
      async () => {
        const http = openClient('httpKeepAlive');
        await askFloor(url, sizes, 1, http);
        http.close();
      },
    );
  },
});
