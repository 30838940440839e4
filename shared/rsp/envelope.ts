import type { RefusalName, StatusCodeData } from './refusals.ts';
import { refusals } from './refusals.ts';

/** SGP.22 §6.5.1.4. */
export type ExecutionStatus = 'Executed-Success' | 'Executed-WithWarning' | 'Failed' | 'Expired';

/** The header of every JSON response (SGP.22 §6.5.1.4). */
export interface ResponseHeader {
  readonly functionExecutionStatus: {
    readonly status: ExecutionStatus;
    readonly statusCodeData?: StatusCodeData & {
      readonly message?: string;
      readonly subjectIdentifier?: string;
    };
  };
}

/** The members of a function that was executed. */
export function executed(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    header: { functionExecutionStatus: { status: 'Executed-Success' } } satisfies ResponseHeader,
    ...members,
  };
}

/** The answer to a function that was refused: output members are left out. */
export function failed(refusal: RefusalName, message?: string): Readonly<Record<string, unknown>> {
  const { subject, reason, says } = refusals[refusal];
  const statusCodeData = { subjectCode: subject, reasonCode: reason, message: message ?? says };
  return {
    header: { functionExecutionStatus: { status: 'Failed', statusCodeData } } satisfies ResponseHeader,
  };
}

/** What the other side says of the function it executed. */
export type Outcome =
  { readonly ok: true } | ({ readonly ok: false; readonly message: string } & StatusCodeData);

/** Reads the header of a JSON response. @throws TypeError when it has none. */
export function readOutcome(json: unknown): Outcome {
  const status = member(member(member(json, 'header'), 'functionExecutionStatus'), 'status');
  if (status === 'Executed-Success' || status === 'Executed-WithWarning') return { ok: true };
  if (status !== 'Failed' && status !== 'Expired') {
    throw new TypeError('the response has no header.functionExecutionStatus.status');
  }
  const data = member(member(member(json, 'header'), 'functionExecutionStatus'), 'statusCodeData');
  return {
    ok: false,
    subjectCode: textOf(member(data, 'subjectCode')),
    reasonCode: textOf(member(data, 'reasonCode')),
    message: textOf(member(data, 'message')),
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
