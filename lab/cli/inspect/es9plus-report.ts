import type { Json } from '#shared/asn1/index';
import { fromBase64 } from '#shared/bytes/bytes';
import type { Shape } from '#shared/http/contract';
import { readOutcome } from '#shared/rsp/envelope';
import { es9plusFunctions } from '#shared/rsp/es9plus';
import { refusalNamed, refusals } from '#shared/rsp/refusals';

import type { InspectInner, InspectReport, ReportFinding } from './report.ts';
import { InspectError, report } from './report.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON body of ES9+: which function it is of, its outcome, and every member. */
export function es9plusReport(body: JsonObject, inspectMember: InspectInner): InspectReport {
  const response = Object.hasOwn(body, 'header');
  const found = functionOf(body, response);
  if (found === undefined) {
    const known = es9plusFunctions.map(({ name }) => name).join(', ');
    throw new InspectError(
      `JSON whose members (${Object.keys(body).join(', ')}) are those of no ES9+ function; known: ${known}`,
    );
  }
  const findings: ReportFinding[] = [];
  const facts: Record<string, Json> = response ? outcomeOf(body) : {};
  const parts: InspectReport[] = [];
  for (const [member, value] of Object.entries(body)) {
    if (member === 'header') continue;
    if (typeof value !== 'string' || !Object.hasOwn(found.shape, member)) {
      findings.push({ what: `${member} is not a member of ${found.name}` });
    } else if (isText(found.shape, member)) facts[member] = value;
    else inspectOne(member, value, found.shape, { facts, findings, parts }, inspectMember);
  }
  for (const member of missing(found.shape, body, response)) findings.push({ what: `${member} is missing` });
  return report({
    kind: 'es9plus',
    title: `ES9+.${found.name}, ${response ? 'response' : 'request'}`,
    section: found.spec,
    facts,
    findings,
    parts,
  });
}

interface Found {
  readonly name: string;
  readonly spec: string;
  readonly shape: Shape;
}

/** The function that has the most of the members; a refusal alone may be of any. */
function functionOf(body: JsonObject, response: boolean): Found | undefined {
  const members = Object.keys(body).filter((member) => member !== 'header');
  if (response && members.length === 0) return { name: '(any function)', spec: 'SGP.22 §6.5.1.4', shape: {} };
  const candidates = es9plusFunctions.map((contract): Found & { readonly hits: number } => {
    const shape: Shape = (response ? contract.response : contract.request) ?? {};
    const { name, spec } = contract;
    return {
      name,
      spec,
      shape,
      hits: members.filter((member) => Object.hasOwn(shape, member) && member !== 'transactionId').length,
    };
  });
  const [best] = candidates.toSorted((a, b) => b.hits - a.hits);
  return best !== undefined && best.hits > 0 ? best : undefined;
}

function missing(shape: Shape, body: JsonObject, response: boolean): string[] {
  const failed = response && !readOutcomeOrExplain(body).ok;
  return failed ? [] : Object.keys(shape).filter((member) => !Object.hasOwn(body, member));
}

const isText = (shape: Shape, member: string): boolean => shape[member]?.kind.startsWith('base64') !== true;

interface Gathered {
  readonly facts: Record<string, Json>;
  readonly findings: ReportFinding[];
  readonly parts: InspectReport[];
}

function inspectOne(
  member: string,
  value: string,
  shape: Shape,
  { facts, findings, parts }: Gathered,
  inspectMember: InspectInner,
): void {
  try {
    shape[member]?.read(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    findings.push({ what: `${member}: ${error.message}` });
  }
  if (member === 'euiccChallenge') {
    facts[member] = value;
    return;
  }
  try {
    const inner = inspectMember(fromBase64(value));
    parts.push({ ...inner, title: `${member}: ${inner.title}` });
  } catch (error) {
    if (!(error instanceof InspectError || error instanceof TypeError)) throw error;
    findings.push({ what: `${member}: ${error.message}` });
  }
}

function outcomeOf(body: JsonObject): Record<string, Json> {
  const outcome = readOutcomeOrExplain(body);
  if (outcome.ok) return { outcome: 'executed' };
  const refusal = refusalNamed(outcome);
  const name = refusal === undefined ? 'not a code pair known here' : `${refusal}: ${refusals[refusal].says}`;
  return {
    outcome: `refused with ${outcome.subjectCode}/${outcome.reasonCode} (${name})`,
    ...(outcome.message === '' ? {} : { message: outcome.message }),
  };
}

function readOutcomeOrExplain(body: JsonObject): ReturnType<typeof readOutcome> {
  try {
    return readOutcome(body);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InspectError(
      `a JSON response without an outcome: ${error.message}; it is Executed-Success, Executed-WithWarning, Failed or Expired (SGP.22 §6.5.1.4)`,
      { cause: error },
    );
  }
}
