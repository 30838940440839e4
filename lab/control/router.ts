import type { IncomingMessage } from 'node:http';
import { fromUtf8 } from '#shared/bytes/bytes';
import { readBody } from '#shared/http/request-body';
import { didYouMean } from '#shared/runtime/did-you-mean';

import { Refused } from './refused.ts';
import type { PathParts, Route } from './route.ts';

/** Finds the route of a request and reads its body. */
export class Router {
  readonly #routes: readonly { readonly route: Route; readonly parts: readonly string[] }[];
  readonly #bodyLimit: number;

  constructor(routes: readonly Route[], bodyLimit: number) {
    this.#routes = routes.map((route) => ({ route, parts: route.path.split('/') }));
    this.#bodyLimit = bodyLimit;
  }

  /** What the function that is called answers. @throws Refused, TransportRefusal, ClientGone, what the function throws */
  async call(request: IncomingMessage, pathname: string): Promise<unknown> {
    const { handle, path } = this.#find(request.method ?? '', pathname);
    return handle(path, await this.#body(request));
  }

  #find(method: string, pathname: string): { handle: Route['handle']; path: PathParts } {
    const given = pathname.split('/');
    const matching = this.#routes.flatMap(({ route, parts }) => {
      const path = match(parts, given);
      return path === undefined ? [] : [{ route, path }];
    });
    const found = matching.find(({ route }) => route.method === method);
    if (found !== undefined) return { handle: found.route.handle, path: found.path };
    if (matching.length === 0) throw new Refused(404, this.#unknown(pathname));
    const allow = matching.map(({ route }) => route.method).join(', ');
    throw new Refused(405, `${shown(pathname)} is called with ${allow}, not ${shown(method)}`, {
      headers: { allow },
    });
  }

  #unknown(pathname: string): string {
    const paths = [...new Set(this.#routes.map(({ route }) => route.path))];
    const meant = pathname.length > 200 ? undefined : didYouMean(pathname, paths);
    const hint = meant === undefined ? `it begins with one of ${rooms(paths)}` : `did you mean ${meant}?`;
    return `${shown(pathname)} is not a path of the lab; ${hint}`;
  }

  /** The JSON of the body; undefined when there is none. */
  async #body(request: IncomingMessage): Promise<unknown> {
    const octets = await readBody(request, this.#bodyLimit);
    if (octets.length === 0) return undefined;
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json')
      throw new Refused(415, `the body is JSON: send "Content-Type: application/json"`);
    try {
      return JSON.parse(fromUtf8(octets));
    } catch (error) {
      throw new Refused(400, 'the body is not JSON', {}, { cause: error });
    }
  }
}

/** The named parts of a path that has the shape of a route. */
function match(parts: readonly string[], given: readonly string[]): PathParts | undefined {
  if (parts.length !== given.length) return undefined;
  const path: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const text = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== text) return undefined;
    } else {
      const decoded = decodeOrNothing(text);
      if (decoded === undefined || decoded === '') return undefined;
      path[part.slice(1)] = decoded;
    }
  }
  return path;
}

function decodeOrNothing(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const rooms = (paths: readonly string[]): string =>
  [...new Set(paths.map((path) => path.split('/').slice(0, 3).join('/')))].join(', ');

const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
