import type { HttpClient } from '#shared/http/client';

/** A client that is made at its first call: its certificate wants a key, and a key takes long to draw. */
export function lazyClient(make: () => HttpClient): HttpClient {
  let made: HttpClient | undefined;
  const client = (): HttpClient => (made ??= make());
  return {
    post: (url, call) => client().post(url, call),
    send: (method, url, call) => client().send(method, url, call),
    close: () => {
      made?.close();
    },
  };
}
