/** The elliptic curves of remote SIM provisioning (SGP.22 §2.6.7.1). */
export type Curve = 'P-256' | 'brainpoolP256r1';

/** What is fixed about a curve. */
export interface CurveFacts {
  /** The named-curve object identifier, dotted. */
  readonly oid: string;
  /** What node:crypto calls it. */
  readonly nodeName: string;
  /** The order n of the base point; the cofactor of both curves is 1. */
  readonly order: bigint;
  /** Octets of a coordinate, of a scalar and of either half of a signature. */
  readonly fieldOctets: 32;
}

/** The facts of every curve (FIPS 186-4 D.1.2.3, RFC 5639 §3.4). */
export const curves: Readonly<Record<Curve, CurveFacts>> = {
  'P-256': {
    oid: '1.2.840.10045.3.1.7',
    nodeName: 'prime256v1',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    fieldOctets: 32,
  },
  brainpoolP256r1: {
    oid: '1.3.36.3.3.2.8.1.1.7',
    nodeName: 'brainpoolP256r1',
    order: 0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7n,
    fieldOctets: 32,
  },
};

/** The curve a named-curve object identifier stands for, or undefined for one that RSP does not use. */
export function curveOfOid(oid: string): Curve | undefined {
  if (oid === curves['P-256'].oid) return 'P-256';
  if (oid === curves.brainpoolP256r1.oid) return 'brainpoolP256r1';
  return undefined;
}
