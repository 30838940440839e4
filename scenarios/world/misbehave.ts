import { CancelOrder, ConfirmOrder, DownloadOrder, ReleaseProfile } from '#shared/rsp/es2plus';
import {
  AuthenticateClient,
  CancelSession,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';
import type { RefusalName } from '#shared/rsp/refusals';
import type { Span } from '#shared/runtime/span';
import type { Next } from '#smdp/index';
import { smdpFunctions } from '#smdp/index';

import type { World } from './world.ts';

const contracts = {
  initiateAuthentication: InitiateAuthentication,
  authenticateClient: AuthenticateClient,
  getBoundProfilePackage: GetBoundProfilePackage,
  handleNotification: HandleNotification,
  cancelSession: CancelSession,
  downloadOrder: DownloadOrder,
  confirmOrder: ConfirmOrder,
  cancelOrder: CancelOrder,
  releaseProfile: ReleaseProfile,
} as const;

/** Functions that can be made to go wrong: those of the SM-DP+, and the callback that an operator serves. */
export const misbehavingFunctions = [...smdpFunctions, 'handleDownloadProgressInfo'] as const;

export type MisbehavingFunction = (typeof misbehavingFunctions)[number];

/** What the next call of a function does, one thing. */
export interface Misbehaviour {
  readonly at: MisbehavingFunction;
  /** Refuses instead of carrying it out. */
  readonly refuse?: RefusalName | undefined;
  /** Takes its time before it begins. */
  readonly delay?: Span | undefined;
  /** Closes the connection without an answer. */
  readonly hangUp?: 'before' | 'after' | undefined;
  /** Answers with an HTTP status from 400 on, instead of carrying it out. */
  readonly httpStatus?: number | undefined;
}

/** What is wrong with misbehaviour, in words; undefined where it can be. */
export function wrongMisbehaviour({ at, ...does }: Misbehaviour): string | undefined {
  const said = Object.values(does).filter((each) => each !== undefined);
  if (said.length !== 1)
    return 'say one thing that it does: refuse, delay, hang up or answer with an HTTP status';
  return at === 'handleDownloadProgressInfo' && does.refuse !== undefined
    ? 'an operator answers a callback without a body, and so cannot refuse it; have it answer with an HTTP status'
    : undefined;
}

/** Orders misbehaviour. @throws TypeError of one line for what cannot be */
export function misbehave({ smdp, operator }: World, misbehaviour: Misbehaviour): void {
  const wrong = wrongMisbehaviour(misbehaviour);
  if (wrong !== undefined) throw new TypeError(wrong);
  const { at, refuse, delay, hangUp, httpStatus } = misbehaviour;
  const next: Partial<Pick<Next<unknown>, 'refuse'>> & ReturnType<typeof operator.next> =
    at === 'handleDownloadProgressInfo' ? operator.next() : smdp.next(contracts[at]);
  if (refuse !== undefined) next.refuse?.(refuse);
  if (delay !== undefined) next.delay(delay);
  if (hangUp !== undefined) next.hangUp(hangUp);
  if (httpStatus !== undefined) next.httpStatus(httpStatus);
}
