import type { HttpClient, HttpResponse } from '#shared/http/client';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { Span } from '#shared/runtime/span';

export type Json = Readonly<Record<string, unknown>>;

interface Call {
  readonly url: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: Json;
  readonly timeout: Span | undefined;
}

type Posted = Parameters<HttpClient['post']>[1];
type Script = (request: Json) => Json | { readonly httpStatus: number; readonly body?: string };

/** A server of which each function of ES9+ is scripted, by its name. */
export class ScriptedServer {
  readonly calls: Call[] = [];
  readonly scripts = new Map<string, Script>();
  /** In place of any answer, when it returns one; it may throw. */
  intercept: (call: Call) => HttpResponse | undefined = () => undefined;

  on(name: string, script: Script | ReturnType<Script>): this {
    this.scripts.set(name, typeof script === 'function' ? script : () => script);
    return this;
  }

  /** The names of the functions called, in order. */
  get called(): readonly string[] {
    return this.calls.map(({ name }) => name);
  }

  /** The requests of a function, in order. */
  requests(name: string): readonly Json[] {
    return this.calls.filter((call) => call.name === name).map(({ request }) => request);
  }

  client(): HttpClient {
    const post: HttpClient['post'] = async (url, call) => this.#post(url, call);
    return { post, send: () => Promise.reject(new Error('only POST is scripted')), close: () => undefined };
  }

  #post(url: string, { headers = {}, body, timeout }: Posted): HttpResponse {
    const name = new URL(url).pathname.split('/').at(-1) ?? '';
    const call = { url, name, headers, timeout, request: JSON.parse(fromUtf8(body)) as Json };
    this.calls.push(call);
    const intercepted = this.intercept(call);
    if (intercepted !== undefined) return intercepted;
    const answer = this.scripts.get(name)?.(call.request) ?? { httpStatus: 404, body: 'no such function' };
    if (typeof answer.httpStatus === 'number') {
      const text = typeof answer.body === 'string' ? answer.body : '';
      return { status: answer.httpStatus, headers: {}, body: toUtf8(text) };
    }
    const contentType = { 'content-type': 'application/json;charset=UTF-8' };
    return { status: 200, headers: contentType, body: toUtf8(JSON.stringify(answer)) };
  }
}

/** An answer of a function that was executed. */
export const executed = (members: Json = {}): Json => ({
  header: { functionExecutionStatus: { status: 'Executed-Success' } },
  ...members,
});

/** An answer of a function that was refused. */
export const refused = (subjectCode: string, reasonCode: string, message = 'no'): Json => ({
  header: {
    functionExecutionStatus: { status: 'Failed', statusCodeData: { subjectCode, reasonCode, message } },
  },
});
