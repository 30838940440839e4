interface Row {
  readonly subject: string;
  readonly reason: string;
  readonly says: string;
}

/** What the functions of ES2+ refuse with (SGP.22 §5.3). */
export const es2plusRefusals = {
  eidMissing: { subject: '8.1.1', reason: '2.2', says: 'The EID is missing' },
  eidOtherBound: { subject: '8.1.1', reason: '3.10', says: 'Another EID is bound to the ICCID' },
  iccidNotYours: { subject: '8.2.1', reason: '1.2', says: 'The ICCID belongs to another requester' },
  iccidInUse: { subject: '8.2.1', reason: '3.3', says: 'The ICCID is not available' },
  iccidWrongState: { subject: '8.2.1', reason: '3.5', says: 'The Profile is not in the state for this' },
  iccidUnknown: { subject: '8.2.1', reason: '3.9', says: 'The ICCID is unknown' },
  iccidLinkedElsewhere: { subject: '8.2.1', reason: '3.10', says: 'The ICCID is linked to something else' },
  profileTypeNotYours: {
    subject: '8.2.5',
    reason: '1.2',
    says: 'The Profile Type belongs to another requester',
  },
  profileTypeUsedUp: { subject: '8.2.5', reason: '3.7', says: 'No Profile of this Profile Type is left' },
  profileTypeDoesNotFitIccid: {
    subject: '8.2.5',
    reason: '3.8',
    says: 'The Profile Type does not fit the ICCID',
  },
  profileTypeUnknown: { subject: '8.2.5', reason: '3.9', says: 'The Profile Type is unknown' },
  matchingIdInUse: { subject: '8.2.6', reason: '3.3', says: 'The MatchingID is in use' },
  matchingIdOtherBound: {
    subject: '8.2.6',
    reason: '3.10',
    says: 'Another MatchingID is bound to the ICCID',
  },
  smdsUnreachable: { subject: '8.9', reason: '5.1', says: 'The SM-DS cannot be reached' },
} as const satisfies Record<string, Row>;

/**
 * Every refusal by name, as the ASN.1 binding names it where it does (SGP.22 §5.2.6, §5.6). A code pair stands
 * here and nowhere else.
 */
export const refusals = {
  invalidDpAddress: { subject: '8.8.1', reason: '3.8', says: 'Invalid SM-DP+ address' },
  euiccVersionNotSupportedByDp: {
    subject: '8.8.3',
    reason: '3.1',
    says: 'The SVN of the eUICC is not supported',
  },
  noDpAuthCertificate: {
    subject: '8.8.4',
    reason: '3.7',
    says: 'No CERT.DPauth under a CI that the eUICC knows',
  },
  ciPKNotSupported: {
    subject: '8.8.2',
    reason: '3.1',
    says: 'None of the offered CI public keys is supported',
  },
  ciPKUnknown: { subject: '8.11.1', reason: '3.9', says: 'The CI public key is unknown' },
  eumCertificateInvalid: { subject: '8.1.2', reason: '6.1', says: 'The EUM certificate is invalid' },
  eumCertificateExpired: { subject: '8.1.2', reason: '6.3', says: 'The EUM certificate has expired' },
  euiccCertificateInvalid: { subject: '8.1.3', reason: '6.1', says: 'The eUICC certificate is invalid' },
  euiccCertificateExpired: { subject: '8.1.3', reason: '6.3', says: 'The eUICC certificate has expired' },
  euiccSignatureInvalid: {
    subject: '8.1',
    reason: '6.1',
    says: 'The eUICC signature or the challenge is invalid',
  },
  matchingIdRefused: { subject: '8.2.6', reason: '3.8', says: 'The MatchingID is refused' },
  eidMismatch: { subject: '8.1.1', reason: '3.8', says: 'The EID does not match the expected value' },
  profileNotReleased: { subject: '8.2', reason: '1.2', says: 'The Profile has not been released' },
  downloadOrderExpired: { subject: '8.8.5', reason: '4.10', says: 'The Download Order has expired' },
  downloadRetriesExceeded: {
    subject: '8.8.5',
    reason: '6.4',
    says: 'The maximum number of download attempts is exceeded',
  },
  noEligibleProfile: {
    subject: '8.2.5',
    reason: '4.3',
    says: 'No eligible Profile for this eUICC or Device',
  },
  insufficientMemory: { subject: '8.1', reason: '4.8', says: 'The eUICC has not enough memory' },
  invalidTransactionId: { subject: '8.10.1', reason: '3.9', says: 'The TransactionID is unknown' },
  confirmationCodeMissing: { subject: '8.2.7', reason: '2.2', says: 'The Confirmation Code is missing' },
  confirmationCodeRefused: { subject: '8.2.7', reason: '3.8', says: 'The Confirmation Code is refused' },
  confirmationCodeRetriesExceeded: {
    subject: '8.2.7',
    reason: '6.4',
    says: 'The maximum number of Confirmation Code attempts is exceeded',
  },
  bppRebindingRefused: { subject: '8.2', reason: '3.7', says: 'The BPP is not available for a new binding' },
  smdpOidInvalid: { subject: '8.8', reason: '3.10', says: 'The SM-DP+ OID is not that of this server' },
  euiccReportedError: { subject: '8.1', reason: '4.2', says: 'The eUICC reported an error' },
  formatElementMissing: { subject: '1.3.1', reason: '2.2', says: 'A mandatory element is missing' },
  formatInvalid: { subject: '1.3.1', reason: '2.1', says: 'An element is invalid' },
  protocolVersionMissing: {
    subject: '1.2.2',
    reason: '2.1',
    says: 'X-Admin-Protocol is not that of SGP.22 v2 or v3',
  },
  ...es2plusRefusals,
} as const satisfies Record<string, Row>;

export type RefusalName = keyof typeof refusals;

/** A refusal that this project does not throw itself but meets in other people's answers. */
export interface StatusCodeData {
  readonly subjectCode: string;
  readonly reasonCode: string;
}

/** The name of a code pair, if it has one. */
export function refusalNamed({ subjectCode, reasonCode }: StatusCodeData): RefusalName | undefined {
  for (const [name, row] of Object.entries(refusals)) {
    if (row.subject === subjectCode && row.reason === reasonCode) return name as RefusalName;
  }
  return undefined;
}

/** Ends a function with its status code; `detail` is for the log, not for the wire. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly refusal: RefusalName;
  readonly detail: string | undefined;

  constructor(refusal: RefusalName, detail?: string, options?: ErrorOptions) {
    const { subject, reason, says } = refusals[refusal];
    super(`${says} (${refusal}, ${subject}/${reason})${detail === undefined ? '' : `: ${detail}`}`, options);
    this.refusal = refusal;
    this.detail = detail;
  }
}
