import type { IncomingMessage, ServerResponse } from 'node:http';
import { diagnose } from '#device-sim/lpa/index';
import { toUtf8 } from '#shared/bytes/bytes';
import { ClientGone, TransportRefusal } from '#shared/http/route';
import type { Trace } from '#shared/runtime/trace';

import { Refused } from './refused.ts';

/** An answer that is no JSON, or has headers of its own. */
export class Answer {
  readonly type: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(type: string, text: string, headers: Readonly<Record<string, string>> = {}) {
    this.type = type;
    this.text = text;
    this.headers = headers;
  }
}

/** Answers one request, in JSON unless the work says otherwise, whatever comes of it. */
export async function answerWith(
  request: IncomingMessage,
  response: ServerResponse,
  trace: Trace,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    const answer = await work();
    if (answer instanceof Answer) sendText(response, answer);
    else send(response, 200, answer);
  } catch (error) {
    if (error instanceof ClientGone) return;
    const refused = refusalOf(error);
    if (refused === undefined) {
      // Without the query, which may hold a token.
      const where = `lab: ${request.method ?? ''} ${(request.url ?? '').split('?', 1)[0] ?? ''}`;
      trace.emit('fault', { where, error });
      send(response, 500, { error: 'a fault of the lab itself; see its log' });
    } else send(response, refused.status, refused.answer, refused.headers);
  }
}

/** An error as the answer to who asked; undefined for a fault of ours. */
function refusalOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (error instanceof TransportRefusal)
    return new Refused(error.status, error.message, { headers: error.headers });
  const diagnosis = diagnose(error);
  if (diagnosis === undefined || !(error instanceof Error)) return undefined;
  const { status, code } = diagnosis;
  return new Refused(409, error.message, { status, code }, { cause: error });
}

function sendText(response: ServerResponse, { type, text, headers }: Answer): void {
  write(response, 200, toUtf8(text), { 'content-type': type, ...headers });
}

function send(
  response: ServerResponse,
  status: number,
  answer: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = 'application/json; charset=utf-8';
  write(response, status, toUtf8(`${JSON.stringify(answer)}\n`), { 'content-type': type, ...headers });
}

function write(
  response: ServerResponse,
  status: number,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}
