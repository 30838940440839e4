import { openServer } from '#shared/http/server';
import type { HttpServer } from '#shared/http/server';
import type { ServerLimits } from '#shared/http/limits';
import type { PeerJudge } from '#shared/http/peer';
import { HandleDownloadProgressInfo } from '#shared/rsp/es2plus';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';
import type { OrderedMisbehaviour } from '#smdp/index';

import type { ToldProgress } from '../order-desk/index.ts';
import './events.ts';
import { handleDownloadProgressInfo } from './handle-download-progress-info.ts';

/** Where a server of the operator listens. */
export interface OperatorListening {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** The setting a busy port is changed by, for the message. */
  readonly portSetting?: { readonly flag: string; readonly variable: string };
  readonly limits?: Partial<ServerLimits>;
}

/** What an operator API is made of. */
export interface OperatorApiOptions {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly listen: OperatorListening;
  /** PEM, and who may call: clients are asked for a certificate, and judged at Clock time. */
  readonly tls: { readonly key: string; readonly cert: string; readonly judge: PeerJudge };
  readonly desk: { told(info: ToldProgress): Promise<void> };
  readonly misbehaviour: Pick<OrderedMisbehaviour, 'carryOut'>;
}

/** The operator's servers for other companies, listening: callbacks of ES2+, with mutual TLS. @throws PortNotFree */
export async function openOperatorApi({
  clock,
  trace,
  listen,
  tls,
  desk,
  misbehaviour,
}: OperatorApiOptions): Promise<HttpServer> {
  return openServer({
    name: 'operator API',
    clock,
    trace,
    tls,
    ...listen,
    adminProtocol: 'gsma/rsp/v2.6.0',
    routes: new Map([
      [`POST ${HandleDownloadProgressInfo.path}`, handleDownloadProgressInfo({ desk, trace, misbehaviour })],
    ]),
  });
}
