import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';

import type { CertificateIssuer } from './certificate-issuer.ts';
import { CertificateRefused } from './certificate-refused.ts';
import type { Certificate } from './certificate.ts';

/** The CIs a party knows, found by key identifier and never by name: one test CI key goes under two names. */
export class CiStore {
  readonly #issuers = new Map<string, CertificateIssuer>();

  /** Of several CIs with one key identifier the first is kept. */
  constructor(issuers: Iterable<CertificateIssuer>) {
    for (const issuer of issuers) {
      const id = toHex(issuer.id);
      if (!this.#issuers.has(id)) this.#issuers.set(id, issuer);
    }
  }

  get issuers(): readonly CertificateIssuer[] {
    return [...this.#issuers.values()];
  }

  find(keyId: Bytes): CertificateIssuer | undefined {
    return this.#issuers.get(toHex(keyId));
  }

  /** The store that knows only those of its CIs whose key identifiers are listed. */
  limitedTo(keyIds: readonly Bytes[]): CiStore {
    return new CiStore(this.issuers.filter(({ id }) => keyIds.some((keyId) => sameBytes(keyId, id))));
  }

  /** The CI that the authority key identifier names. @throws CertificateRefused unknownIssuer */
  issuerOf(certificate: Certificate): CertificateIssuer {
    const keyId = certificate.authorityKeyIdentifier;
    if (keyId === undefined)
      throw new CertificateRefused('unknownIssuer', `${certificate.subject}: no authority key identifier`);
    const found = this.find(keyId);
    if (found === undefined) {
      const message = `${certificate.subject}: issued by a CI that is not known here (${toHex(keyId)})`;
      throw new CertificateRefused('unknownIssuer', message);
    }
    return found;
  }
}
