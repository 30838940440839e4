import type { Trace } from '#shared/runtime/trace';

/**
 * What the host finds fault with, by name. `defects`: numbers in the list of portal defects. `note`: says something
 * about the set-up or this host, not about a mistake in the portal.
 */
export const findingTable = {
  portalOverHttp: { says: 'the portal is served over http: for development only', defects: [37], note: true },
  portalPort: { says: 'the portal has a port number, which the app does not take in production', note: true },

  codePrefix: {
    says: 'the activation code has the prefix LPA:, which the contract does not want',
    defects: [1],
  },
  codeBlanks: { says: 'there are blanks or line ends in the activation code', defects: [2] },
  codeEmpty: { says: 'the activation code is empty', defects: [3] },
  codeMalformed: { says: 'the activation code cannot be read' },
  codeWithoutMatchingId: { says: 'a bare SM-DP+ address was given in place of an activation code' },
  codeWantsConfirmation: {
    says: 'the activation code announces a confirmation code, which nobody is asked for here',
    defects: [4],
  },
  confirmationUnannounced: {
    says: 'the profile wants a confirmation code that the activation code does not announce',
    defects: [5],
  },
  newCodeAfterError: {
    says: 'after a failure that the same code would have survived, the portal handed over another code',
    defects: [7],
  },
  codeNotValidYet: { says: 'the code was handed over before the profile was released', defects: [8] },

  moDirectStatusMissing: { says: 'moDirectStatus is missing from the purchase metadata', defects: [12] },
  planNameEmpty: { says: 'planName is empty although the purchase succeeded', defects: [13] },
  planNameOnCancel: { says: 'planName is set although the purchase was cancelled or failed', defects: [14] },
  enumerationUnknown: { says: 'a value is in no enumeration of the contract', defects: [15] },
  enumerationCase: { says: 'a value of an enumeration is spelt with other capitals' },
  ownMetadata: {
    says: 'the purchase metadata are an object of the portal, not one of createPurchaseMetaData()',
    defects: [16],
  },
  failureWithDownload: {
    says: 'a profile is to be downloaded although moDirectStatus tells of a failure',
    defects: [17],
  },
  completeOnCancel: { says: 'the purchase is cancelled, yet moDirectStatus says Complete' },
  memberSpelling: { says: 'a member of the purchase metadata is spelt as only some examples spell it' },
  memberUnknown: { says: 'the purchase metadata have a member that the contract does not know' },
  memberType: { says: 'a member of the purchase metadata is no string' },
  metadataUnreadable: { says: 'the purchase metadata are missing or cannot be made JSON of' },

  callbackUnknown: {
    says: 'there is no global function of this name: it is misspelt, or belongs to a module',
    defects: [18, 20],
  },
  callbackIsFunction: { says: 'a function was given in place of its name', defects: [19] },
  callbackNameUnusable: { says: 'what was given as the name of a callback is not the name of a function' },
  callbackDotted: { says: 'the callback is not a global function but a member of an object', defects: [20] },
  callbackNotSet: { says: 'the portal named no function for this callback' },
  callbackSetAfterCall: { says: 'the callback was named only after the call', defects: [21] },
  callbackThrew: { says: 'the callback threw', defects: [22] },
  callbackNotParsed: { says: 'the callback used its argument without JSON.parse', defects: [23] },
  callbackLost: { says: 'nobody was there to be told: the page was closed or shows another document' },
  callbackUnanswered: { says: 'the page did not answer while it was told' },

  notifiedTwice: { says: 'an operation was begun while another one goes on; it is refused', defects: [27] },
  callFromFrame: {
    says: 'a frame looked for the bridge or called; only the top document has it',
    defects: [28],
  },
  callFromForeignHost: {
    says: 'a document of another host than the notification host looked for the bridge or called',
    defects: [29],
  },
  delayUnit: {
    says: 'a delay or interval is in minutes; this looks like seconds or milliseconds',
    defects: [30],
  },
  delayMalformed: {
    says: 'a delay or interval is negative, no whole number, or more than a year',
    defects: [31],
  },
  cancelWithId: {
    says: 'notifyOperationCancel wants the operation context, not its Id; nothing is cancelled',
    defects: [32],
  },
  cancelOfNothing: {
    says: 'notifyOperationCancel takes back a delayed download until its toast is shown; there is none like this',
  },
  balanceForNobody: { says: 'balance was added to a profile that is not on the device', defects: [35] },
  iccidFiller: { says: 'the ICCID ends in F, as no ICCID is shown to a portal', defects: [41] },
  iccidMalformed: { says: 'the ICCID has not 18 to 20 digits' },
  purchaseResultUnreadable: { says: 'the argument of notifyPurchaseResult cannot be read' },
  transactionIdNotEchoed: {
    says: 'the transaction id of the launch is not in the result of the purchase',
    defects: [36],
  },
  legacyName: { says: 'the portal uses an object or function of the legacy contract' },
  propertyUnknown: { says: 'the portal set a property that the object does not have' },
  bridgeOverwritten: {
    says: 'the portal assigned to an object of the host; the assignment is without effect',
  },
  callReplayed: { says: 'a call with this number was received before; it is dropped' },
  callAfterEnd: { says: 'the launch had ended when the portal called; the call is dropped' },
  messageMalformed: { says: 'a message over the bridge is none of its script' },
} as const satisfies Readonly<Record<string, FindingRule>>;

interface FindingRule {
  readonly says: string;
  readonly defects?: readonly number[];
  readonly note?: true;
}

export type FindingName = keyof typeof findingTable;

/** Something that was accepted or dropped, and should not have come up. */
export interface Finding {
  readonly name: FindingName;
  /** One line: what the name stands for, and the case at hand. */
  readonly what: string;
  /** Whether it is about the set-up or this host, and no mistake in the portal. */
  readonly note: boolean;
}

/** More are traced, but not kept. */
const KEPT = 1_000;
/** Characters of a detail; it may come from a page. */
const LONGEST_DETAIL = 200;

/** The findings of one host, in order. Each is an event of the trace as well. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #trace: Trace;
  readonly #device: string;

  constructor(trace: Trace, device: string) {
    this.#trace = trace;
    this.#device = device;
  }

  add(name: FindingName, detail = ''): void {
    const rule: FindingRule = findingTable[name];
    const what = detail === '' ? rule.says : `${rule.says}: ${oneLine(detail)}`;
    const finding = { name, what, note: rule.note ?? false };
    if (this.list.length < KEPT) this.list.push(finding);
    this.#trace.emit('finding', { where: 'mobile-plans', what: `${name}: ${what}`, source: this.#device });
  }
}

/** Text of a page, fit for one line of a terminal. */
function oneLine(text: string): string {
  const short = text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
