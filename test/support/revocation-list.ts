import { capture, encode, integer } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sign, toDerSignature } from '#shared/crypto/ecdsa';
import type { PrivateKey } from '#shared/crypto/keys';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuer';
import { CertificateListTlv, crlOids, TbsCertList } from '#shared/pki/certificate-list';
import type { Extension } from '#shared/pki/x509';
import { AuthorityKeyIdentifier, oids } from '#shared/pki/x509';
import { instant } from '#shared/runtime/span';

/** What a revocation list says; the one thing that a test wants otherwise. */
export interface ListParts {
  readonly number: number;
  /** Serial numbers, content octets of the INTEGER. */
  readonly revoked?: readonly Bytes[];
  /** Of a delta list. */
  readonly base?: number;
  readonly part?: { readonly number: number; readonly of: number };
  /** Signs instead of the CI's key. */
  readonly key?: PrivateKey;
  /** In the place of the ECDSA-Sig-Value. */
  readonly signatureValue?: Bytes;
  readonly edit?: (tbs: TbsCertList) => TbsCertList;
}

const counter = (extnID: string, value: number, critical = false): Extension => ({
  extnID,
  critical,
  extnValue: encode(integer, value),
});

/** The DER of a CertificateList of a CI. */
export function revocationList({ id, key, certificate }: SigningCertificateIssuer, parts: ListParts): Bytes {
  const { number, base, part, revoked = [], edit = (tbs: TbsCertList) => tbs } = parts;
  const revocationDate = instant('2026-10-01T00:00:00Z');
  const tbs = encode(
    TbsCertList,
    edit({
      version: 1,
      signature: { algorithm: oids.ecdsaWithSha256 },
      issuer: certificate.subjectName.value,
      thisUpdate: revocationDate,
      nextUpdate: instant('2026-12-01T00:00:00Z'),
      ...(revoked.length > 0 && {
        revokedCertificates: revoked.map((userCertificate) => ({ userCertificate, revocationDate })),
      }),
      crlExtensions: [
        {
          extnID: crlOids.authorityKeyIdentifier,
          critical: false,
          extnValue: encode(AuthorityKeyIdentifier, { keyIdentifier: id }),
        },
        counter(crlOids.crlNumber, number),
        ...(base === undefined ? [] : [counter(crlOids.deltaCrlIndicator, base, true)]),
        ...(part === undefined
          ? []
          : [
              counter(crlOids.totalPartialCrlNumber, part.of, true),
              counter(crlOids.partialCrlNumber, part.number, true),
            ]),
      ],
    }),
  );
  return encode(CertificateListTlv, {
    tbsCertList: capture(TbsCertList, tbs),
    signatureAlgorithm: { algorithm: oids.ecdsaWithSha256 },
    signatureValue: parts.signatureValue ?? toDerSignature(sign(parts.key ?? key, tbs, 'deterministic')),
  });
}
