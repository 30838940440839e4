import { toHex } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';

import type { CertificateIssuer } from './certificate-issuer.ts';
import { signingIssuer } from './certificate-issuer.ts';
import { drawSerialNumber, manner, validity } from './issue-policy.ts';
import type { IssueOptions } from './issue.ts';
import { issueCertificate } from './issue.ts';
import type { Identity } from './sgp26.ts';

/** What identities are made of. */
export interface Making {
  readonly ci: CertificateIssuer;
  /** Draws happen below an address of its own for each CI. */
  readonly entropy: Entropy;
  readonly clock: Pick<Clock, 'now'>;
}

/** The revocation lists the published certificates name. */
export const crlUrls = [
  'http://ci.test.example.com/CRL-A.crl',
  'http://ci.test.example.com/CRL-B.crl',
] as const;

/** What a certificate says besides what the bench knows; `issuer` is the CI when left out. */
export type IssueValues = Pick<IssueOptions, 'subject'> & Partial<IssueOptions>;

/** Where keys are drawn and certificates issued, all under one CI and at one time. */
export interface IdentityBench {
  drawKey(purpose: string): PrivateKey;
  issue(role: IssueOptions['role'], key: PrivateKey, values: IssueValues): Identity;
}

/** @throws TypeError when the CI's key is not known. */
export function openIdentityBench({ ci, entropy, clock }: Making): IdentityBench {
  const { certificate, key: ciKey, curve } = signingIssuer(ci);
  const there = entropy.at(`pki/${toHex(ci.id)}`);
  const now = clock.now();
  return {
    drawKey: (purpose) => privateKeyFromDraw(curve, there.draw(purpose, 40)),
    issue: (role, key, values) => ({
      key,
      certificate: issueCertificate({
        role,
        issuer: { certificate, key: ciKey },
        publicKey: key.publicKey,
        serialNumber: drawSerialNumber(there),
        ...validity(role, now),
        how: manner(entropy),
        ...values,
      }),
    }),
  };
}
