/** What went wrong beneath the protocol. */
export type HttpFailureKind = 'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'status' | 'body';

/** A call that brought no answer to work with. The message is one line: whom, what, and what to do. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly kind: HttpFailureKind;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(
    kind: HttpFailureKind,
    message: string,
    options: ErrorOptions & { readonly status?: number } = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.status = options.status;
  }
}

/** The code Node gives an error: `ECONNREFUSED`, `ERR_SSL_…`; empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A failure while connecting to `where` (host:port). */
export function connectFailure(error: unknown, where: string): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const options = { cause: error };
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return new HttpFailure('dns', `${where}: there is no such host; check the address`, options);
  }
  if (code === 'ECONNREFUSED') {
    return new HttpFailure(
      'connect',
      `${where}: nothing listens there; start the server or check the port`,
      options,
    );
  }
  return new HttpFailure(
    'connect',
    `${where}: cannot connect (${reasonOf(error)}); check the address`,
    options,
  );
}

/** A failure of the TLS handshake with `where`. */
export function tlsFailure(error: unknown, where: string): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const options = { cause: error };
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return new HttpFailure('tls', `${where}: the server speaks no TLS; try http:// or another port`, options);
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new HttpFailure(
      'tls',
      `${where}: the server closed the connection within the TLS handshake`,
      options,
    );
  }
  return new HttpFailure(
    'tls',
    `${where}: no TLS connection (${reasonOf(error)}); check certificates`,
    options,
  );
}

/** A failure once connected to `where`. */
export function exchangeFailure(error: unknown, where: string): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const options = { cause: error };
  if (code.startsWith('HPE_'))
    return new HttpFailure('body', `${where}: the answer is not HTTP (${code})`, options);
  if (code.startsWith('ERR_SSL_')) return tlsFailure(error, where);
  return new HttpFailure(
    'reset',
    `${where}: the connection ended before the answer; look at the server's log`,
    options,
  );
}

/** OpenSSL's own words, or the first line; an error of several addresses has a code alone. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n', 1);
  return /SSL routines:[^:]*:([^:]+)/.exec(line)?.[1] ?? (line || codeOf(error));
}
