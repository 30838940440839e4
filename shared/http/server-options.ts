import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';
import type { ServerLimits } from './limits.ts';
import type { RouteHandler } from './route.ts';
import type { ServerTls } from './tls-server.ts';

export interface ServerOptions {
  /** What people call the server, `SM-DP+`. */
  readonly name: string;
  /** 0: any free one. */
  readonly port: number;
  /** 127.0.0.1 if left out. */
  readonly host?: string;
  /** The setting a busy port is changed by, for the message. */
  readonly portSetting?: { readonly flag: string; readonly variable: string };
  readonly tls?: ServerTls;
  /** `POST /path` -> handler. */
  readonly routes: ReadonlyMap<string, RouteHandler>;
  /** What answers paths that are no route; 404 if left out. */
  readonly fallback?: (request: IncomingMessage, response: ServerResponse) => void;
  /** The media type of every route's request body; application/json if left out. */
  readonly mediaType?: string;
  /** X-Admin-Protocol of every answer of a route. */
  readonly adminProtocol?: string;
  readonly limits?: Partial<ServerLimits>;
  readonly clock: Clock;
  readonly trace?: Trace;
}
