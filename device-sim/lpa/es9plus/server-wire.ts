import type { Bytes } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import type { Trace } from '#shared/runtime/trace';

/** A call and the answer to it; no answer came when `status` is undefined. */
export interface HttpFrame {
  readonly url: string;
  readonly request: Bytes;
  readonly status: number | undefined;
  readonly answer: Bytes | undefined;
}

/** The wire to servers: keeps the last frame and tells the trace of each. */
export class ServerWire {
  /** The client to make calls with. */
  readonly client: HttpClient;
  #last: HttpFrame | undefined;

  constructor(client: HttpClient, { trace, device }: { trace: Trace; device: string }) {
    const lane = `${device}/ES9+`;
    this.client = {
      ...client,
      post: async (url, call) => {
        const frame = { url, request: call.body };
        const name = url.slice(url.lastIndexOf('/') + 1);
        this.#last = { ...frame, status: undefined, answer: undefined };
        trace.emit('wire', { lane, direction: `request ${name}`, octets: call.body });
        const response = await client.post(url, call);
        this.#last = { ...frame, status: response.status, answer: response.body };
        trace.emit('wire', { lane, direction: `response ${name}`, octets: response.body });
        return response;
      },
    };
  }

  get last(): HttpFrame | undefined {
    return this.#last;
  }

  /** Lets go of the last frame, which no failure will show any more. */
  forget(): void {
    this.#last = undefined;
  }
}
