/** Status words of ISO 7816-4 that the card gives (es10.md §1); 61xx and 6Cxx are made where they are needed. */
export const statusWords = {
  ok: 0x9000,
  channelAlreadyClosed: 0x6200,
  wrongLength: 0x6700,
  channelNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  chainingNotSupported: 0x6884,
  conditionsNotSatisfied: 0x6985,
  incorrectData: 0x6a80,
  functionNotSupported: 0x6a81,
  fileNotFound: 0x6a82,
  notEnoughMemory: 0x6a84,
  incorrectP1P2: 0x6a86,
  referenceNotFound: 0x6a88,
  instructionNotSupported: 0x6d00,
  classNotSupported: 0x6e00,
  noPreciseDiagnosis: 0x6f00,
} as const;
export type StatusName = keyof typeof statusWords;

/** Two octets of a status word. */
export const statusOctets = (status: number): Uint8Array => Uint8Array.of(status >> 8, status & 0xff);

/** Ends a command with a status word and no data. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: StatusName;

  constructor(status: StatusName, detail: string, options?: ErrorOptions) {
    super(`${detail} (${statusWords[status].toString(16).toUpperCase()}, ${status})`, options);
    this.status = status;
  }
}
