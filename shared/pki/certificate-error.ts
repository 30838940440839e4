/** Octets that are DER but no certificate RSP can work with. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  /** `unsupportedKey`: another key type or curve than P-256 and brainpoolP256r1 (RSA, P-384). */
  readonly kind: 'malformed' | 'unsupportedKey';

  constructor(kind: CertificateError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
