import type { WebIdentity } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import type { Bytes } from '#shared/bytes/bytes';
import { virtualClock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import { instant } from '#shared/runtime/span';

/**
 * Keys and certificates of the web PKI that the worlds of one run have in common: searching for primes and signing are
 * most of what opening a small world costs. Certificates are dated, so there is one of each for an instant.
 */
export class SharedWebPki {
  readonly #seed: string | number;
  readonly #issued = new Map<string, WebIdentity>();

  constructor(seed: string | number) {
    this.#seed = seed;
  }

  /** The same chance for each certificate, whichever world asks first. */
  entropy(): Entropy {
    return seededEntropy(this.#seed);
  }

  /** The root in DER; of whatever date, its key is always the same. */
  rootCertificate(): Bytes {
    return webRoot({ entropy: this.entropy(), clock: virtualClock(instant(0)) }).certificate.der;
  }

  /** What was made for this purpose at this instant before, else what `make` makes. */
  identity(what: string, at: Instant, make: () => WebIdentity): WebIdentity {
    const name = `${at} ${what}`;
    const identity = this.#issued.get(name) ?? make();
    this.#issued.set(name, identity);
    return identity;
  }
}
