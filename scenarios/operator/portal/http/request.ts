import type { Request } from 'express';
import { fromUtf8 } from '#shared/bytes/bytes';
import { readBody } from '#shared/http/request-body';
import { Problem } from '../problem.ts';

const cookie = '__Secure-portal';

/** The session of a purchase, in a cookie of its own path: windows beside each other do not disturb each other. */
export function sessionCookie(purchase: string, session: string): string {
  return `${cookie}=${session}; Path=/purchase/${purchase}; Secure; HttpOnly; SameSite=Lax`;
}

/** The session a request shows. */
export function sessionOf(request: Request): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1);
}

/** The query of a request. */
export function queryOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.originalUrl.slice(start));
}

/** The fields of a form. @throws Problem 415, TransportRefusal 413 */
export async function readForm(request: Request, limit: number): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(request, 'application/x-www-form-urlencoded', limit));
}

/** The body of a request as text. @throws Problem 400, 415, TransportRefusal 413 */
export async function readText(request: Request, mediaType: string, limit: number): Promise<string> {
  expectOwnPage(request);
  const given = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const body = await readBody(request, limit);
  if (given !== mediaType && body.length > 0)
    throw new Problem(415, 'That was not understood', `Expected ${mediaType}.`);
  try {
    return fromUtf8(body);
  } catch (error) {
    throw new Problem(400, 'That was not understood', 'The text is not UTF-8.', { cause: error });
  }
}

/** A field of a form, without white space around it. @throws Problem 400 when it is too long or has control characters */
export function fieldOf(form: URLSearchParams, name: string, longest: number): string {
  const value = form.get(name)?.trim() ?? '';
  if (value.length > longest)
    throw new Problem(400, 'That is too long', `Please use at most ${longest} characters.`);
  if (/\p{Cc}/u.test(value)) throw new Problem(400, 'That was not understood', 'Please use plain text.');
  return value;
}

/** Another site's page cannot act for the customer. */
function expectOwnPage(request: Request): void {
  const { origin, host } = request.headers;
  if (origin === undefined) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new Problem(403, 'That came from another page', 'Please use the buttons of this portal.');
}
