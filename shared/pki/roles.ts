/** What a certificate is for, said by its certificatePolicies (SGP.22 §4.5.2.1.0.2). */
export type Role =
  | 'ci'
  | 'euicc'
  | 'eum'
  | 'dpTls'
  | 'dpAuth'
  | 'dpPb'
  | 'dsTls'
  | 'dsAuth'
  | 'ciSubCa'
  | 'eumSubCa'
  | 'dpSubCa'
  | 'dsSubCa';

/** A role that a chain of variant O, the only one of SGP.22 v2, has. */
export type IssuedRole = Exclude<Role, `${string}SubCa`>;

const rspRole = '2.23.146.1.2.1';

/** The flat object identifiers of SGP.22 v2, which are the ones we issue. */
export const roleOids: Readonly<Record<IssuedRole, string>> = {
  ci: `${rspRole}.0`,
  euicc: `${rspRole}.1`,
  eum: `${rspRole}.2`,
  dpTls: `${rspRole}.3`,
  dpAuth: `${rspRole}.4`,
  dpPb: `${rspRole}.5`,
  dsTls: `${rspRole}.6`,
  dsAuth: `${rspRole}.7`,
};

/** The object identifiers of SGP.22 v3, nested under the CI's. */
export const nestedRoleOids: Readonly<Record<Exclude<Role, 'ci'>, string>> = {
  ciSubCa: `${rspRole}.0.0`,
  eum: `${rspRole}.0.0.0`,
  eumSubCa: `${rspRole}.0.0.0.0`,
  euicc: `${rspRole}.0.0.0.0.0`,
  dpSubCa: `${rspRole}.0.0.1`,
  dpTls: `${rspRole}.0.0.1.0`,
  dpAuth: `${rspRole}.0.0.1.1`,
  dpPb: `${rspRole}.0.0.1.2`,
  dsSubCa: `${rspRole}.0.0.2`,
  dsTls: `${rspRole}.0.0.2.0`,
  dsAuth: `${rspRole}.0.0.2.1`,
};

const roles = new Map<string, Role>(
  [...Object.entries(roleOids), ...Object.entries(nestedRoleOids)].map(([role, oid]) => [oid, role as Role]),
);

/** The role that the first policy known as one stands for, of version 2 or 3; undefined when none is. */
export function roleOf(policies: readonly string[]): Role | undefined {
  const known = policies.find((policy) => roles.has(policy));
  return known === undefined ? undefined : roles.get(known);
}

/** The certificate's name in SGP.22 §4.5.2. */
export function printRole(role: Role | undefined): string {
  return role === undefined ? 'a certificate without a role' : certificateNames[role];
}

const certificateNames: Readonly<Record<Role, string>> = {
  ci: 'CERT.CI.SIG',
  euicc: 'CERT.EUICC.SIG',
  eum: 'CERT.EUM.SIG',
  dpTls: 'CERT.DP.TLS',
  dpAuth: 'CERT.DPauth.SIG',
  dpPb: 'CERT.DPpb.SIG',
  dsTls: 'CERT.DS.TLS',
  dsAuth: 'CERT.DSauth.SIG',
  ciSubCa: 'CERT.CISubCA.SIG',
  eumSubCa: 'CERT.EUMSubCA.SIG',
  dpSubCa: 'CERT.DPSubCA.SIG',
  dsSubCa: 'CERT.DSSubCA.SIG',
};
