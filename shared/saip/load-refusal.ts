/** PEStatus numbers (TCA SAIP §8.11). */
export const peStatuses = {
  ok: 0,
  'pe-not-supported': 1,
  'memory-failure': 2,
  'bad-values': 3,
  'not-enough-memory': 4,
  'invalid-request-format': 5,
  'invalid-parameter': 6,
  'runtime-not-supported': 7,
  'lib-not-supported': 8,
  'template-not-supported': 9,
  'feature-not-supported': 10,
  'pin-code-missing': 11,
  'unsupported-profile-version': 31,
} as const;
export type PeStatusName = keyof typeof peStatuses;

/** Reasons of a ProfileInstallationResult that loading can give (SGP.22 §2.5.6). */
export const loadErrorReasons = {
  insufficientMemory: 10,
  peProcessingError: 12,
  dataMismatch: 13,
  invalidNaaKey: 14,
} as const;
export type LoadErrorReason = (typeof loadErrorReasons)[keyof typeof loadErrorReasons];

type Cause = PeStatusName | 'dataMismatch' | 'invalidNaaKey';

/** Why a card does not take a profile element. */
export class LoadRefusal extends Error {
  override readonly name = 'LoadRefusal';
  readonly #refusal: Cause;
  readonly errorReason: LoadErrorReason;
  readonly status: number;
  /** Which part of the element: position of the file in a template's element, number of the command in file management. */
  readonly additionalInformation: number | undefined;

  constructor(refusal: Cause, what: string, part?: number) {
    super(what);
    this.#refusal = refusal;
    this.additionalInformation = part === undefined ? undefined : Math.min(part, 255);
    if (refusal === 'dataMismatch' || refusal === 'invalidNaaKey') {
      this.errorReason = loadErrorReasons[refusal];
      this.status = peStatuses['bad-values'];
    } else {
      const memory = refusal === 'not-enough-memory';
      this.errorReason = memory ? loadErrorReasons.insufficientMemory : loadErrorReasons.peProcessingError;
      this.status = peStatuses[refusal];
    }
  }

  /** The same refusal with the part of the element it is about. */
  at(file: string, part: number): LoadRefusal {
    return new LoadRefusal(this.#refusal, `${file}: ${this.message}`, part);
  }
}
