import type { Span } from '#shared/runtime/span';
import { minutes } from '#shared/runtime/span';

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
}

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
};
