/** The floor of the server as a process of its own. */
import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { testCi } from '#shared/pki/certificate-issuers';
import { serverIdentity } from '#shared/pki/identities';
import { certificatePem, privateKeyPem } from '#shared/pki/pem';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';

import type { Sizes } from '../floor.ts';
import { FloorRoutes, ServerFloor } from '../floor.ts';
import { serveMeasuring } from './measured-process.ts';

const { tls, sizes } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly tls: boolean;
  readonly sizes: Sizes;
};

const routes = new FloorRoutes(new ServerFloor(), sizes);
const server = tls
  ? createTlsServer({ ...certificate(), keepAliveTimeout: 60_000 }, routes.listener())
  : createPlainServer({ keepAliveTimeout: 60_000 }, routes.listener());
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

/** The same kind of certificate as the product's. */
function certificate() {
  const { nist: ci } = testCi();
  const { dpTls } = serverIdentity({
    ci,
    entropy: systemEntropy(),
    clock: systemClock(),
    addresses: ['localhost'],
  });
  return {
    key: privateKeyPem(dpTls.key),
    cert: certificatePem(dpTls.certificate, ci.certificate),
  };
}

serveMeasuring({
  where: () => ({ url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}` }),
  prepare: (count: number) => {
    routes.expect(count);
  },
});
