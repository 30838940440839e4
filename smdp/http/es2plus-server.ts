import type { HttpClient } from '#shared/http/client';
import type { ServerLimits } from '#shared/http/limits';
import type { PeerJudge } from '#shared/http/peer';
import type { HttpServer } from '#shared/http/server';
import { openServer } from '#shared/http/server';
import type { Clock } from '#shared/runtime/clock';

import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import { es2plusRoutes } from './es2plus-routes.ts';
import type { RouteParts } from './function-route.ts';

/** ES2+ of an SM-DP+: where operators call it, who may, and where it calls them. */
export interface Es2plusOptions {
  readonly listen: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    /** The setting a busy port is changed by, for the message. */
    readonly portSetting?: { readonly flag: string; readonly variable: string };
    readonly limits?: Partial<ServerLimits>;
  };
  /**
   * Mutual TLS: the server's own certificate (PEM, the leaf first), and the judge of its clients' ones. Whom it throws
   * at is answered 403; whoever made the judge tells the trace.
   */
  readonly tls: { readonly key: string; readonly cert: string; readonly judge: PeerJudge };
  /** Where handleDownloadProgressInfo goes: to each of these. The clients are closed by whoever made them. */
  readonly notify?: readonly {
    readonly url: string;
    readonly client: HttpClient;
    /** False: what it is not told when the server goes is not told by the next one. */
    readonly keeps?: boolean;
  }[];
}

/** Opens ES2+ at a port of its own. @throws PortNotFree */
export async function openEs2plusServer(
  { listen, tls: { key, cert, judge } }: Es2plusOptions,
  smdp: SmdpParts,
  parts: RouteParts & { readonly clock: Clock },
): Promise<HttpServer> {
  const { clock, trace } = parts;
  return openServer({
    ...listen,
    name: 'ES2+ of the SM-DP+',
    clock,
    trace,
    tls: { key, cert, judge },
    adminProtocol: 'gsma/rsp/v2.6.0',
    routes: es2plusRoutes(smdp, parts),
  });
}
