import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached, v3 } from '../rule.ts';

const crl = at('device-sim/euicc/es10b/load-crl');
const certificate = at('shared/pki/certificate');

/** CRLs and version 3. */
export const revocationRules: RuleGroup = {
  digest: 'pki',
  title: 'CRLs and version 3',
  rules: [
    rule(
      'pki 7 LoadCRL',
      'a card without crlSupport answers 127',
      at('device-sim/euicc/es10b/euicc-info')('CRLs are not supported'),
      lines(98),
    ),
    rule(
      'pki 7 listed',
      'a certificate that is on a list is refused: 1 invalidCertificate',
      crl('CERT.DPauth: AuthenticateServer', 'CERT.DPpb: PrepareDownload'),
    ),
    rule('pki 7 other CI', 'a list says nothing about another CI', crl('a list of another CI')),
    rule(
      'pki 7 partial',
      'parts are counted; the older list goes when all are there',
      crl('parts are told until all'),
    ),
    rule('pki 7 delta', 'a delta adds to its base', crl('a delta adds to the list')),
    rule('pki 7 capability', 'crlSupport is told in EUICCInfo2', crl('EUICCInfo2 tells crlSupport')),
    unreached(
      'pki 7 server',
      'CRLs at the SM-DP+ and the LPA',
      'optional and rarely used in version 2; the SM-DP+ fetches none',
    ),
    rule(
      'pki 8 roles',
      'the role OIDs of version 3 are known by name',
      certificate('are known by their numbers'),
    ),
    unreached('pki 8 chains', 'chains with SubCAs, otherCertsInChain, CRL stapling', v3),
  ],
};
