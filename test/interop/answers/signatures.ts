import { readTlv, wholeOf, childrenOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import type { Certificate } from '#shared/pki/certificate';
import { isSignedWith, readCertificate } from '#shared/pki/certificate';
import { testCi } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import type { BoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { signedBySmdpSign } from '#shared/rsp/signed-octets';

import { NotAsRecorded } from '../recording.ts';

const cis = new CiStore(testCi().trusted);

/** @throws NotAsRecorded */
export function expectSigned(what: string, certificate: Certificate, octets: Bytes, signature: Bytes): void {
  if (!verify(certificate.publicKey, octets, signature))
    throw new NotAsRecorded(`${what} is no signature of ${certificate.subject}`);
}

/** A certificate of a server, under a CI. @throws NotAsRecorded */
export function serverCertificate(der: Bytes): Certificate {
  const certificate = readCertificate(der);
  expectIssued(certificate, cis.issuerOf(certificate).certificate);
  return certificate;
}

/** A certificate of an eUICC, under its EUM's, under a CI. @throws NotAsRecorded */
export function euiccCertificate(der: Bytes, eumDer: Bytes): Certificate {
  const eum = serverCertificate(eumDer);
  const certificate = readCertificate(der);
  expectIssued(certificate, eum);
  return certificate;
}

function expectIssued(certificate: Certificate, issuer: Certificate): void {
  if (!isSignedWith(certificate, issuer.publicKey))
    throw new NotAsRecorded(`${certificate.subject} is not issued by ${issuer.subject}`);
}

/** smdpSign of a package. @throws NotAsRecorded */
export function expectPackageSigned(
  { initialiseSecureChannelRequest: { value, der } }: BoundProfilePackage,
  dpPb: Certificate,
  euiccOtpk: Bytes,
): void {
  const members = childrenOf(readTlv(der)).slice(0, -1).map(wholeOf);
  expectSigned('smdpSign', dpPb, signedBySmdpSign(members, euiccOtpk), value.smdpSign);
}
