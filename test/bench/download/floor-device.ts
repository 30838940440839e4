/** The floor of a device as a process of its own. */
import type { Bytes } from '#shared/bytes/bytes';

import type { Call, Signer, Sizes } from '../floor.ts';
import { calls, deviceFloor, makeSigners, newSigner } from '../floor.ts';
import { openClient, pathOf } from './drive.ts';
import { inFlight } from './in-flight.ts';
import { serveMeasuring } from './measured-process.ts';

const { sizes } = JSON.parse(process.argv[2] ?? '{}') as { readonly sizes: Sizes };

const own = newSigner().privateKey;
const ci = newSigner();
let servers: readonly [Signer, Signer][] = [];

const headers = { 'Content-Type': 'application/json' };
const bodies = Object.fromEntries(
  calls.map((call) => [call, new Uint8Array(sizes.request[call]).fill(0x20)]),
) as Record<Call, Bytes>;

serveMeasuring({
  prepare: (count: number) => {
    const signers = makeSigners(ci.privateKey, 2 * count);
    servers = signers.slice(count).map((dpPb, index) => [signers[index] ?? dpPb, dpPb]);
  },
  download: ({ url }: { readonly url: string }) =>
    inFlight(servers, async (certificates) => {
      const http = openClient('httpKeepAlive');
      await deviceFloor(own, ci.publicKey, certificates, sizes, (call) =>
        http.post(url + pathOf(call), { headers, body: bodies[call] }),
      );
      http.close();
    }),
  /** The same without requests. */
  cryptography: () =>
    inFlight(servers, (certificates) =>
      deviceFloor(own, ci.publicKey, certificates, sizes, () => Promise.resolve()),
    ),
});
