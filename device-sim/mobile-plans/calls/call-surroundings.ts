import type { CallMessage } from '../bridge/message.ts';
import type { Callbacks } from '../callbacks.ts';
import type { Findings } from '../findings.ts';
import type { LaunchEnd } from '../launch-contract.ts';
import type { Operations } from '../operations.ts';
import type { PurchaseMetaData } from '../purchase-meta-data.ts';

/** What a call may need of the launch it was made in. */
export interface CallSurroundings {
  readonly callbacks: Callbacks;
  readonly findings: Findings;
  readonly operations: Operations;
  readonly transactionId: string;
  /** Gives control back to the app. */
  readonly leave: (why: Exclude<LaunchEnd['why'], 'closed'>, purchase: PurchaseMetaData | undefined) => void;
}

/** Does what one function of the bridge is called for. `id`: that of the operation context the portal was given. */
export type Answer = (call: CallMessage, id: string, launch: CallSurroundings) => void;
