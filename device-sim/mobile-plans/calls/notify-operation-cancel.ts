import type { Described } from '../bridge/described.ts';
import { sayDescribed } from '../bridge/described.ts';
import type { Answer } from './call-surroundings.ts';

/** Takes a delayed download back, until its toast is shown. No callback: an operation that goes on must not seem to have ended. */
export const notifyOperationCancel: Answer = ({ arguments: [context] }, _id, { findings, operations }) => {
  if (typeof context === 'string') {
    findings.add('cancelWithId');
    return;
  }
  const id = idOf(context);
  if (id === undefined || !operations.cancel(id))
    findings.add('cancelOfNothing', id ?? sayDescribed(context));
};

/** The Id of an operation context. */
function idOf(context: Described | undefined): string | undefined {
  if (typeof context !== 'object' || context === null || !('members' in context)) return undefined;
  const id = context.members.find(([name]) => name === 'Id')?.[1];
  return typeof id === 'string' ? id : undefined;
}
