import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const tls = at('shared/pki/tls-trust');
const certificate = at('shared/pki/certificate');
const authenticate = at('device-sim/euicc/es10b/authenticate-server');
const prepare = at('device-sim/euicc/es10b/prepare-download');
const client = at('smdp/es9plus/authenticate-client');

/** What each party verifies (SGP.22 §4.5.2). */
export const verificationRules: RuleGroup = {
  digest: 'pki',
  title: 'What each party verifies (SGP.22 §4.5.2)',
  rules: [
    rule(
      'pki 4 SM-DP+',
      'EUM under the CI asked for, eUICC under EUM, dates, EID, then the signature',
      client('3: an EUM under another CI', '4: an EUM certificate of another', '6: an EID'),
      lines(112, 113, 114, 115, 116),
    ),
    rule(
      'pki 4 eUICC DPauth',
      'signature, CI listed, role 4 or 7, usage; no dates',
      authenticate('the signature of the certificate', 'believes servers under', 'expired certificates'),
      lines(28, 30, 35),
    ),
    rule(
      'pki 4 eUICC DPpb',
      'role 5, the same CI, the same RID',
      prepare(
        'CERT.DPpb is under another CI',
        'CERT.DPpb has another registered id',
        'the certificate is CERT.DPauth',
      ),
      lines(44, 45, 46),
    ),
    rule('pki 4 LPA TLS', 'the TLS chain', tls('is refused when %s'), lines(168)),
    rule(
      'pki 4 LPA OID',
      'the OID of the activation code against DPauth',
      at('device-sim/lpa/download-failures')('the object identifier of the code'),
      lines(160),
    ),
    rule(
      'pki 4 canonical',
      'whatever their encoding, over their own octets',
      certificate('verifies over its own octets', 'verifies with extensions'),
    ),
  ],
};
