import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromScalar } from '#shared/crypto/keys';
import { CertificateRefused } from '#shared/pki/trust';
import type { Certificate } from '#shared/pki/certificate';

import type { CardState, RetainedKey } from '../store/card-state.ts';
import type { Loading, Prepared } from './session.ts';

/** The OID of an SM-DP+: the registered id of its certificates, which trust has demanded. */
export function smdpOidOf(certificate: Certificate): string {
  const [oid] = certificate.registeredIds;
  if (oid === undefined) throw new CertificateRefused('registeredId', `${certificate.subject} has none`);
  return oid;
}

/** The one-time key kept for a retry with that SM-DP+. */
export const retainedFor = (state: CardState, dpPb: Certificate): RetainedKey | undefined =>
  state.retainedKeys.find(({ smdpOid }) => smdpOid === smdpOidOf(dpPb));

/** The key pair of a retained key. */
export const keyOf = ({ curve, scalar }: RetainedKey): PrivateKey =>
  privateKeyFromScalar(curve === 'P-256' ? 'P-256' : 'brainpoolP256r1', scalar);

/** What is kept of a session for its retry. */
export const retainedKeyOf = ({ dpPb, transactionId, oneTimeKey }: Prepared | Loading): RetainedKey => ({
  smdpOid: smdpOidOf(dpPb),
  transactionId,
  curve: oneTimeKey.curve,
  scalar: oneTimeKey.scalar,
});
