import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import { keyIdentifierOf } from '#shared/pki/certificate';
import type { Certificate } from '#shared/pki/certificate';
import { signTbs } from '#shared/pki/issue';
import type { Extension, TbsCertificate as Tbs } from '#shared/pki/x509';
import { SubjectKeyIdentifier, TbsCertificate, oids } from '#shared/pki/x509';

/** The same certificate with its TBSCertificate edited and signed anew: negative tests change exactly one thing. */
export function craft(from: Certificate, key: PrivateKey, edit: (tbs: Tbs) => Tbs): Bytes {
  return signTbs(encode(TbsCertificate, edit(from.tbs.value)), key, 'deterministic');
}

/** The body of an extension replaced (hex), its criticality optionally too. */
export const withExtension =
  (extnID: string, change: { readonly value?: string; readonly critical?: boolean }) =>
  (tbs: Tbs): Tbs => {
    const others = (tbs.extensions ?? []).map((extension): Extension => {
      if (extension.extnID !== extnID) return extension;
      const extnValue = change.value === undefined ? extension.extnValue : fromHex(change.value);
      return { extnID, critical: change.critical ?? extension.critical, extnValue };
    });
    const there = others.some((extension) => extension.extnID === extnID);
    const added = { extnID, critical: change.critical ?? false, extnValue: fromHex(change.value ?? '') };
    return { ...tbs, extensions: there ? others : [...others, added] };
  };

/** An extension left out. */
export const withoutExtension =
  (extnID: string) =>
  (tbs: Tbs): Tbs => ({
    ...tbs,
    extensions: (tbs.extensions ?? []).filter((extension) => extension.extnID !== extnID),
  });

/** Another subject key, with its identifier. */
export const withKey =
  (key: PrivateKey, curveOid: string) =>
  (tbs: Tbs): Tbs => {
    const subjectPublicKeyInfo = {
      algorithm: { algorithm: oids.ecPublicKey, parameters: fromHex(curveOid) },
      subjectPublicKey: key.publicKey.point,
    };
    const extensions = (tbs.extensions ?? []).map((extension) =>
      extension.extnID === oids.subjectKeyIdentifier
        ? { ...extension, extnValue: encode(SubjectKeyIdentifier, keyIdentifierOf(key.publicKey)) }
        : extension,
    );
    return { ...tbs, subjectPublicKeyInfo, extensions };
  };

/** The same octets with one bit of the last octet, which belongs to the signature, turned over. */
export function withBadSignature(der: Bytes): Bytes {
  const copy = der.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}
