import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import { CancelSession } from '#shared/rsp/es9plus';

import { diagnose } from '../diagnosis.ts';
import * as es10b from '../es10/es10b.ts';
import { ServerRefused } from '../es9plus/server-errors.ts';
import type { Session } from './download-run.ts';

/**
 * Common Cancel Session (SGP.22 §3.0.2): first the eUICC, then the server with what the eUICC signed. It is the end
 * of a procedure that failed for another reason, so that its own troubles are only noted; osmo-smdpp refuses every
 * honest cancelSession (es9plus.md §1).
 */
export async function commonCancelSession(
  { isdR, server, transactionId }: Session,
  reason: CancelSessionReason,
): Promise<'yes' | 'no' | 'refused'> {
  try {
    const cancelSessionResponse = await es10b.cancelSession(isdR, transactionId, reason);
    await server.ask(CancelSession, { transactionId, cancelSessionResponse });
    return 'yes';
  } catch (error) {
    if (diagnose(error) === undefined) throw error;
    return error instanceof ServerRefused ? 'refused' : 'no';
  }
}
