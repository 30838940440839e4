import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopback } from '#shared/http/proxy';

import { Refused } from './refused.ts';

/** Who may ask: programs and pages of this machine that know the token. */
export class Guard {
  readonly #token: string;
  /** What a page of somebody else's is given: good for the bridge of a device only. */
  readonly pageToken: string;

  constructor(token: string) {
    this.#token = token;
    this.pageToken = createHmac('sha256', token).update('mobile-plans').digest('hex').slice(0, 32);
  }

  /**
   * A name that leads here but is not this machine's own is how a foreign page gets around its origin (DNS rebinding);
   * a foreign origin has no business here at all.
   * @throws Refused 403
   */
  expectOurs(request: IncomingMessage): void {
    const { port } = this.expectOwnName(request);
    const { origin } = request.headers;
    if (origin === undefined) return;
    const from = hostOf(origin);
    if (from?.protocol === 'http:' && isLoopback(from.hostname) && from.port === port) return;
    throw new Refused(403, 'pages of another origin may not steer the lab');
  }

  /** @throws Refused 403 when it is asked for by a name that is not this machine's own */
  expectOwnName({ headers }: IncomingMessage): { readonly port: string } {
    const host = hostOf(`http://${headers.host ?? ''}`);
    if (host !== undefined && isLoopback(host.hostname)) return host;
    throw new Refused(403, 'the lab is asked for as localhost or 127.0.0.1, not by another name');
  }

  /** @throws Refused 401 */
  expectToken(given: string | undefined, token = this.#token): void {
    const headers = { 'www-authenticate': 'Bearer' };
    if (given === undefined || given === '') {
      const says = 'a token is needed: "Authorization: Bearer TOKEN", as "esimlab start --json" prints it';
      throw new Refused(401, says, { headers });
    }
    if (!same(given, token))
      throw new Refused(401, 'the token is not that of this lab; each start has its own', { headers });
  }

  /** @throws Refused 401 unless it is the page's token, or the lab's */
  expectPageToken(given: string | undefined): void {
    this.expectToken(given, given !== undefined && same(given, this.#token) ? this.#token : this.pageToken);
  }
}

/** The token of an Authorization header. */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
}

function hostOf(url: string): { protocol: string; hostname: string; port: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port };
}

/** In a time that tells nothing of either. */
function same(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
