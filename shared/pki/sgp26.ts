import { fromBase64, fromHex, sameBytes } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromScalar } from '#shared/crypto/keys';

import type { CertificateIssuer, SigningCertificateIssuer } from './certificate-issuer.ts';
import { certificateIssuer } from './certificate-issuer.ts';
import type { Certificate } from './certificate.ts';
import { readCertificate } from './certificate.ts';
import { certificates, privateScalars } from './sgp26-data.ts';

/** A certificate with the private key to it. */
export interface Identity {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

/** The names of the SGP.26 certificates that are built in. */
export type Sgp26Certificate = keyof typeof certificates;

/** The names of the SGP.26 private keys that are built in. */
export type Sgp26Key = keyof typeof privateScalars;

/** A published test certificate. */
export function sgp26Certificate(name: Sgp26Certificate): Certificate {
  return readCertificate(fromBase64(certificates[name]));
}

/** A published test key. */
export function sgp26Key(name: Sgp26Key): PrivateKey {
  const curve: Curve = name.endsWith('Brainpool') ? 'brainpoolP256r1' : 'P-256';
  return privateKeyFromScalar(curve, fromHex(privateScalars[name]));
}

/** A published test certificate with its key. */
export function sgp26Identity(name: Sgp26Certificate & Sgp26Key): Identity {
  return { certificate: sgp26Certificate(name), key: sgp26Key(name) };
}

/** The NIST test CI of 2020, which test eUICCs and other people's test servers trust. */
export function sgp26NistCi(): SigningCertificateIssuer {
  return certificateIssuer(sgp26Certificate('ciNist'), sgp26Key('ciNist'));
}

/** The brainpool test CI, whose key was not published: certificates under it can be verified, never issued. */
export function sgp26BrainpoolCi(): CertificateIssuer {
  return certificateIssuer(sgp26Certificate('ciBrainpool'));
}

/** The curve of the SGP.26 test CI that this is, under whichever of its names; undefined for any other CI. */
export function sgp26CiCurve({ certificate }: CertificateIssuer): Curve | undefined {
  const published = [sgp26Certificate('ciNist'), sgp26Certificate('ciBrainpool')];
  const same = ({ publicKey }: Certificate) => sameBytes(publicKey.point, certificate.publicKey.point);
  return published.find(same)?.curve;
}
