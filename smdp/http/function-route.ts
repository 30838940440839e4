import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { CallInfo, Contract, MembersOf, Shape } from '#shared/http/contract';
import { MalformedMember, printMembers, readMembers } from '#shared/http/contract';
import type { RouteAnswer, RouteCall, RouteHandler } from '#shared/http/route';
import { TransportRefusal } from '#shared/http/route';
import { executed, failed } from '#shared/rsp/envelope';
import { findingsOf } from '#shared/rsp/es9plus';
import { Refusal } from '#shared/rsp/refusals';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import { OrderedHangUp } from '../misbehaviour/ordered-misbehaviour.ts';
import type { OrderedMisbehaviour } from '../misbehaviour/ordered-misbehaviour.ts';
import type { SmdpSettings } from '../settings.ts';
import type { SmdpFunction } from '../smdp-functions.ts';

/** What a route needs besides its function. */
export interface RouteParts {
  readonly trace: Trace;
  readonly misbehaviour: OrderedMisbehaviour;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Read at each call: they may change meanwhile. */
  readonly settings: Pick<SmdpSettings, 'adminProtocol' | 'latency'>;
}

type Json = Readonly<Record<string, unknown>>;

/** What the functions of one interface have in common. */
export interface Interface<Envelope> {
  /** `ES9+` */
  readonly lane: string;
  /** Members of a request that belong to no function. */
  readonly envelopeMembers: readonly string[];
  /** Reads them. @throws MalformedMember */
  readEnvelope(json: Json, call: CallInfo): Envelope;
  /** Tells the trace of a refusal; `json` is the request's. */
  tellOfRefusal(trace: Trace, called: string, refusal: Refusal, json: Json): void;
}

/** A function of a contract, whichever it is. */
export type AnyFunction<Envelope> = (request: Json, envelope: Envelope) => Promise<unknown>;

/** Serves one function: JSON in, JSON out, each refusal in the envelope of SGP.22 §6.5.1. */
export function functionRoute<Envelope>(
  of: Interface<Envelope>,
  contract: Contract,
  handler: AnyFunction<Envelope>,
  parts: RouteParts,
): RouteHandler {
  const { trace } = parts;
  const wire = (way: 'request' | 'response', octets: Bytes): void => {
    trace.emit('wire', { lane: of.lane, direction: `${way} ${contract.name}`, octets });
  };
  return async (call) => {
    wire('request', call.body);
    const json = parseJson(call.body);
    const answer = await answerTo({ of, contract, handler, parts }, call, json);
    const octets = answer === undefined ? new Uint8Array() : toUtf8(answer);
    wire('response', octets);
    return answer === undefined ? { status: 204 } : jsonAnswer(octets);
  };
}

/** What an answer begins with when its function was executed. */
const success = JSON.stringify(executed({})).slice(0, -1);

interface Served<Envelope> {
  readonly of: Interface<Envelope>;
  readonly contract: Contract;
  readonly handler: AnyFunction<Envelope>;
  readonly parts: RouteParts;
}

/** The answer as JSON prints it; undefined for one without a body. Faults and an ordered HangUp are thrown on, to the server. */
async function answerTo<Envelope>(
  { of, contract, handler, parts }: Served<Envelope>,
  call: RouteCall,
  json: Json,
): Promise<string | undefined> {
  const { clock, trace, misbehaviour, settings } = parts;
  const { name } = contract;
  const note = (what: string): void => {
    trace.emit('finding', { where: name, what });
  };
  try {
    expectAdminProtocol(call, settings.adminProtocol === 'strict', note);
    const envelope = of.readEnvelope(json, call);
    const members = readMembers(contract.request, json, ({ member, message }) => {
      if (!of.envelopeMembers.includes(member)) note(message);
    });
    for (const [member, value] of Object.entries(members)) {
      for (const { what, offset } of findingsOf(value)) note(`${member}: ${what} (at octet ${offset})`);
    }
    const latency = settings.latency[name as SmdpFunction];
    if (latency !== undefined && latency > 0) await clock.sleep(latency, { what: `the latency of ${name}` });
    const response = await misbehaviour.carryOut(name, () => handler(members, envelope));
    return contract.response === null
      ? undefined
      : `${success}${printMembers(contract.response, response as MembersOf<Shape>)}}`;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal !== undefined) of.tellOfRefusal(trace, name, refusal, json);
    if (error instanceof OrderedHangUp)
      trace.emit('smdp.hungUp', { lane: of.lane, function: name, when: error.when });
    if (refusal === undefined || error instanceof OrderedHangUp) throw error;
    const message = error instanceof MalformedMember ? error.message : undefined;
    return JSON.stringify(failed(refusal.refusal, message));
  }
}

/** A member of a request for the trace, if it is text. */
export function textIn(json: unknown, member: string): string | undefined {
  const value: unknown =
    typeof json === 'object' && json !== null && Object.hasOwn(json, member)
      ? (json as Json)[member]
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What a function refused for, also where nobody is answered; undefined for anything else. */
function refusalIn(error: unknown): Refusal | undefined {
  if (error instanceof MalformedMember) return malformed(error);
  const thrown = error instanceof OrderedHangUp ? error.cause : error;
  return thrown instanceof Refusal ? thrown : undefined;
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
function parseJson(body: Bytes): Json {
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
  return json as Json;
}

function jsonAnswer(body: Bytes): RouteAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body };
}
