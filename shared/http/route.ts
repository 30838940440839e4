import type { Bytes } from '#shared/bytes/bytes';
import type { HttpHeaders } from './contract.ts';

/** A request whose body has been read. */
export interface RouteCall {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: HttpHeaders;
  readonly body: Bytes;
  /** The token of the Clock's exchange the handler runs in. */
  readonly exchange: string | undefined;
  /** The client's certificate (DER) where the server asked for one. */
  readonly peerCertificate?: Bytes;
}

export interface RouteAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Bytes | string;
}

export type RouteHandler = (call: RouteCall) => Promise<RouteAnswer>;

/** An answer of the transport itself: a status and one line of text (es9plus.md §9). */
export class TransportRefusal extends Error {
  override readonly name = 'TransportRefusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.headers = headers;
  }
}

/** The handler hangs up: the connection ends here, and nothing is answered. */
export class HangUp extends Error {
  override readonly name = 'HangUp';
}

/** The client went away; there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}
