import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8 } from '#shared/bytes/bytes';
import { MalformedMember, readMembers } from '#shared/http/contract';
import type { RouteHandler } from '#shared/http/route';
import { TransportRefusal } from '#shared/http/route';
import { HandleDownloadProgressInfo, readEs2plusHeader } from '#shared/rsp/es2plus';
import type { OrderedMisbehaviour } from '#smdp/index';
import type { Trace } from '#shared/runtime/trace';

import { progressOf } from '../order-desk/index.ts';
import type { ToldProgress } from '../order-desk/index.ts';

/** Who is told what came. */
export interface ProgressParts {
  readonly desk: { told(info: ToldProgress): Promise<void> };
  readonly trace: Trace;
  readonly misbehaviour: Pick<OrderedMisbehaviour, 'carryOut'>;
}

const { name } = HandleDownloadProgressInfo;

/** The operator hears of a download: acknowledged with 204, and with 400 when it cannot be read (SGP.22 §5.3.5). */
export function handleDownloadProgressInfo({ desk, trace, misbehaviour }: ProgressParts): RouteHandler {
  return async ({ body }) => {
    const info = readInfo(body, (what) => {
      trace.emit('finding', { where: name, what });
    });
    await misbehaviour.carryOut(name, async () => {
      const { point, status } = progressOf(info);
      trace.emit('operator.progress', { iccid: info.iccid, eid: info.eid, point, status });
      await desk.told(info);
    });
    return { status: 204 };
  };
}

/** @throws TransportRefusal 400 */
function readInfo(body: Bytes, note: (what: string) => void): ToldProgress {
  try {
    const json: unknown = JSON.parse(fromUtf8(body));
    if (typeof json !== 'object' || json === null) throw new TypeError('the body is JSON, but not an object');
    const { header, ...members } = json as Readonly<Record<string, unknown>>;
    const { functionCallIdentifier } = readEs2plusHeader({ header });
    const read = readMembers(HandleDownloadProgressInfo.request, members, ({ message }) => {
      note(message);
    });
    const info = { ...read, functionCallIdentifier };
    progressOf(info);
    return info;
  } catch (cause) {
    if (!(cause instanceof MalformedMember || cause instanceof SyntaxError || cause instanceof TypeError))
      throw cause;
    const [line = ''] = cause.message.split('\n', 1);
    throw new TransportRefusal(400, `${name} cannot be read: ${line}`, {}, { cause });
  }
}
