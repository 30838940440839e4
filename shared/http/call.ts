import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import { plainText } from '#shared/runtime/plain-text';
import type { Span } from '#shared/runtime/span';
import type { HttpClient } from './client.ts';
import type { Contract, HttpHeaders, MembersOf, Shape } from './contract.ts';
import { HttpFailure } from './failure.ts';
import { writeMembers } from './members.ts';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Members in front of the request's own, such as the header object of ES2+. */
  readonly envelope?: Readonly<Record<string, unknown>>;
  readonly timeout?: Span;
}

export interface CallResult {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The answer's JSON; undefined when the answer has no body. */
  readonly json: unknown;
  /** The octets of both bodies, for the trace. */
  readonly sent: Bytes;
  readonly received: Bytes;
}

/**
 * Posts a request of a contract as JSON and reads the answer's JSON.
 * @param baseUrl `https://host:port`; the contract's path is put after it
 * @throws HttpFailure, of kind `status` for another status than 2xx, of kind `body` for an answer that is not JSON
 */
export async function call<Req extends Shape, Res extends Shape | null>(
  contract: Contract<Req, Res>,
  client: HttpClient,
  baseUrl: string,
  request: MembersOf<Req>,
  options: CallOptions = {},
): Promise<CallResult> {
  const url = baseUrl.replace(/\/+$/, '') + contract.path;
  const sent = toUtf8(JSON.stringify({ ...options.envelope, ...writeMembers(contract.request, request) }));
  const { status, headers, body } = await client.post(url, {
    headers: { 'Content-Type': 'application/json', ...options.headers },
    body: sent,
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  });
  const where = (): string => `${new URL(url).host} ${contract.name}`;
  if (status < 200 || status > 299) {
    throw new HttpFailure('status', `${where()}: answered ${status} ${firstLine(body)}`.trim(), { status });
  }
  return {
    status,
    headers,
    json: body.length === 0 ? undefined : parse(body, status, where),
    sent,
    received: body,
  };
}

function parse(body: Bytes, status: number, where: () => string): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch (error) {
    throw new HttpFailure('body', `${where()}: the answer is not JSON; is this the right server?`, {
      status,
      cause: error,
    });
  }
}

function firstLine(body: Bytes): string {
  const [line = ''] = new TextDecoder().decode(body.slice(0, 400)).split(/[\r\n]/, 1);
  return plainText(line, 120);
}
