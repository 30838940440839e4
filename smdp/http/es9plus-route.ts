import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { CallInfo, Contract, MembersOf, Shape } from '#shared/http/contract';
import { MalformedMember, readMembers, writeMembers } from '#shared/http/contract';
import type { RouteAnswer, RouteCall, RouteHandler } from '#shared/http/route';
import { TransportRefusal } from '#shared/http/route';
import { executed, failed } from '#shared/rsp/envelope';
import { findingsOf } from '#shared/rsp/es9plus';
import { Refusal } from '#shared/rsp/refusals';
import type { Trace } from '#shared/runtime/trace';

import type { OrderedMisbehaviour } from '../misbehaviour/ordered-misbehaviour.ts';

/** What a route needs besides its function. */
export interface RouteParts {
  readonly trace: Trace;
  readonly misbehaviour: OrderedMisbehaviour;
  readonly adminProtocol: 'strict' | 'tolerant';
}

/** A function of ES9+ as a contract's members have it, whichever it is. */
type AnyFunction = (request: Readonly<Record<string, unknown>>, call: CallInfo) => Promise<unknown>;

const lane = 'ES9+';

/** Serves one function: JSON in, JSON out, each refusal in the envelope of SGP.22 §6.5.1. */
export function es9plusRoute<Req extends Shape, Res extends Shape | null>(
  contract: Contract<Req, Res>,
  handler: (request: MembersOf<Req>, call: CallInfo) => Promise<unknown>,
  parts: RouteParts,
): RouteHandler {
  const { name } = contract;
  const { trace } = parts;
  return async (call) => {
    trace.emit('wire', { lane, direction: `request ${name}`, octets: call.body });
    const json = parseJson(call.body);
    const answer = await answerTo(contract, handler as AnyFunction, parts, { ...call, json });
    const octets = answer === undefined ? new Uint8Array() : toUtf8(JSON.stringify(answer));
    trace.emit('wire', { lane, direction: `response ${name}`, octets });
    return answer === undefined ? { status: 204 } : jsonAnswer(octets);
  };
}

interface ParsedCall extends RouteCall {
  readonly json: Readonly<Record<string, unknown>>;
}

/** The answer's JSON; undefined for one without a body. A fault is thrown on: the server tells of it. */
async function answerTo(
  contract: Contract,
  handler: AnyFunction,
  { trace, misbehaviour, adminProtocol }: RouteParts,
  call: ParsedCall,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { name } = contract;
  const note = (what: string): void => {
    trace.emit('finding', { where: name, what });
  };
  try {
    expectAdminProtocol(call, adminProtocol === 'strict', note);
    const members = readMembers(contract.request, call.json, ({ message }) => {
      note(message);
    });
    for (const [member, value] of Object.entries(members)) {
      for (const { what, offset } of findingsOf(value)) note(`${member}: ${what} (at octet ${offset})`);
    }
    const response = await misbehaviour.carryOut(name, () => handler(members, call));
    return contract.response === null
      ? undefined
      : executed(writeMembers(contract.response, response as MembersOf<Shape>));
  } catch (error) {
    const refusal = error instanceof MalformedMember ? malformed(error) : error;
    if (!(refusal instanceof Refusal)) throw error;
    const { transactionId } = call.json;
    trace.emit('es9plus.refused', {
      function: name,
      refusal: refusal.refusal,
      detail: refusal.detail,
      transactionId: typeof transactionId === 'string' ? transactionId : undefined,
    });
    return failed(refusal.refusal, error instanceof MalformedMember ? error.message : undefined);
  }
}

function malformed(error: MalformedMember): Refusal {
  return new Refusal(error.missing ? 'formatElementMissing' : 'formatInvalid', error.message, {
    cause: error,
  });
}

/** SGP.22 §6.2, es9plus.md §9. */
function expectAdminProtocol({ headers }: RouteCall, strict: boolean, note: (what: string) => void): void {
  const given = headers['x-admin-protocol'];
  if (given !== undefined && /^gsma\/rsp\/v[23]\./.test(given)) return;
  const what = `X-Admin-Protocol is ${given === undefined ? 'missing' : `"${given.slice(0, 40)}"`}`;
  if (strict) throw new Refusal('protocolVersionMissing', what);
  note(what);
}

/** @throws TransportRefusal 400 when the body is no JSON object. */
function parseJson(body: Bytes): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(fromUtf8(body));
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new TransportRefusal(400, `the body is not JSON: ${why.split('\n', 1)[0] ?? ''}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TransportRefusal(400, 'the body is JSON, but not an object');
  }
  return json as Readonly<Record<string, unknown>>;
}

function jsonAnswer(body: Bytes): RouteAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body };
}
