import type { Contract, MembersOf, Shape } from '#shared/http/contract';
import type { RouteHandler } from '#shared/http/route';
import type { Es2plusHeader } from '#shared/rsp/es2plus';
import { readEs2plusHeader } from '#shared/rsp/es2plus';

import type { AnyFunction, Interface, RouteParts } from './function-route.ts';
import { functionRoute, textIn } from './function-route.ts';

/** A request of ES2+ says in a header who asks; its refusals name the asker and the Profile. */
const es2plus: Interface<Es2plusHeader> = {
  lane: 'ES2+',
  envelopeMembers: ['header'],
  readEnvelope: readEs2plusHeader,
  tellOfRefusal: (trace, called, { refusal, detail }, json) => {
    const requester = textIn(json['header'], 'functionRequesterIdentifier');
    const iccid = textIn(json, 'iccid');
    trace.emit('es2plus.refused', { function: called, refusal, detail, requester, iccid });
  },
};

/** Serves one function of ES2+. */
export function es2plusRoute<Req extends Shape, Res extends Shape | null>(
  contract: Contract<Req, Res>,
  handler: (request: MembersOf<Req>, header: Es2plusHeader) => Promise<unknown>,
  parts: RouteParts,
): RouteHandler {
  return functionRoute(es2plus, contract, handler as AnyFunction<Es2plusHeader>, parts);
}
