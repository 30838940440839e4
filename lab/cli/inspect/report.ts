import type { Finding, Json } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

/** What octets or a text turned out to be. */
export type ReportKind =
  | 'structure'
  | 'tlv'
  | 'command'
  | 'response'
  | 'certificate'
  | 'boundProfilePackage'
  | 'profilePackage'
  | 'es9plus'
  | 'activationCode';

/** One TLV under the name its structure gives it. */
export interface TreeNode {
  /** From the first octet that was inspected. */
  readonly offset: number;
  /** Upper-case hex. */
  readonly tag: string;
  /** Of the content. */
  readonly octets: number;
  readonly name?: string;
  /** The ASN.1 type, where there is no name. */
  readonly type?: string;
  readonly value?: Json;
  /** What the value says to a person. */
  readonly meaning?: string;
  /** Why it does not decode. */
  readonly problem?: string;
  readonly children: readonly TreeNode[];
}

/** A deviation that is accepted; `offset` where it is one of octets. */
export type ReportFinding = Pick<Finding, 'what'> & Partial<Pick<Finding, 'offset'>>;

/** What `esimlab inspect` says of one thing. */
export interface InspectReport {
  readonly kind: ReportKind;
  /** What it is, in a few words. */
  readonly title: string;
  /** Where the specification has it. */
  readonly section?: string;
  readonly octets?: number;
  readonly facts: Readonly<Record<string, Json>>;
  readonly findings: readonly ReportFinding[];
  readonly tree: readonly TreeNode[];
  /** What it carries: the content of a command, the members of a JSON body, further certificates. */
  readonly parts: readonly InspectReport[];
}

/** Inspects what something carries. */
export type InspectInner = (octets: Bytes) => InspectReport;

/** How much is said. */
export interface InspectOptions {
  /** Print the keys, PINs and PUKs of a profile package too. */
  readonly secrets: boolean;
}

/** Something that cannot be inspected. One line: what is wrong, where, and what to do. */
export class InspectError extends Error {
  override readonly name = 'InspectError';

  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, ' '), options);
  }
}

/** A report with nothing in the members that are not given. */
export function report(given: Pick<InspectReport, 'kind' | 'title'> & Partial<InspectReport>): InspectReport {
  return { facts: {}, findings: [], tree: [], parts: [], ...given };
}
