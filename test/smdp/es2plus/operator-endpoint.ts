import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { fromUtf8 } from '#shared/bytes/bytes';
import type { RequestOf } from '#shared/http/contract';
import { readMembers } from '#shared/http/contract';
import type { RouteAnswer } from '#shared/http/route';
import type { HttpServer } from '#shared/http/server';
import { openServer } from '#shared/http/server';
import type { Es2plusHeader } from '#shared/rsp/es2plus';
import { HandleDownloadProgressInfo, readEs2plusHeader } from '#shared/rsp/es2plus';
import type { Clock } from '#shared/runtime/clock';

/** What an operator was told. */
export interface Told extends RequestOf<typeof HandleDownloadProgressInfo> {
  readonly header: Es2plusHeader;
  readonly adminProtocol: string | undefined;
}

/** Where an operator is told of downloads. It answers as the test says. */
export interface OperatorEndpoint {
  readonly url: string;
  readonly told: readonly Told[];
  close(): Promise<void>;
}

/** An endpoint that answers 204, or what `answer` makes of the n-th call, from 1. */
export async function openEndpoint(
  clock: Clock,
  answer: (number: number) => Promise<RouteAnswer> = async () => ({ status: 204 }),
  tls?: { readonly key: string; readonly cert: string },
): Promise<OperatorEndpoint> {
  const told: Told[] = [];
  const server: HttpServer = await openServer({
    name: 'operator',
    port: 0,
    clock,
    ...(tls === undefined ? {} : { tls }),
    routes: new Map([
      [
        `POST ${HandleDownloadProgressInfo.path}`,
        async ({ body, headers }) => {
          const { header, ...json } = JSON.parse(fromUtf8(body)) as { header: unknown };
          told.push({
            ...readMembers(HandleDownloadProgressInfo.request, json),
            header: readEs2plusHeader({ header }),
            adminProtocol: headers['x-admin-protocol'],
          });
          return answer(told.length);
        },
      ],
    ]),
  });
  return { url: server.url, told, close: async () => server.close() };
}

/** An endpoint that takes connections and never says a word. */
export async function openSilentEndpoint(): Promise<Omit<OperatorEndpoint, 'told'>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
