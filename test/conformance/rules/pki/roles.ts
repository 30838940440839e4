import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const issue = at('shared/pki/issue');
const published = at('shared/pki/sgp26');
const trust = at('shared/pki/trust');
const tls = at('shared/pki/tls-trust');
const certificate = at('shared/pki/certificate');
const authenticate = at('device-sim/euicc/es10b/authenticate-server');
const octetsOfRoles = issue('have the extension octets of pki.md §2');

/** Certificates by role (SGP.22 §4.5.2). */
export const rolesRules: RuleGroup = {
  digest: 'pki',
  title: 'Certificates by role (SGP.22 §4.5.2)',
  rules: [
    rule(
      'pki 2 role 0',
      'CI: keyCertSign and cRLSign, CA',
      octetsOfRoles,
      at('device-sim/lpa/server-trust')('takes no certificate into its store'),
    ),
    rule(
      'pki 2 role 1',
      'eUICC: digitalSignature, EID as serialNumber',
      octetsOfRoles,
      published('say of the eUICC'),
      lines(114),
    ),
    rule(
      'pki 2 role 2',
      'EUM: keyCertSign, CA with pathLen 0, its EINs',
      octetsOfRoles,
      published('say of the EUM'),
      trust('it is no CA', 'it may issue CAs'),
      lines(112),
    ),
    rule(
      'pki 2 role 3',
      'DP TLS: role not critical, serverAuth, DNS names',
      octetsOfRoles,
      tls('its role is another', 'it has no extended key usage'),
    ),
    rule('pki 2 role 4', 'DPauth: digitalSignature, its RID', octetsOfRoles, lines(31, 33)),
    rule('pki 2 role 5', 'DPpb: digitalSignature, the RID of DPauth', octetsOfRoles, lines(44, 46)),
    rule(
      'pki 2 role 6',
      'DS TLS: as DP TLS but for its role',
      issue('of DSauth and DS TLS'),
      tls('is refused for an SM-DS'),
    ),
    rule('pki 2 role 7', 'DSauth: as DPauth but for its role', issue('of DSauth and DS TLS'), lines(24)),
    rule(
      'pki 2 chain',
      'CI to EUM to eUICC, CI to the server; none between',
      published('verify as chains', 'verify for servers'),
      trust('the CI is another one'),
    ),
    rule(
      'pki 2 AKI',
      'the issuer is found by its key',
      trust('there is no AKI', 'the AKI is that of another CI'),
    ),
    rule(
      'pki 2 SKI',
      'there is one',
      trust('there is no SKI'),
      certificate('whose key identifier is not the hash'),
    ),
    rule(
      'pki 2 keyUsage',
      'there, critical, of its role',
      trust('keyUsage is missing', 'keyUsage is not critical', 'keyUsage is keyAgreement'),
      lines(33),
    ),
    rule(
      'pki 2 policies',
      'the role, in certificatePolicies',
      trust('there are no policies', 'the role is another one', 'the policy is no role at all'),
    ),
    rule(
      'pki 2 SAN',
      'a registered id, the same in DPauth and DPpb',
      trust('it has no registered id', 'its registered id is another'),
    ),
    rule('pki 2 basicConstraints', 'of CI and EUM only', trust('it has no basicConstraints', 'it is a CA')),
    rule(
      'pki 2 extKeyUsage',
      'serverAuth for TLS, critical',
      tls('it is not for TLS servers', 'it has no extended key usage'),
    ),
    rule(
      'pki 2 nameConstraints',
      'organization and EIN of the eUICC',
      trust('the EID is outside the constraints', 'the organization is another'),
    ),
    rule(
      'pki 2 critical',
      'a critical extension that is unknown',
      trust('an unknown extension is critical'),
      authenticate('a critical extension is unknown'),
    ),
    rule(
      'pki 2 signature',
      'of the issuer’s key',
      trust('the signature is broken', 'it is signed with another key'),
    ),
    rule(
      'pki 2 curve',
      'the curve of the issuer, no P-384, no RSA',
      trust('its key is on the other curve', 'with a key on P-384'),
      lines(34),
    ),
    rule(
      'pki 2 octets',
      'the extension octets of the public test certificates',
      issue('carries the ready extension octets', 'has the very octets of the published %s'),
    ),
    rule(
      'pki 2 TLS names',
      'the name that was called',
      tls('smdp.operator.test'),
      at('device-sim/lpa/server-trust')('is not a server of another name'),
    ),
  ],
};
