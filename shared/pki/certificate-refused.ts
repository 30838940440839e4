/** The rule that a certificate breaks. */
export type TrustRule =
  /** None was presented. */
  | 'missing'
  /** Not a certificate, or with a key RSP does not use (`curve`). */
  | 'malformed'
  | 'curve'
  | 'unknownIssuer'
  | 'keyIdentifier'
  | 'criticalExtension'
  | 'signature'
  | 'keyUsage'
  | 'basicConstraints'
  | 'policies'
  | 'role'
  | 'registeredId'
  | 'organization'
  | 'eidNotPermitted'
  | 'eidMismatch'
  | 'extendedKeyUsage'
  | 'serverName'
  | 'notYetValid'
  | 'expired';

/** A certificate that is not trusted, and why. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused';
  readonly rule: TrustRule;

  constructor(rule: TrustRule, message: string, options?: ErrorOptions) {
    super(message, options);
    this.rule = rule;
  }
}
