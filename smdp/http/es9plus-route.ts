import type { CallInfo, Contract, MembersOf, Shape } from '#shared/http/contract';
import type { RouteHandler } from '#shared/http/route';

import type { AnyFunction, Interface, RouteParts } from './function-route.ts';
import { functionRoute, textIn } from './function-route.ts';

/** A request of ES9+ has its function's own members alone; its refusals name the session. */
const es9plus: Interface<CallInfo> = {
  lane: 'ES9+',
  envelopeMembers: [],
  readEnvelope: (_json, call) => call,
  tellOfRefusal: (trace, called, { refusal, detail }, json) => {
    const transactionId = textIn(json, 'transactionId');
    trace.emit('es9plus.refused', { function: called, refusal, detail, transactionId });
  },
};

/** Serves one function of ES9+. */
export function es9plusRoute<Req extends Shape, Res extends Shape | null>(
  contract: Contract<Req, Res>,
  handler: (request: MembersOf<Req>, call: CallInfo) => Promise<unknown>,
  parts: RouteParts,
): RouteHandler {
  return functionRoute(es9plus, contract, handler as AnyFunction<CallInfo>, parts);
}
