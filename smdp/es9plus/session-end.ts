import { Refusal } from '#shared/rsp/refusals';

import type { Session } from '../sessions/session.ts';
import type { SmdpParts } from './smdp-parts.ts';

/**
 * A function that is refused ends its session; but a message that names another session inside than outside belongs
 * to none, and leaves it as it is.
 */
export async function endingWhenRefused<T>(
  { sessions }: Pick<SmdpParts, 'sessions'>,
  session: Session,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && error.refusal !== 'invalidTransactionId')
      sessions.end(session, error.refusal);
    throw error;
  }
}
