import type { Schema, TaggedSchema } from '#shared/asn1/index';
import { decode, DecodeError, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import { StatusError } from '../../uicc/index.ts';
import type { Card } from '../card.ts';

/** A function of ES10a, ES10b or ES10c: one command TLV in, one answer TLV out. */
export interface IsdrFunction {
  /** As SGP.22 §5.7 names it. */
  readonly name: string;
  readonly tag: number;
  run(card: Card, command: Bytes): Promise<Bytes>;
}

interface Declaration<Request, Response> {
  readonly name: string;
  readonly request: TaggedSchema<Request>;
  readonly response: Schema<Response>;
  readonly run: (card: Card, request: Request) => Response | Promise<Response>;
}

/** A function whose octets are read and written by the schemas of shared/rsp. */
export function isdrFunction<Request, Response>(declaration: Declaration<Request, Response>): IsdrFunction {
  const { name, request, response, run } = declaration;
  return {
    name,
    tag: request.tag,
    run: async (card, command) => encode(response, await run(card, readRequest(card, request, command))),
  };
}

/** Deviations from DER that are accepted become findings of the trace. @throws StatusError incorrectData */
function readRequest<T>(card: Card, schema: Schema<T>, command: Bytes): T {
  const findings: { what: string; offset: number }[] = [];
  try {
    return decode(schema, command, { findings });
  } catch (cause) {
    if (cause instanceof DecodeError) throw new StatusError('incorrectData', cause.message, { cause });
    throw cause;
  } finally {
    card.note(
      schema.name,
      findings.map(({ what, offset }) => `${what} (octet ${offset})`),
    );
  }
}
