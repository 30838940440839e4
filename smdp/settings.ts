import { toUtf8 } from '#shared/bytes/bytes';
import { didYouMean } from '#shared/runtime/did-you-mean';
import type { Span } from '#shared/runtime/span';
import { minutes, seconds } from '#shared/runtime/span';

import type { BackOff } from './es2plus/back-off.ts';
import type { SmdpFunction } from './smdp-functions.ts';
import { smdpFunctions } from './smdp-functions.ts';

/** What an SM-DP+ does where the specification leaves it the choice. */
export interface SmdpSettings {
  /** How long an RSP session may lie idle before it ends. */
  readonly sessionLifetime: Span;
  /** Sessions kept at the same time; one more ends the one that lay idle longest. */
  readonly maximumSessions: number;
  /** Downloads of an order before its Profile goes to Error (SGP.22 §3.1.5). */
  readonly downloadAttempts: number;
  /** Wrong Confirmation Codes of an order before its Profile goes to Error. */
  readonly confirmationCodeAttempts: number;
  /** `lenient` keeps an order that is cancelled with endUserRejection before a package was delivered: lpac says so on any error. */
  readonly cancelPolicy: 'strict' | 'lenient';
  /** `strict` refuses requests whose X-Admin-Protocol is not that of SGP.22 v2 or v3; `tolerant` notes them. */
  readonly adminProtocol: 'strict' | 'tolerant';
  /** The server's id in the key derivation, 1 to 16 octets of UTF-8. */
  readonly hostId: string;
  /** Whether profile segments are protected by the session keys or by keys of their own (ReplaceSessionKeys). */
  readonly segmentKeys: 'session' | 'ppk';
  /** What a retry gets: the package bound before, a new one, or no other than the one bound before. */
  readonly rebinding: 'reuse' | 'rebind' | 'refuse';
  /** The least SVN of an eligible eUICC, `2.0.0`. */
  readonly minimumSvn: string;
  /** Whether a Profile is refused that the eUICC has no room for (8.1/4.8); else the eUICC finds out when it is loaded. */
  readonly checksMemory: boolean;
  /** How a Profile is refused that is not released yet: 8.2/1.2 of the specification, or 8.2.6/3.8 as some vendors do. */
  readonly notYetReleased: 'profileNotReleased' | 'matchingIdRefused';
  /** How long a function of ES9+ or ES2+ takes before it begins; none where it is left out. */
  readonly latency: Latency;
  /** How often an operator is told of a download that cannot be reached, and how far apart; set when the server opens. */
  readonly callbackBackOff: BackOff;
}

/** By function, `{ getBoundProfilePackage: seconds(90) }`. */
export type Latency = Readonly<Partial<Record<SmdpFunction, Span>>>;

export const defaultSmdpSettings: SmdpSettings = {
  sessionLifetime: minutes(10),
  maximumSessions: 10_000,
  downloadAttempts: 10,
  confirmationCodeAttempts: 3,
  cancelPolicy: 'lenient',
  adminProtocol: 'tolerant',
  hostId: 'esimlab',
  segmentKeys: 'session',
  rebinding: 'reuse',
  minimumSvn: '2.0.0',
  checksMemory: true,
  notYetReleased: 'profileNotReleased',
  latency: {},
  callbackBackOff: { first: seconds(10), longest: minutes(15), calls: 10 },
};

/** @throws TypeError when the host id has not 1 to 16 octets (SGP.22 §5.5.1), or a latency is none of a function */
export function expectSettings({ hostId, latency }: SmdpSettings): void {
  const { length } = toUtf8(hostId);
  if (length < 1 || length > 16)
    throw new TypeError(`a host id has 1 to 16 octets, not ${length}: "${hostId}"`);
  const known: readonly string[] = smdpFunctions;
  for (const [name, span] of Object.entries(latency)) {
    if (!known.includes(name)) {
      const meant = didYouMean(name, known) ?? known.join(', ');
      throw new TypeError(`"${name}" is no function of ES9+ or ES2+; did you mean ${meant}?`);
    }
    if (!(span >= 0)) throw new TypeError(`the latency of ${name} is no span from 0 on`);
  }
}
