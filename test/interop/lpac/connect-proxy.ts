import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { createServer } from 'node:http';

import type { Names } from '#shared/http/dial';
import { targetOf } from '#shared/http/dial';

/** A proxy that knows the names of a world: programs that resolve names by themselves reach its servers through it. */
export interface ConnectProxy extends AsyncDisposable {
  /** `http://127.0.0.1:39999` */
  readonly url: string;
}

/** Serves CONNECT (RFC 9110 §9.3.6) to the servers of a world, and to nobody else. */
export async function openConnectProxy(names: Names): Promise<ConnectProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => {
    response.writeHead(405).end();
  });
  server.on('connect', ({ url = '' }, socket: Socket, head: Buffer) => {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(url) ?? [];
    const target = targetOf(names, host, Number(port));
    if (target === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const far = connect(target.port, target.host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      socket.pipe(far).pipe(socket);
    });
    for (const each of [socket, far]) {
      sockets.add(each);
      each.on('error', () => {
        socket.destroy();
        far.destroy();
      });
      each.once('close', () => sockets.delete(each));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
