import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { HttpFailure } from '#shared/http/failure';

/** A request of lpac's. */
export interface HttpAsked {
  readonly url: string;
  /** `Name: value`, as lpac writes them. */
  readonly headers: readonly string[];
  readonly body: Bytes;
}

/** What came of it: `status` is 0 where no answer came, and `failure` says why. */
export interface HttpAnswered {
  readonly status: number;
  readonly body: Bytes;
  readonly failure?: string;
}

/** What lpac is told where no answer came: anything but 2xx ends what it does. */
const badGateway = 502;

/** lpac's HTTP driver "stdio": our client calls the server, and judges it. */
export class HttpBackend {
  readonly #http: Pick<HttpClient, 'post'> | undefined;
  readonly #onNote: (line: string) => void;

  constructor(http: Pick<HttpClient, 'post'> | undefined, onNote: (line: string) => void) {
    this.#http = http;
    this.#onNote = onNote;
  }

  /** Calls the server. A call that fails is told in one line. */
  async call({ url, headers, body }: HttpAsked): Promise<HttpAnswered> {
    if (this.#http === undefined) return this.#failed('it was to call servers by itself');
    try {
      const answer = await this.#http.post(url, { headers: headersOf(headers), body });
      return { status: answer.status, body: answer.body };
    } catch (error) {
      if (!(error instanceof HttpFailure) && !(error instanceof TypeError)) throw error;
      return this.#failed(error.message);
    }
  }

  #failed(failure: string): HttpAnswered {
    this.#onNote(`lpac: ${failure}`);
    return { status: 0, body: new Uint8Array(), failure };
  }
}

/** An answer in the words of lpac. */
export function httpPayload({ status, body }: HttpAnswered): { readonly rcode: number; readonly rx: string } {
  return { rcode: status === 0 ? badGateway : status, rx: toHex(body) };
}

/** The client itself says whom it calls and how much it sends. */
const clientsOwn = ['host', 'content-length', 'connection', 'transfer-encoding'];

function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || clientsOwn.includes(name.toLowerCase())) continue;
    headers[name] = value;
  }
  return headers;
}
