import type { ServerTls } from '#shared/http/tls-server';
import type { Curve } from '#shared/crypto/curve';
import type { ServerIdentity } from '#shared/pki/identities';
import { tlsCredentials } from '#shared/pki/pem';

/**
 * CERT.DP.TLS on a curve, or the first one when there is none on that curve. A brainpool key means TLS 1.2: the
 * signature schemes of TLS 1.3 have none that OpenSSL 3.0 speaks.
 */
export function tlsOf(identities: readonly ServerIdentity[], curve: Curve): ServerTls {
  const identity = identities.find(({ dpTls }) => dpTls.key.curve === curve) ?? identities[0];
  if (identity === undefined) throw new TypeError('an SM-DP+ needs an identity');
  return tlsCredentials(identity.dpTls, identity.ci.certificate);
}
