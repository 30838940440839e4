/** Status words of TS 102 221 §10.2 and ISO 7816-4 that the card gives; 61xx, 63Cx, 6Cxx and 91xx are made where they are needed. */
export const statusWords = {
  ok: 0x9000,
  channelAlreadyClosed: 0x6200,
  nothingFound: 0x6282,
  fileDeactivated: 0x6283,
  wrongLength: 0x6700,
  channelNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  chainingNotSupported: 0x6884,
  incompatibleFile: 0x6981,
  securityNotSatisfied: 0x6982,
  blocked: 0x6983,
  referenceInvalidated: 0x6984,
  conditionsNotSatisfied: 0x6985,
  noFileSelected: 0x6986,
  incorrectData: 0x6a80,
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  notEnoughMemory: 0x6a84,
  incorrectP1P2: 0x6a86,
  referenceNotFound: 0x6a88,
  wrongOffset: 0x6b00,
  instructionNotSupported: 0x6d00,
  classNotSupported: 0x6e00,
  noPreciseDiagnosis: 0x6f00,
  valueAtItsMaximum: 0x9850,
  incorrectMac: 0x9862,
  gsmContextNotSupported: 0x9864,
} as const;
export type StatusName = keyof typeof statusWords;

/** Two octets of a status word. */
export const statusOctets = (status: number): Uint8Array => Uint8Array.of(status >> 8, status & 0xff);

/** What a command brings, and its status word behind it. */
export function withStatus(data: Uint8Array, status: number): Uint8Array {
  const answer = new Uint8Array(data.length + 2);
  answer.set(data);
  answer[data.length] = status >> 8;
  answer[data.length + 1] = status & 0xff;
  return answer;
}

/** Ends a command with a status word and no data. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: StatusName;

  constructor(status: StatusName, detail: string, options?: ErrorOptions) {
    // An answer of the card as any other, and no fault: nobody asks where it was made.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(`${detail} (${statusWords[status].toString(16).toUpperCase()}, ${status})`, options);
    Error.stackTraceLimit = limit;
    this.status = status;
  }
}
