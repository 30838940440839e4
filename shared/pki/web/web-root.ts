import { drawSerialNumber, validFor } from '../issue-policy.ts';
import { issueWebCertificate } from './issue-web.ts';
import { drawRsaKey } from './rsa-key.ts';
import type { WebIdentity, WebMaking } from './web-identity.ts';

const daysOfRoot = 3_650;

/**
 * A fresh root of the lab's web PKI: RSA-2048, marked as test material, dated from the Clock, valid for ten years. It may
 * sign the certificates of servers and clients and no further CAs.
 */
export function webRoot({ entropy, keys = entropy, clock }: WebMaking): WebIdentity {
  const path = 'pki/web/root';
  const there = entropy.at(path);
  const key = drawRsaKey(keys === entropy ? there : keys.at(path), 'rsaPrime');
  const certificate = issueWebCertificate({
    issuer: 'self',
    key,
    commonName: 'esimlab web TEST CA',
    serialNumber: drawSerialNumber(there),
    ...validFor(daysOfRoot, clock.now()),
    extensions: [
      { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
      { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    ],
  });
  return { certificate, key };
}
