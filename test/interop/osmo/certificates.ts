import { ciOfCurve, testCi } from '#shared/pki/certificate-issuers';
import type { ServerIdentity } from '#shared/pki/identities';
import { serverIdentity } from '#shared/pki/identities';
import type { PrivateKey } from '#shared/crypto/keys';
import { sgp26Key } from '#shared/pki/sgp26';
import type { Entropy } from '#shared/runtime/entropy';
import { steppedClock } from '#shared/runtime/clock';
import { instant } from '#shared/runtime/span';

import type { OsmoMade } from './scenarios.ts';
import { osmoAddress } from './scenarios.ts';

/** The certificates that osmo-smdpp is given where its own will not do. */
export function ourCertificates({ start, serverCi }: OsmoMade, entropy: Entropy): ServerIdentity {
  const ci = ciOfCurve(testCi(), serverCi === 'nist' ? 'P-256' : 'brainpoolP256r1');
  const clock = steppedClock(instant(start));
  return serverIdentity({ ci, entropy: entropy.at('osmo-smdpp'), clock, addresses: [osmoAddress] });
}

/** The key of the TLS certificate: under the NIST CI the published one, whoever issued it. */
export function tlsKeyOf(made: OsmoMade, entropy: Entropy): PrivateKey | undefined {
  if (made.transport === 'http') return undefined;
  return made.serverCi === 'nist' ? sgp26Key('dpTlsNist') : ourCertificates(made, entropy).dpTls.key;
}
